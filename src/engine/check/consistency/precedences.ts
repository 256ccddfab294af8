/**
 * What the outputs of an object's operations say of any order that keeps to sessions and explains them. Models say what
 * follows from outputs and from the order in time; here only each process for itself knows of time.
 */
import type { History, Operation } from '../history.ts';
import type { Model } from '../linearizability/model.ts';
import { Gate, PrecedenceBuilder, type Precedence } from '../linearizability/precedence.ts';
import { groupBy } from './groups.ts';
import type { Guide } from './order-search.ts';

/**
 * @param sessions the operations of each process, in its order; those that are in none don't count
 * @param isOwed whether an operation must have a place in the order; others may
 * @returns undefined where there can't be an order
 */
export function guideOf<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, sessions: readonly (readonly number[])[], isOwed: (id: number) => boolean): Guide | undefined {
  const order = new PrecedenceBuilder(history.length);
  if (model.precedence) {
    for (const ids of groupBy(sessions.flat(), (id) => model.partOf?.(history[id]!.input) ?? '').values()) {
      const part = ids.map((id) => history[id]!);
      for (const seen of timesOf(part)) include(order, model.precedence(seen), ids);
    }
  }
  const gate = new Gate(order, history.length);
  if (isContradictory(order, history.length, sessions, isOwed)) return undefined;
  return { allows: (id) => gate.isOpen(id), take: (id) => gate.pass(id), putBack: (id) => gate.takeBack(id) };
}

/** The history as each process with several operations knows of time: those of others may have been at any. */
function timesOf<Input, Output>(history: History<Input, Output>): History<Input, Output>[] {
  const processes = [...groupBy(history, ({ process }) => process)].filter(([, own]) => own.length > 1).map(([process]) => process);
  const untimed = (operation: Operation<Input, Output>) => ({ ...operation, invoked: -Infinity, returned: Infinity });
  if (processes.length === 0) return [history.map(untimed)];
  return processes.map((process) => history.map((operation) => (operation.process === process ? operation : untimed(operation))));
}

/** @param ids by which name the operations of the pairs go */
function include(order: PrecedenceBuilder, { nodes, pairs }: Precedence, ids: readonly number[]): void {
  const names = [...ids, ...Array.from({ length: nodes - ids.length }, () => order.milestone())];
  for (const [before, after] of pairs) order.add(names[before], names[after]);
}

/** Whether an operation that must have a place can't come before another that has to come before it. */
function isContradictory({ nodes, pairs }: Precedence, operations: number, sessions: readonly (readonly number[])[], isOwed: (id: number) => boolean): boolean {
  const order = new PrecedenceBuilder(nodes, pairs);
  for (const session of sessions) {
    let last: number | undefined;
    for (const id of session) {
      order.add(last, id);
      if (isOwed(id)) last = id;
    }
  }
  const gate = new Gate(order, operations);
  const there = new Uint8Array(operations);
  const open = sessions.flat().filter((id) => gate.isOpen(id));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    there[id] = 1;
    gate.pass(id, open);
  }
  return sessions.some((session) => session.some((id) => isOwed(id) && there[id] === 0));
}
