/**
 * Where the marks of a line's events stand. A step's events have one time, so marks that would cover each other are put
 * side by side, away from the line; where there is no room for that an event has no mark.
 */
import { MARKS } from './marks.ts';
import type { Columns } from './columns.ts';

/** Room that a mark takes along the line, and from mark to mark away from it. */
const ALONG = 11;
const ASIDE = 13;

export interface Placed {
  readonly id: number;
  /** Distance from the line. */
  readonly aside: number;
  readonly along: number;
}

/**
 * @param from @param to places on the line
 * @param along of a time
 * @param room how far from the line marks may stand
 */
export function placeMarks(columns: Columns, line: number, from: number, to: number, along: (time: number) => number, room: number): readonly Placed[] {
  const events = columns.lines[line]!;
  const slots = Math.max(1, 1 + Math.floor(room / ASIDE));
  /** Up to where each slot is taken. */
  const taken = new Float64Array(slots).fill(-Infinity);
  const placed: Placed[] = [];
  for (let place = from; place < to; place++) {
    const id = events.at(place);
    const { way } = MARKS[columns.markOf(id)]!;
    // Where a message sets out is the foot of its arrow, and a loss is on its way.
    if (way === 'sends' || way === 'lost') continue;
    const here = along(columns.timeOf(id));
    // Arrows lead to the line itself.
    const slot = way === 'arrives' ? 0 : taken.findIndex((end) => end <= here);
    if (slot < 0) continue;
    taken[slot] = here + ALONG;
    placed.push({ id, along: here, aside: slot * ASIDE });
  }
  return placed;
}
