/** A moment of a scene's run, of which conditions are asked: the state after a step, and what that step has brought. */
import type { Node } from '../sim/node.ts';
import type { NodeId } from '../sim/process.ts';
import type { TraceEvent } from '../sim/trace.ts';
import { describeSet, nodesIn, type Cast, type Scope } from './nodes.ts';
import type { Comparison, Condition, FieldTest, NodeSet, Predicate, Quantity, Term, Value } from './scene.ts';
import type { Tallies } from './tallies.ts';

export interface Moment<Message> extends Cast<Message> {
  /** Of the step that led here. */
  readonly events: readonly TraceEvent[];
  readonly tallies: Tallies;
}

export interface Answer {
  readonly holds: boolean;
  /** The nodes of which it holds, or at which it happened; empty where it is not of nodes. */
  readonly nodes: readonly NodeId[];
}

/** @throws RangeError for a name, a field or a role that means nothing here */
export function ask<Message>(condition: Condition, moment: Moment<Message>, scope: Scope): Answer {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const answers = condition.of.map((part) => ask(part, moment, scope));
      const holds = condition.kind === 'all' ? answers.every((answer) => answer.holds) : answers.some((answer) => answer.holds);
      return { holds, nodes: answers.find((answer) => answer.holds && answer.nodes.length > 0)?.nodes ?? [] };
    }
    case 'not':
      return { holds: !ask(condition.of, moment, scope).holds, nodes: [] };
    case 'nodes': {
      const all = nodesIn(condition.of, moment, scope);
      const nodes = all.filter((id) => isSo(condition.are, moment.nodes[id]!, moment, scope));
      return { holds: isEnough(condition.quantity, nodes.length, all.length), nodes };
    }
    case 'compare':
      return { holds: compare(valueOf(condition.left, moment, scope), condition.by, valueOf(condition.right, moment, scope)), nodes: [] };
    case 'event': {
      const at = condition.at && nodesIn(condition.at, moment, scope);
      const event = moment.events.find((each) => nameOf(each) === condition.name && (!at || (each.node !== null && at.includes(each.node))) && hasAll(each, condition.where, moment, scope));
      return { holds: event !== undefined, nodes: event && event.node !== null ? [event.node] : [] };
    }
  }
}

function isEnough(quantity: Quantity, count: number, of: number): boolean {
  switch (quantity.kind) {
    case 'every':
      return count === of;
    case 'at least':
      return count >= quantity.count;
    case 'at most':
      return count <= quantity.count;
    case 'exactly':
      return count === quantity.count;
  }
}

function isSo<Message>(predicate: Predicate, node: Node<Message>, moment: Moment<Message>, scope: Scope): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.every((part) => isSo(part, node, moment, scope));
    case 'any':
      return predicate.of.some((part) => isSo(part, node, moment, scope));
    case 'not':
      return !isSo(predicate.of, node, moment, scope);
    case 'is':
      return node.status === predicate.word || (node.status === 'up' && moment.vocabulary.roleOf(node) === predicate.word);
    case 'field': {
      return compare(moment.vocabulary.valueOf(node, predicate.field), predicate.by, valueOf(predicate.value, moment, scope));
    }
  }
}

/** Undefined where nobody is meant, or one who does not have it now. @throws RangeError where a field is asked for of several nodes */
function valueOf<Message>(term: Term, moment: Moment<Message>, scope: Scope): Value | undefined {
  switch (term.kind) {
    case 'literal':
      return term.value;
    case 'field': {
      const node = only(term.of, moment, scope);
      return node && moment.vocabulary.valueOf(node, term.field);
    }
    case 'count': {
      const { are } = term;
      return nodesIn(term.of, moment, scope).filter((id) => are === null || isSo(are, moment.nodes[id]!, moment, scope)).length;
    }
    case 'tally':
      return moment.tallies.of(term.name, term.at && nodesIn(term.at, moment, scope));
  }
}

function only<Message>(set: NodeSet, moment: Moment<Message>, scope: Scope): Node<Message> | undefined {
  const [id, ...others] = nodesIn(set, moment, scope);
  if (others.length > 0) throw new RangeError(`One node's value is asked for, and ${others.length + 1} are meant by "${describeSet(set)}".`);
  return id === undefined ? undefined : moment.nodes[id];
}

/** Of a note its own name, of any other event its kind. */
export function nameOf({ kind, payload }: TraceEvent): string {
  return kind === 'note' ? String((payload as { readonly note?: unknown }).note) : kind;
}

function hasAll<Message>({ payload }: TraceEvent, tests: readonly FieldTest[], moment: Moment<Message>, scope: Scope): boolean {
  return tests.every(({ field, by, value }) => {
    const found = (payload as Readonly<Record<string, unknown>> | null)?.[field];
    return isValue(found) && compare(found, by, valueOf(value, moment, scope));
  });
}

function isValue(value: unknown): value is Value {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

/** What is not there compares with nothing. */
function compare(left: Value | undefined, by: Comparison, right: Value | undefined): boolean {
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
