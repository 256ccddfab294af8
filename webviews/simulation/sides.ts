/** Puts the events of two branches into rows of one list. */
import type { EventView } from '../../src/contract/simulation.ts';

/** What happens on one branch, on the other, or alike on both. */
export interface SidesRow {
  readonly here: EventView | null;
  readonly there: EventView | null;
}

/** In the order of their times. Two share a row where the same happens at the same time. */
export function sidesRows(here: readonly EventView[], there: readonly EventView[]): SidesRow[] {
  const rows: SidesRow[] = [];
  let [left, right] = [0, 0];
  while (left < here.length || right < there.length) {
    const [one = null, other = null] = [here[left], there[right]];
    const order = one === null ? 1 : other === null ? -1 : one.time - other.time;
    // The events at which they part are beside each other, whenever they happen.
    const isShared = (left === 0 && right === 0 && one !== null && other !== null) || (order === 0 && one?.title === other?.title);
    const row = isShared ? { here: one, there: other } : order <= 0 ? { here: one, there: null } : { here: null, there: other };
    rows.push(row);
    if (row.here) left++;
    if (row.there) right++;
  }
  return rows;
}
