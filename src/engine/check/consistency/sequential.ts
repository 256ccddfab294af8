/**
 * Sequential consistency (Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs",
 * 1979): one order of all operations that keeps to each process's own and explains every output. It is not local, so an
 * object can't be taken apart, and deciding it is NP-complete (Gibbons and Korach 1997): a search with a budget.
 */
import { validateHistory, type History } from '../history.ts';
import { Allowance } from '../linearizability/allowance.ts';
import type { Budget } from '../linearizability/check.ts';
import type { Model } from '../linearizability/model.ts';
import { States } from '../linearizability/states.ts';
import { groupBy } from './groups.ts';
import { GENEROUS, within, type Meter } from './meter.ts';
import { narrow } from './narrow.ts';
import { OrderSearch, type Guide, type Parts } from './order-search.ts';
import { guideOf } from './precedences.ts';
import type { Consistency, Edge, Reason } from './verdict.ts';

/** Of a search for each operation. */
const MOVES_TO_BEGIN = 8;

/** @throws RangeError for a history that can't be */
export function checkSequential<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, budget: Budget = GENEROUS): Consistency {
  validateHistory(history);
  return within(budget, (meter) => searchSequential(model, history, meter));
}

/** The same within a check. @param guides what is known of the order beforehand */
export function searchSequential<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, meter: Meter, guides: readonly Guide[] = []): Consistency {
  const order = findOrder(model, history, meter, guides);
  if (order) return { kind: 'holds', orders: new Map([['', order]]) };
  return { kind: 'violated', reason: narrowed(model, history, meter) };
}

/** An order of all operations; undefined where there is none. */
export function findOrder<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, meter: Meter, guides: readonly Guide[]): readonly number[] | undefined {
  return orderOf(model, history, [...history.keys()], meter, guides);
}

/**
 * An order that explains what the operations of `counted` gave. Others of the history may have happened or not, and given anything.
 * @returns undefined where there is none
 */
function orderOf<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, counted: readonly number[], meter: Meter, guides: readonly Guide[] = []): readonly number[] | undefined {
  meter.spend(MOVES_TO_BEGIN * history.length);
  const counts = new Uint8Array(history.length);
  for (const id of counted) counts[id] = 1;
  const relaxed = history.map((operation, id) => (counts[id] === 1 ? operation : { ...operation, output: undefined, returned: Infinity }));
  const parts = partsOf(model, relaxed, new Allowance(meter.bytes / 2));
  // Of parts that nothing counts of, nothing can be told.
  const isTold = new Uint8Array(parts.initial.length);
  for (const id of counted) isTold[parts.partOf(id)] = 1;
  const rank = ranks(history);
  const sessions = sessionsOf(history, rank).map((session) => session.filter((id) => isTold[parts.partOf(id)] === 1));
  const isOwed = (id: number) => relaxed[id]!.returned !== Infinity;
  const guide = guideOf(model, relaxed, sessions, isOwed);
  return guide && new OrderSearch(parts, { sessions, isOwed, rank, guides: [guide, ...guides] }, new Allowance(meter.bytes / 2), meter).run();
}

function partsOf<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, allowance: Allowance): Parts {
  const part = new Int32Array(history.length);
  const position = new Int32Array(history.length);
  const states = [...groupBy(history.keys(), (id) => model.partOf?.(history[id]!.input) ?? '').values()].map((ids, number) => {
    ids.forEach((id, place) => {
      part[id] = number;
      position[id] = place;
    });
    const ofPart = ids.map((id) => history[id]!);
    return new States(model.compact ? { ...model, ...model.compact(ofPart) } : model, ofPart, allowance);
  });
  return {
    initial: states.map(({ initial }) => initial),
    get isFull() {
      return states.some(({ isFull }) => isFull);
    },
    partOf: (id) => part[id]!,
    observes: (id) => states[part[id]!]!.observes(position[id]!),
    after: (state, id) => states[part[id]!]!.after(state, position[id]!),
  };
}

/** Operations by their place in the order of invocation. */
function ranks(history: History<unknown, unknown>): Int32Array {
  const rank = new Int32Array(history.length);
  [...history.keys()].sort((one, other) => history[one]!.invoked - history[other]!.invoked || one - other).forEach((id, place) => (rank[id] = place));
  return rank;
}

function sessionsOf(history: History<unknown, unknown>, rank: Int32Array): number[][] {
  const order = [...history.keys()].sort((one, other) => rank[one]! - rank[other]!);
  return [...groupBy(order, (id) => history[id]!.process).values()];
}

/** The operations that are left when one after another is taken not to count, as long as there is still no order. */
function narrowed<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, meter: Meter): Reason {
  const operations = narrow([...history.keys()], (counted, limited) => orderOf(model, history, counted, limited) === undefined, meter);
  return {
    pattern: 'no-order',
    message: 'No order keeps to that of each process and explains what these operations gave, whatever the others did.',
    operations,
    edges: sessionEdges(history, operations),
    support: [],
  };
}

function sessionEdges(history: History<unknown, unknown>, operations: readonly number[]): Edge[] {
  const chosen = new Set(operations);
  return sessionsOf(history, ranks(history))
    .map((session) => session.filter((id) => chosen.has(id)))
    .flatMap((session) => session.slice(1).map((to, position) => ({ from: session[position]!, to, kind: 'session' as const })));
}
