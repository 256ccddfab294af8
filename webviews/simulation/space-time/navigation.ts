/** From an event to another, by keyboard. */
import { NONE, type Columns } from './columns.ts';

export type Move = 'next' | 'previous' | 'later' | 'earlier' | 'other-end' | 'line-after' | 'line-before';

/** @param from NONE before the first event @returns the event to go to; null where there is none */
export function destinationOf(columns: Columns, from: number, move: Move): number | null {
  // Before anything has happened there is only a first event to go to.
  if (from === NONE) return within(columns, 0);
  switch (move) {
    case 'next':
      return within(columns, from + 1);
    case 'previous':
      return within(columns, from - 1);
    case 'later':
      return onLine(columns, from, 1);
    case 'earlier':
      return onLine(columns, from, -1);
    case 'other-end':
      return within(columns, columns.otherEndOf(from));
    case 'line-after':
      return acrossLines(columns, from, 1);
    case 'line-before':
      return acrossLines(columns, from, -1);
  }
}

function within(columns: Columns, event: number): number | null {
  return event >= 0 && event < columns.length ? event : null;
}

function onLine(columns: Columns, from: number, by: number): number | null {
  const line = columns.lines[columns.lineOf(from)]!;
  const place = columns.placeOf(from) + by;
  return place >= 0 && place < line.length ? line.at(place) : null;
}

/** The nearest event in time on the next line that has any. */
function acrossLines(columns: Columns, from: number, by: number): number | null {
  for (let line = columns.lineOf(from) + by; line >= 0 && line < columns.lines.length; line += by) {
    const event = columns.nearestOn(line, columns.timeOf(from));
    if (event !== NONE) return event;
  }
  return null;
}
