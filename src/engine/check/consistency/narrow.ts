/** Finds the few of many items that matter, within a budget of its own. */
import { shrink } from '../shrink.ts';
import type { Meter } from './meter.ts';

/** Moves of one attempt to do without some items: short ones first, and longer ones with what those have left. */
const ATTEMPT_MOVES = [20_000, 400_000] as const;
const MOST_MOVES = 4_000_000;

/**
 * @param items that are known to do
 * @param does whether a part of the items still does. It may end at its budget, and then does not
 */
export function narrow<Item>(items: readonly Item[], does: (part: readonly Item[], meter: Meter) => boolean, meter: Meter): readonly Item[] {
  let left = MOST_MOVES;
  return ATTEMPT_MOVES.reduce<readonly Item[]>((present, moves) => {
    const stillDoes = (part: readonly Item[]): boolean => {
      const before = meter.movesLeft;
      const isShown = meter.attempt(Math.min(left, moves), (limited) => does(part, limited));
      left -= before - meter.movesLeft;
      return isShown === true;
    };
    return shrink(present, stillDoes).items;
  }, items);
}
