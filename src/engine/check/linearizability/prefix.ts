/** Finds where a history that is known to have no order stops having one. */
import type { History } from '../history.ts';
import type { Allowance } from './allowance.ts';
import type { Model } from './model.ts';
import { isContradictory } from './precedence.ts';
import { LinearizationSearch, type SearchResult } from './search.ts';
import type { States } from './states.ts';

/** Moves that one search may take; where they do not suffice, a prefix counts as one that has an order. */
const MOST_MOVES = 500_000;
/** Moves between two pauses. */
const SLICE = 4096;

/**
 * The return with which the shortest beginning ends that is seen to have no order, as a position among the events. Pauses now and
 * then, and gives the moves that were taken since the last pause.
 * @param events of a history that has no order as a whole
 */
export function* shortestPrefix<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, events: Int32Array, states: States<unknown, Input, Output>, allowance: Allowance): Generator<number, number> {
  const returns = [...events.keys()].filter((position) => events[position]! < 0);
  let explained = -1;
  let blocked = returns.length - 1;
  while (blocked - explained > 1) {
    const middle = (explained + blocked) >> 1;
    const last = returns[middle]!;
    if (yield* isBlocked(model, upTo(history, events, last), events.subarray(0, last + 1), states, allowance)) blocked = middle;
    else explained = middle;
  }
  return returns[blocked]!;
}

function* isBlocked<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, events: Int32Array, states: States<unknown, Input, Output>, allowance: Allowance): Generator<number, boolean> {
  const precedence = model.precedence?.(history);
  yield events.length;
  if (precedence && isContradictory(precedence, events, history.length)) return true;
  const search = new LinearizationSearch(events, states, [states.initial], allowance, precedence);
  let result: SearchResult = { kind: 'unfinished' };
  for (let moves = 0; moves < MOST_MOVES && result.kind === 'unfinished' && !states.isFull; moves += SLICE) {
    result = search.run(SLICE);
    yield SLICE;
  }
  search.release();
  return result.kind === 'none';
}

/** Nobody knows yet what comes of operations that return later. */
function upTo<Input, Output>(history: History<Input, Output>, events: Int32Array, last: number): History<Input, Output> {
  const returned = new Set<number>();
  for (let position = 0; position <= last; position++) if (events[position]! < 0) returned.add(-events[position]! - 1);
  return history.map((operation, id) => (returned.has(id) ? operation : { ...operation, returned: Infinity, output: undefined }));
}
