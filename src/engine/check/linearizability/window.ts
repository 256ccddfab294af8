/**
 * Narrows a violation down. No order of a history goes past the return at `last`; this finds the latest beginning from
 * which none does either, whatever reachable state the object was in there and whatever the operations under way had done.
 */
import type { Allowance } from './allowance.ts';
import { NONE, type Operations } from './operations.ts';
import { LinearizationSearch } from './search.ts';
import type { States } from './states.ts';

export interface Window {
  /** Positions of its first and its last event. */
  readonly first: number;
  readonly last: number;
  /** The operations that overlap it. */
  readonly operations: readonly number[];
}

/** Moves that all the searches together may take; then the best window so far is given. */
const MOST_MOVES = 4_000_000;
/** Moves between two pauses. */
const SLICE = 4096;

/**
 * Pauses now and then, so that whoever waits for it can give way; each pause gives the moves that were taken since the last.
 * @param states those that the history can reach, all of them known already
 * @param allowance where it is used up, the best window so far is given
 */
export function* narrow(events: Int32Array, states: States<unknown, unknown, unknown>, last: number, allowance: Allowance): Generator<number, Window> {
  const culprit = -events[last]! - 1;
  const latest = events.indexOf(culprit + 1);
  // What was reached last comes first: most windows that have an order have one from there.
  const starts = Array.from({ length: states.size }, (_, state) => states.size - 1 - state);
  let moves = 0;

  /** Whether no order explains the window, from any state. */
  function* isViolated(first: number): Generator<number, boolean> {
    const { local, ids } = windowOf(events, first, last);
    const search = new LinearizationSearch(local, new OperationsOfWindow(states, ids), starts, allowance);
    for (;;) {
      const { kind } = search.run(SLICE);
      moves += SLICE;
      yield SLICE;
      if (kind !== 'unfinished' || moves > MOST_MOVES || states.isFull) {
        search.release();
        return kind === 'none';
      }
    }
  }

  // Windows are tried from the shortest on, each twice as long as the last: a violation seldom needs a long one.
  let violated = latest;
  let length = 1;
  let holds = latest + 1;
  while (violated > 0 && !(yield* isViolated(violated))) {
    holds = violated;
    violated = Math.max(0, latest - length);
    length *= 2;
  }
  while (holds - violated > 1) {
    const middle = (violated + holds) >> 1;
    if (yield* isViolated(middle)) violated = middle;
    else holds = middle;
  }
  return { first: violated, last, operations: windowOf(events, violated, last).ids };
}

/** The operations of a window, numbered anew. */
class OperationsOfWindow implements Operations {
  private readonly states: States<unknown, unknown, unknown>;
  private readonly ids: readonly number[];

  constructor(states: States<unknown, unknown, unknown>, ids: readonly number[]) {
    this.states = states;
    this.ids = ids;
  }

  get count(): number {
    return this.ids.length;
  }

  get isFull(): boolean {
    return this.states.isFull;
  }

  after(state: number, operation: number): number {
    return this.states.after(state, this.ids[operation]!);
  }

  observes(operation: number): boolean {
    return this.states.observes(this.ids[operation]!);
  }

  twinOf(operation: number): number {
    const twin = this.states.twinOf(this.ids[operation]!);
    return twin === NONE ? NONE : this.ids.indexOf(twin);
  }
}

/**
 * The events of a window, with its operations numbered anew. Those under way at its beginning may have taken effect
 * before it, and those under way at its end may do so later: neither need take effect within it.
 */
export function windowOf(events: Int32Array, first: number, last: number): { local: Int32Array; ids: readonly number[] } {
  const underWay = new Set<number>();
  for (let i = 0; i < first; i++) {
    const event = events[i]!;
    if (event > 0) underWay.add(event - 1);
    else underWay.delete(-event - 1);
  }
  const ids = [...underWay];
  const numbers = new Map<number, number>();
  const local: number[] = ids.map((_, number) => number + 1);
  for (let i = first; i <= last; i++) {
    const event = events[i]!;
    if (event > 0) {
      numbers.set(event - 1, ids.push(event - 1) - 1);
      local.push(ids.length);
    } else {
      const number = numbers.get(-event - 1);
      if (number !== undefined) local.push(-(number + 1));
    }
  }
  return { local: Int32Array.from(local), ids };
}
