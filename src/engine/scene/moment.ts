/** A moment of a scene's run, of which conditions are asked: the state after a step, and what that step has brought. */
import type { NodeId } from '../sim/process.ts';
import type { TraceEvent } from '../sim/trace.ts';
import { nodesIn, placesIn, type Cast, type Scope } from './nodes.ts';
import type { Condition, FieldTest, Quantity, Value } from './scene.ts';
import { conjunction, disjunction, negation, type Truth } from './truth.ts';
import { compare, isSo, valueOf } from './values.ts';

export interface Moment<Message> extends Cast<Message> {
  /** Of the step that led here. */
  readonly events: readonly TraceEvent[];
}

export interface Answer {
  readonly holds: Truth;
  /** Whether it holds on, once nothing has just happened any more. Where it does not, whatever makes it hold next makes it hold anew. */
  readonly stays: Truth;
  /** The nodes of which it holds, or at which it happened; empty where it is not of nodes. */
  readonly nodes: readonly NodeId[];
}

/** @throws RangeError for a name, a field or a role that means nothing here */
export function ask<Message>(condition: Condition, moment: Moment<Message>, scope: Scope): Answer {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const answers = condition.of.map((part) => ask(part, moment, scope));
      const join = condition.kind === 'all' ? conjunction : disjunction;
      return {
        holds: join(answers.map(({ holds }) => holds)),
        stays: join(answers.map(({ stays }) => stays)),
        nodes: answers.find(({ holds, nodes }) => holds === true && nodes.length > 0)?.nodes ?? [],
      };
    }
    case 'not': {
      const { holds, stays } = ask(condition.of, moment, scope);
      return { holds: negation(holds), stays: negation(stays), nodes: [] };
    }
    case 'nodes': {
      const all = nodesIn(condition.of, moment, scope);
      const nodes = all.filter((id) => isSo(condition.are, moment.nodes[id]!, moment, scope));
      return lasting(isEnough(condition.quantity, nodes.length, all.length), nodes);
    }
    case 'compare':
      return lasting(compare(valueOf(condition.left, moment, scope), condition.by, valueOf(condition.right, moment, scope)));
    case 'history':
      return lasting(moment.clients.keepTo(condition.model));
    case 'event': {
      const at = placesIn(condition.at, moment, scope);
      const event = moment.events.find((each) => nameOf(each) === condition.name && (!at || (each.node !== null && at.includes(each.node))) && hasAll(each, condition.where, moment, scope));
      return { holds: event !== undefined, stays: false, nodes: event && event.node !== null ? [event.node] : [] };
    }
  }
}

function lasting(holds: Truth, nodes: readonly NodeId[] = []): Answer {
  return { holds, stays: holds, nodes };
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
