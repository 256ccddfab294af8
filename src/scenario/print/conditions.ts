/** Conditions as text. */
import type { Condition, FieldTest, NodeSet, Predicate, Term, Value } from '../../engine/scene/scene.ts';
import { writeText } from '../quantities.ts';
import type { Setting } from '../setting.ts';
import { writeField, writeWord } from '../spelling.ts';
import { endsInExcept, writeInnerSet, writeQuantified, writeSingle } from './sets.ts';

const MESSAGES_SENT = 'send';

export function writeCondition(condition: Condition, setting: Setting): string {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const { kind, of } = condition;
      // Of none, all hold and not any.
      if (of.length === 0) return kind === 'all' ? '0 = 0' : '0 != 0';
      return of.map((part) => (of.length > 1 ? bracketed(isJoined(part), writeCondition(part, setting)) : writeCondition(part, setting))).join(kind === 'all' ? ' and ' : ' or ');
    }
    case 'not':
      return `not ${bracketed(isJoined(condition.of), writeCondition(condition.of, setting))}`;
    case 'nodes':
      return writeNodes(condition, setting);
    case 'compare':
      return `${writeOperand(condition.left, setting)} ${condition.by} ${writeOperand(condition.right, setting)}`;
    case 'event':
      return `${writeWord(condition.name)} happens${writeWhere(condition.at, setting)}${writeTests(condition.where, setting)}`;
  }
}

/** Whether it needs brackets where it is a part of another; a condition of one part is that part. */
function isJoined(part: Condition | Predicate): boolean {
  if (part.kind !== 'all' && part.kind !== 'any') return false;
  return part.of.length === 1 ? isJoined(part.of[0]!) : part.of.length > 1;
}

function bracketed(needed: boolean, text: string): string {
  return needed ? `(${text})` : text;
}

/** Nodes, with how many of them, and what they are. */
function writeNodes({ quantity, of, are }: Extract<Condition, { readonly kind: 'nodes' }>, setting: Setting): string {
  const about = (quantifier: string, count: number) => `${quantifier} ${writeQuantified(of, count, setting)} ${writePredicate(are, setting, count === 1 ? SINGULAR : PLURAL)}`;
  switch (quantity.kind) {
    case 'every':
      return of.kind === 'name' ? `${writeInnerSet(of, setting)} ${writePredicate(are, setting, SINGULAR)}` : about('every', 1);
    case 'at least':
      return quantity.count === 1 ? about('some', 1) : about(`at least ${quantity.count}`, quantity.count);
    case 'at most':
      return about(`at most ${quantity.count}`, quantity.count);
    case 'exactly':
      return quantity.count === 0 ? about('no', 1) : about(`exactly ${quantity.count}`, quantity.count);
  }
}

interface Verbs {
  readonly is: string;
  readonly has: string;
}

const SINGULAR: Verbs = { is: 'is', has: 'has' };
const PLURAL: Verbs = { is: 'are', has: 'have' };

function writePredicate(predicate: Predicate, setting: Setting, verbs: Verbs): string {
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

function writeTests(tests: readonly FieldTest[], setting: Setting): string {
  return tests.length === 0 ? '' : ` with ${tests.map((test) => writeTest(test, setting)).join(', ')}`;
}

function writeTest({ field, by, value }: FieldTest, setting: Setting): string {
  return `${writeField(field)} ${by} ${writeOperand(value, setting)}`;
}

/** In brackets where it ends in something that what follows could belong to. */
function writeOperand(term: Term, setting: Setting): string {
  return bracketed(isOpen(term), writeTerm(term, setting));
}

function isOpen(term: Term): boolean {
  switch (term.kind) {
    case 'literal':
      return false;
    case 'field':
      return endsInExcept(term.of);
    case 'count':
      return term.are !== null || endsInExcept(term.of);
    case 'tally':
      return term.at !== null && endsInExcept(term.at);
  }
}

function writeTerm(term: Term, setting: Setting): string {
  switch (term.kind) {
    case 'literal':
      return writeValue(term.value);
    case 'field':
      return `${writeWord(term.field)} of ${writeSingle(term.of, setting)}`;
    case 'count':
      return `number of ${writeQuantified(term.of, 2, setting)}${term.are ? ` that ${writePredicate(term.are, setting, PLURAL)}` : ''}`;
    case 'tally':
      return `${writeTally(term.name)}${writeWhere(term.at, setting)}`;
  }
}

function writeTally(name: string): string {
  if (name === MESSAGES_SENT) return 'sent messages';
  return name.startsWith(`${MESSAGES_SENT} `) ? `sent ${writeWord(name.slice(MESSAGES_SENT.length + 1))}` : `occurrences of ${writeWord(name)}`;
}

function writeWhere(at: NodeSet | null, setting: Setting): string {
  return at ? ` at ${writeInnerSet(at, setting)}` : '';
}

function writeValue(value: Value): string {
  return typeof value === 'string' ? writeText(value) : String(value);
}
