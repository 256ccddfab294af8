/**
 * Narrows a violation down. No order of a history goes past the return at `last`; this finds the latest beginning from
 * which none does either, whatever reachable state the object was in there and whatever the operations under way had done.
 */
import { LinearizationSearch } from './search.ts';
import type { States } from './states.ts';

export interface Window {
  /** Position of its first event. */
  readonly first: number;
  /** The operations that overlap it. */
  readonly operations: readonly number[];
}

/** Moves that all the searches together may take; then the best window so far is given. */
const MOST_MOVES = 4_000_000;
/** Moves of one search between two pauses. */
const SLICE = 20_000;
/** That one search may take. */
const MOST_BYTES = 50_000_000;

/**
 * Pauses now and then, so that whoever waits for it can give way; each pause gives the moves that were taken since the last.
 * @param states those that the history can reach, all of them known already
 * @param bytes that the states may take before the best window so far is given
 */
export function* narrow(events: Int32Array, states: States<unknown, unknown, unknown>, last: number, bytes: number): Generator<number, Window> {
  const culprit = -events[last]! - 1;
  const latest = events.indexOf(culprit + 1);
  const starts = states.size;
  let moves = 0;

  /** Whether no order explains the window, from any state. */
  function* isViolated(first: number): Generator<number, boolean> {
    const { local, ids } = windowOf(events, first, last);
    const transitions = { after: (state: number, operation: number) => states.after(state, ids[operation]!) };
    for (let state = 0; state < starts; state++) {
      const search = new LinearizationSearch(local, ids.length, transitions, state, MOST_BYTES);
      let result = search.run(SLICE);
      for (let taken = local.length; ; taken = SLICE) {
        moves += taken;
        yield taken;
        if (moves > MOST_MOVES || states.bytes > bytes) return false;
        if (result.kind !== 'unfinished') break;
        result = search.run(SLICE);
      }
      if (result.kind === 'found') return false;
    }
    return true;
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
  return { first: violated, operations: windowOf(events, violated, last).ids };
}

/**
 * The events of a window, with its operations numbered anew. Those under way at its beginning may have taken effect
 * before it, and those under way at its end may do so later: neither need take effect within it.
 */
function windowOf(events: Int32Array, first: number, last: number): { local: Int32Array; ids: readonly number[] } {
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
