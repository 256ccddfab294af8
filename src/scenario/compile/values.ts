/** What nodes are, and the values that are compared. */
import type { AstNode } from 'langium';
import type { Comparison, FieldTest, NodeSet, Predicate, Term } from '../../engine/scene/scene.ts';
import type { FieldWord } from '../../engine/scene/vocabulary.ts';
import type * as ast from '../language/generated/ast.ts';
import { readAmount } from '../quantities.ts';
import { eventsOf, namesOf, roleMeant, STATUSES } from '../setting.ts';
import { writeField } from '../spelling.ts';
import { checkHistory } from './history.ts';
import { duration, known, type Place } from './place.ts';
import { compileSet } from './sets.ts';

/** Times are told apart from numbers where they are known to be times; fields of events have them as numbers of microseconds. */
export type ValueType = FieldWord['type'] | 'duration';

/** Undefined where what is wrong with it was said already. */
interface Typed {
  readonly term: Term;
  readonly type: ValueType | undefined;
}

export function compileWhere(nodes: ast.NodeSet | undefined, place: Place): NodeSet | null {
  return nodes ? compileSet(nodes, place) : null;
}

export function compilePredicate(predicate: ast.Predicate, place: Place): Predicate {
  switch (predicate.$type) {
    case 'AllPredicate':
      return { kind: 'all', of: predicate.of.map((part) => compilePredicate(part, place)) };
    case 'AnyPredicate':
      return { kind: 'any', of: predicate.of.map((part) => compilePredicate(part, place)) };
    case 'NotPredicate':
      return { kind: 'not', of: compilePredicate(predicate.of, place) };
    case 'Is': {
      const is: Predicate = { kind: 'is', word: compileKind(predicate, place) };
      const so: Predicate = predicate.negated ? { kind: 'not', of: is } : is;
      const tests = compileTests(predicate.tests, place.setting.vocabulary.fields, 'A node', place);
      return tests.length === 0 ? so : { kind: 'all', of: [so, ...tests.map((test): Predicate => ({ kind: 'field', ...test }))] };
    }
    case 'Has': {
      const [test] = compileTests([predicate.test], place.setting.vocabulary.fields, 'A node', place);
      return { kind: 'field', ...test! };
    }
  }
}

function compileKind(is: ast.Is, { setting: { vocabulary }, problems }: Place): string {
  const word = problems.word(is, 'word', is.word);
  if (STATUSES.some(({ name }) => name === word)) return word;
  const role = roleMeant(word, vocabulary);
  if (role === undefined) problems.unknown(is, 'word', `No node is ever "${word}".`, word, namesOf([...vocabulary.roles, ...STATUSES]), writeField);
  return role ?? word;
}

/** @param fields those that there are; undefined where nothing is known of them @param whose whose fields they are, for messages */
export function compileTests(tests: readonly ast.FieldTest[], fields: readonly FieldWord[] | undefined, whose: string, place: Place): readonly FieldTest[] {
  return tests.map((test) => {
    const word = place.problems.word(test, 'field', test.field);
    const field = fields?.find(({ name }) => name === word);
    if (fields && !field) place.problems.unknown(test, 'field', `${whose} has no "${word}".`, word, namesOf(fields), writeField);
    const { term, type } = compileTerm(test.value, place);
    checkComparison(test, field?.type, test.by, type, place);
    return { field: word, by: test.by, value: term };
  });
}

export function checkComparison(node: AstNode, left: ValueType | undefined, by: Comparison, right: ValueType | undefined, { problems }: Place): void {
  if (left === undefined || right === undefined) return;
  const describe = (type: ValueType) => ({ number: 'a number', duration: 'a time such as 150ms', text: 'text, as in "n1" with its quotes', flag: 'true or false' })[type];
  if (left !== right) problems.add(node, `This compares ${describe(left)}, with ${describe(right)}: both sides must be of one kind.`);
  else if (left !== 'number' && left !== 'duration' && by !== '=' && by !== '!=') problems.add(node, `Only numbers are smaller or greater than others: compare these by = or !=.`, 'by');
}

export function compileTerm(term: ast.Term, place: Place): Typed {
  const { setting } = place;
  switch (term.$type) {
    case 'Literal':
      return compileLiteral(term, place);
    case 'FieldOf': {
      const field = known(term, 'field', term.field, 'field', setting.vocabulary.fields, place);
      return { term: { kind: 'field', of: compileSet(term.nodes, place), field: field?.name ?? '' }, type: field?.type };
    }
    case 'Count':
      return { term: { kind: 'count', of: compileSet(term.nodes, place), are: term.are ? compilePredicate(term.are, place) : null }, type: 'number' };
    case 'Sent': {
      const type = term.type === undefined ? undefined : known(term, 'type', term.type, 'message', setting.vocabulary.messages, place);
      return { term: { kind: 'messages', what: term.kind, type: type?.name ?? null, unit: term.bytes ? 'bytes' : 'messages', at: compileWhere(term.nodes, place) }, type: 'number' };
    }
    case 'Occurrences': {
      const event = known(term, 'event', term.event, 'event', eventsOf(setting), place);
      return { term: { kind: 'tally', name: event?.name ?? '', at: compileWhere(term.nodes, place) }, type: 'number' };
    }
    case 'TimeOf': {
      const event = known(term, 'event', term.event, 'event', eventsOf(setting), place);
      return { term: { kind: 'time', which: term.which, name: event?.name ?? '', at: compileWhere(term.nodes, place) }, type: 'duration' };
    }
    case 'Operations':
      checkHistory(term, place);
      return { term: { kind: 'operations', what: term.kind, at: compileWhere(term.nodes, place) }, type: term.kind === 'completed' ? 'number' : 'duration' };
  }
}

function compileLiteral(literal: ast.Literal, place: Place): Typed {
  const { problems } = place;
  if (literal.text !== undefined) return { term: { kind: 'literal', value: problems.text(literal, 'text', literal.text) }, type: 'text' };
  if (literal.flag !== undefined) return { term: { kind: 'literal', value: literal.flag === 'true' }, type: 'flag' };
  if (literal.duration !== undefined) return { term: { kind: 'duration', value: duration(literal, 'duration', literal.duration, place) }, type: 'duration' };
  const { value } = readAmount(literal.number ?? '0');
  if (!Number.isFinite(value)) problems.add(literal, 'This number is too great.');
  return { term: { kind: 'literal', value }, type: 'number' };
}
