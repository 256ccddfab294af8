/**
 * Sequential consistency (Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs",
 * 1979): one order of all operations that keeps to each process's own and explains every output. It is not local, so an
 * object can't be taken apart, and deciding it is NP-complete (Gibbons and Korach 1997): a search with a budget, which
 * remembers the configurations that it has been in.
 */
import { validateHistory, type History, type Operation } from '../history.ts';
import type { Model } from '../linearizability/model.ts';
import { IMPOSSIBLE } from '../linearizability/operations.ts';
import { States } from '../linearizability/states.ts';
import { shrink } from '../shrink.ts';
import type { Consistency } from './verdict.ts';

const GENEROUS = 300_000;
/** States that finding a small reason may take, as a share of the budget. */
const REASON_SHARE = 0.5;

/** @param states that may be looked at @throws RangeError for a history that can't be */
export function checkSequential<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, states = GENEROUS): Consistency {
  validateHistory(history);
  const whole = whollyOf(model);
  const result = search(whole, history, states);
  if (result.kind === 'order') return { kind: 'holds', orders: new Map([['', result.order]]) };
  if (result.kind === 'undecided') return { kind: 'undecided', states: result.states };
  const operations = narrowed(whole, history, result.removable, Math.floor(states * REASON_SHARE));
  return {
    kind: 'violated',
    reason: { pattern: 'no-order', message: 'No order of these operations keeps to the order of each process and explains what they gave.', operations, edges: sessionEdges(history, operations) },
  };
}

type SearchResult =
  | { readonly kind: 'order'; readonly order: readonly number[] }
  /** `removable`: operations that never changed the state, so that there is no order with them out either only if there is none without. */
  | { readonly kind: 'none'; readonly removable: ReadonlySet<number> }
  | { readonly kind: 'undecided'; readonly states: number };

/** All parts of an object in one state. */
function whollyOf<State, Input, Output>(model: Model<State, Input, Output>): Model<ReadonlyMap<string, State>, Input, Output> {
  return {
    name: model.name,
    initial: new Map(),
    apply(state, input, output) {
      const part = model.partOf?.(input) ?? '';
      const before = state.get(part) ?? model.initial;
      const after = model.apply(before, input, output);
      if (after === undefined) return undefined;
      return model.key(after) === model.key(before) ? state : new Map(state).set(part, after);
    },
    key: (state) => JSON.stringify([...state].map(([part, each]) => [part, model.key(each)]).sort(([one = ''], [other = '']) => (one < other ? -1 : 1))),
  };
}

function search<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, most: number): SearchResult {
  const sessions = sessionsOf(history);
  const states = new States(model, history);
  const positions = sessions.map(() => 0);
  const seen = new Set<string>();
  const order: number[] = [];
  const changing = new Set<number>();
  const tried: number[] = [0];
  const before: number[] = [];
  let state = states.initial;
  seen.add(`${positions.join()}:${state}`);

  const isDone = () => sessions.every((session, process) => session.slice(positions[process]).every((id) => history[id]!.returned === Infinity));
  while (!isDone()) {
    const process = tried[tried.length - 1]!++;
    const session = sessions[process];
    if (!session) {
      tried.pop();
      const undone = order.pop();
      if (undone === undefined) return { kind: 'none', removable: new Set([...history.keys()].filter((id) => !changing.has(id))) };
      positions[sessions.findIndex((each) => each.includes(undone))]!--;
      state = before.pop()!;
      continue;
    }
    const id = session[positions[process]!];
    if (id === undefined) continue;
    const after = states.after(state, id);
    if (after === IMPOSSIBLE) continue;
    if (after !== state) changing.add(id);
    positions[process]!++;
    const configuration = `${positions.join()}:${after}`;
    if (seen.has(configuration)) {
      positions[process]!--;
      continue;
    }
    if (seen.size >= most) return { kind: 'undecided', states: seen.size };
    seen.add(configuration);
    order.push(id);
    before.push(state);
    state = after;
    tried.push(0);
  }
  return { kind: 'order', order };
}

/** The operations that are left when all that can be is taken away, while there is still no order. */
function narrowed<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, removable: ReadonlySet<number>, states: number): number[] {
  const ids = [...history.keys()];
  let left = states;
  const { items } = shrink(
    ids.filter((id) => removable.has(id)),
    (part) => {
      if (left <= 0) return false;
      const kept = new Set(part);
      const result = search(model, ids.filter((id) => kept.has(id) || !removable.has(id)).map((id) => history[id]!), Math.min(left, states));
      left -= result.kind === 'undecided' ? result.states : 1_000;
      return result.kind === 'none';
    },
    1_000,
  );
  const kept = new Set(items);
  return ids.filter((id) => kept.has(id) || !removable.has(id));
}

function sessionsOf(history: History<unknown, unknown>): number[][] {
  const sessions = new Map<number, number[]>();
  const order = [...history.keys()].sort((one, other) => history[one]!.invoked - history[other]!.invoked || one - other);
  for (const id of order) {
    const { process } = history[id]!;
    const session = sessions.get(process) ?? [];
    session.push(id);
    sessions.set(process, session);
  }
  return [...sessions.values()];
}

function sessionEdges<Input, Output>(history: readonly Operation<Input, Output>[], operations: readonly number[]) {
  const chosen = new Set(operations);
  return sessionsOf(history)
    .map((session) => session.filter((id) => chosen.has(id)))
    .flatMap((session) => session.slice(1).map((to, position) => ({ from: session[position]!, to, kind: 'session' as const })));
}
