/** What is asked of a moment. */
import type { AstNode } from 'langium';
import type { Comparison, Condition, FieldTest, NodeSet, Predicate, Quantity, Term } from '../../engine/scene/scene.ts';
import type { FieldWord } from '../../engine/scene/vocabulary.ts';
import type * as ast from '../language/generated/ast.ts';
import { readAmount } from '../quantities.ts';
import { eventsOf, namesOf, roleMeant, STATUSES } from '../setting.ts';
import { writeField } from '../spelling.ts';
import { count, known, type Place } from './place.ts';
import { compileSet } from './sets.ts';

type ValueType = FieldWord['type'];

/** Undefined where what is wrong with it was said already. */
interface Typed {
  readonly term: Term;
  readonly type: ValueType | undefined;
}

export function compileCondition(condition: ast.Condition, place: Place): Condition {
  const parts = (of: readonly ast.Condition[]) => of.map((part) => compileCondition(part, place));
  switch (condition.$type) {
    case 'AllCondition':
      return { kind: 'all', of: parts(condition.of) };
    case 'AnyCondition':
      return { kind: 'any', of: parts(condition.of) };
    case 'NotCondition':
      return { kind: 'not', of: compileCondition(condition.of, place) };
    case 'NodesCondition':
      return { kind: 'nodes', quantity: compileQuantity(condition.quantity, place), of: compileSet(condition.nodes, place), are: compilePredicate(condition.are, place) };
    case 'Comparison': {
      const left = compileTerm(condition.left, place);
      const right = compileTerm(condition.right, place);
      checkComparison(condition, left.type, condition.by, right.type, place);
      return { kind: 'compare', left: left.term, by: condition.by, right: right.term };
    }
    case 'Happening': {
      const event = known(condition, 'event', condition.event, 'event', eventsOf(place.setting), place);
      const where = compileTests(condition.tests, event?.fields, `"${condition.event}"`, place);
      return { kind: 'event', name: event?.name ?? '', at: compileWhere(condition.nodes, place), where };
    }
  }
}

function compileQuantity(quantifier: ast.Quantifier | undefined, place: Place): Quantity {
  switch (quantifier?.word) {
    case 'some':
      return { kind: 'at least', count: 1 };
    case 'no':
      return { kind: 'exactly', count: 0 };
    case 'every':
      return { kind: 'every' };
    case undefined:
      break;
  }
  if (quantifier?.count === undefined) return { kind: 'every' };
  const many = count(quantifier, 'count', quantifier.count, place);
  return { kind: quantifier.bound === 'exactly' ? 'exactly' : quantifier.bound === 'least' ? 'at least' : 'at most', count: many };
}

function compileWhere(nodes: ast.NodeSet | undefined, place: Place): NodeSet | null {
  return nodes ? compileSet(nodes, place) : null;
}

function compilePredicate(predicate: ast.Predicate, place: Place): Predicate {
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
function compileTests(tests: readonly ast.FieldTest[], fields: readonly FieldWord[] | undefined, whose: string, place: Place): readonly FieldTest[] {
  return tests.map((test) => {
    const word = place.problems.word(test, 'field', test.field);
    const field = fields?.find(({ name }) => name === word);
    if (fields && !field) place.problems.unknown(test, 'field', `${whose} has no "${word}".`, word, namesOf(fields), writeField);
    const { term, type } = compileTerm(test.value, place);
    checkComparison(test, field?.type, test.by, type, place);
    return { field: word, by: test.by, value: term };
  });
}

function checkComparison(node: AstNode, left: ValueType | undefined, by: Comparison, right: ValueType | undefined, { problems }: Place): void {
  if (left === undefined || right === undefined) return;
  const describe = (type: ValueType) => ({ number: 'a number', text: 'text, as in "n1" with its quotes', flag: 'true or false' })[type];
  if (left !== right) problems.add(node, `This compares ${describe(left)}, with ${describe(right)}: both sides must be of one kind.`);
  else if (left !== 'number' && by !== '=' && by !== '!=') problems.add(node, `Only numbers are smaller or greater than others: compare these by = or !=.`, 'by');
}

function compileTerm(term: ast.Term, place: Place): Typed {
  const { setting, problems } = place;
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
      return { term: { kind: 'tally', name: type ? `send ${type.name}` : 'send', at: compileWhere(term.nodes, place) }, type: 'number' };
    }
    case 'Occurrences': {
      const event = known(term, 'event', term.event, 'event', eventsOf(setting), { problems });
      return { term: { kind: 'tally', name: event?.name ?? '', at: compileWhere(term.nodes, place) }, type: 'number' };
    }
  }
}

function compileLiteral(literal: ast.Literal, { problems }: Place): Typed {
  if (literal.text !== undefined) return { term: { kind: 'literal', value: problems.text(literal, 'text', literal.text) }, type: 'text' };
  if (literal.flag !== undefined) return { term: { kind: 'literal', value: literal.flag === 'true' }, type: 'flag' };
  const { value } = readAmount(literal.number ?? '0');
  if (!Number.isFinite(value)) problems.add(literal, 'This number is too great.');
  return { term: { kind: 'literal', value }, type: 'number' };
}
