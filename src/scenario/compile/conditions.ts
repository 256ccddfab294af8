/** What is asked of a moment. */
import type { Condition, Quantity } from '../../engine/scene/scene.ts';
import type * as ast from '../language/generated/ast.ts';
import { eventsOf } from '../setting.ts';
import { compileHistory } from './history.ts';
import { count, known, type Place } from './place.ts';
import { compileSet } from './sets.ts';
import { checkComparison, compilePredicate, compileTerm, compileTests, compileWhere } from './values.ts';

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
    case 'HistoryCondition':
      return compileHistory(condition, place);
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
