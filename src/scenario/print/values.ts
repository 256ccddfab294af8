/** What nodes are, and values that are compared, as text. */
import type { Condition, FieldTest, NodeSet, Predicate, Term, Value } from '../../engine/scene/scene.ts';
import { writeDuration, writeText } from '../quantities.ts';
import type { Setting } from '../setting.ts';
import { writeField, writeWord } from '../spelling.ts';
import { endsInExcept, writeInnerSet, writeQuantified, writeSingle } from './sets.ts';

/** Whether it needs brackets where it is a part of another; a condition of one part is that part. */
export function isJoined(part: Condition | Predicate): boolean {
  if (part.kind !== 'all' && part.kind !== 'any') return false;
  return part.of.length === 1 ? isJoined(part.of[0]!) : part.of.length > 1;
}

export function bracketed(needed: boolean, text: string): string {
  return needed ? `(${text})` : text;
}

interface Verbs {
  readonly is: string;
  readonly has: string;
}

export const SINGULAR: Verbs = { is: 'is', has: 'has' };
export const PLURAL: Verbs = { is: 'are', has: 'have' };

export function writePredicate(predicate: Predicate, setting: Setting, verbs: Verbs): string {
  const { is, has } = verbs;
  const part = (of: Predicate, isOne: boolean) => bracketed(!isOne && isJoined(of), writePredicate(of, setting, verbs));
  switch (predicate.kind) {
    case 'all':
    case 'any': {
      const { kind, of } = predicate;
      // Of none, all hold and not any.
      if (of.length === 0) return `(${is} up ${kind === 'all' ? 'or' : 'and'} ${is} not up)`;
      const [first, ...rest] = of;
      if (kind === 'all' && first?.kind === 'is' && rest.length > 0 && rest.every(isField)) return `${is} ${writeField(first.word)}${writeTests(rest, setting)}`;
      return of.map((each) => part(each, of.length === 1)).join(kind === 'all' ? ' and ' : ' or ');
    }
    case 'not':
      return predicate.of.kind === 'is' ? `${is} not ${writeField(predicate.of.word)}` : `not ${part(predicate.of, false)}`;
    case 'is':
      return `${is} ${writeField(predicate.word)}`;
    case 'field':
      return `${has} ${writeTest(predicate, setting)}`;
  }
}

function isField(predicate: Predicate): predicate is Extract<Predicate, { readonly kind: 'field' }> {
  return predicate.kind === 'field';
}

export function writeTests(tests: readonly FieldTest[], setting: Setting): string {
  return tests.length === 0 ? '' : ` with ${tests.map((test) => writeTest(test, setting)).join(', ')}`;
}

function writeTest({ field, by, value }: FieldTest, setting: Setting): string {
  return `${writeField(field)} ${by} ${writeOperand(value, setting)}`;
}

/** In brackets where it ends in something that what follows could belong to. */
export function writeOperand(term: Term, setting: Setting): string {
  return bracketed(isOpen(term), writeTerm(term, setting));
}

function isOpen(term: Term): boolean {
  switch (term.kind) {
    case 'literal':
    case 'duration':
      return false;
    case 'field':
      return endsInExcept(term.of);
    case 'count':
      return term.are !== null || endsInExcept(term.of);
    default:
      return term.at !== null && endsInExcept(term.at);
  }
}

export function writeTerm(term: Term, setting: Setting): string {
  switch (term.kind) {
    case 'literal':
      return writeValue(term.value);
    case 'duration':
      return writeDuration(term.value);
    case 'field':
      return `${writeWord(term.field)} of ${writeSingle(term.of, setting)}`;
    case 'count':
      return `number of ${term.of.kind === 'where' ? writeInnerSet(term.of, setting) : writeQuantified(term.of, 2, setting)}${term.are ? ` that ${writePredicate(term.are, setting, PLURAL)}` : ''}`;
    case 'tally':
      return `occurrences of ${writeWord(term.name)}${writeWhere(term.at, setting)}`;
    case 'messages':
      return `${term.what} ${writeMessages(term)}${writeWhere(term.at, setting)}`;
    case 'time':
      return `time of ${term.which} ${writeWord(term.name)}${writeWhere(term.at, setting)}`;
    case 'operations':
      return `${term.what} ${term.what === 'completed' ? 'operations' : 'operation'}${writeWhere(term.at, setting)}`;
  }
}

function writeMessages({ type, unit }: Pick<Extract<Term, { readonly kind: 'messages' }>, 'type' | 'unit'>): string {
  if (type === null) return unit;
  return unit === 'bytes' ? `bytes of ${writeWord(type)}` : writeWord(type);
}

export function writeWhere(at: NodeSet | null, setting: Setting): string {
  return at ? ` at ${writeInnerSet(at, setting)}` : '';
}

function writeValue(value: Value): string {
  return typeof value === 'string' ? writeText(value) : String(value);
}
