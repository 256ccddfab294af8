/** What nodes are, and the values that are compared. */
import type { Node } from '../sim/node.ts';
import { describeSet } from './describe.ts';
import { nodesIn, placesIn, type Cast, type Scope } from './nodes.ts';
import type { Comparison, NodeSet, Predicate, Term, Value } from './scene.ts';

/** @throws RangeError for a name, a field or a role that means nothing here */
export function isSo<Message>(predicate: Predicate, node: Node<Message>, cast: Cast<Message>, scope: Scope): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.every((part) => isSo(part, node, cast, scope));
    case 'any':
      return predicate.of.some((part) => isSo(part, node, cast, scope));
    case 'not':
      return !isSo(predicate.of, node, cast, scope);
    case 'is':
      return node.status === predicate.word || (node.status === 'up' && cast.vocabulary.roleOf(node) === predicate.word);
    case 'field':
      return compare(cast.vocabulary.valueOf(node, predicate.field), predicate.by, valueOf(predicate.value, cast, scope));
  }
}

/** Undefined where there is no such value now: nobody is meant, or nothing has happened yet. @throws RangeError where a field is asked for of several nodes */
export function valueOf<Message>(term: Term, cast: Cast<Message>, scope: Scope): Value | undefined {
  switch (term.kind) {
    case 'literal':
    case 'duration':
      return term.value;
    case 'field': {
      const node = only(term.of, cast, scope);
      return node && cast.vocabulary.valueOf(node, term.field);
    }
    case 'count': {
      const { are } = term;
      return nodesIn(term.of, cast, scope).filter((id) => are === null || isSo(are, cast.nodes[id]!, cast, scope)).length;
    }
    case 'tally':
      return cast.tallies.occurrences(term.name, placesIn(term.at, cast, scope));
    case 'messages':
      return cast.tallies.messages(term, placesIn(term.at, cast, scope));
    case 'time':
      return cast.tallies.time(term.which, term.name, placesIn(term.at, cast, scope));
    case 'operations':
      return cast.clients.measure(term.what, placesIn(term.at, cast, scope));
  }
}

function only<Message>(set: NodeSet, cast: Cast<Message>, scope: Scope): Node<Message> | undefined {
  const [id, ...others] = nodesIn(set, cast, scope);
  if (others.length > 0) throw new RangeError(`One node's value is asked for, and ${others.length + 1} are meant by "${describeSet(set)}".`);
  return id === undefined ? undefined : cast.nodes[id];
}

/** What is not there compares with nothing. */
export function compare(left: Value | undefined, by: Comparison, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  switch (by) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
