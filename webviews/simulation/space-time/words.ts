/** The diagram in words. */
import type { Reach } from './causality.ts';
import type { Columns } from './columns.ts';
import { MARKS } from './marks.ts';
import { formatMoment } from '../time.ts';

/** @param title what the event list calls it; null while that is not known */
export function describeSelected(columns: Columns, event: number, title: string | null, reach: Reach | null): string {
  return `${nameOf(columns, event, title)}; ${describeReach(reach)}.`;
}

export function nameOf(columns: Columns, event: number, title: string | null): string {
  const name = title ?? (columns.labelOf(event) || MARKS[columns.markOf(event)]!.word);
  return `Event ${event}, ${name}, at ${formatMoment(columns.timeOf(event))}`;
}

export function describeReach(reach: Reach | null): string {
  if (reach === null) return 'it happens to the network, so no node knows of it by itself';
  return `past: ${countOf(reach.pastCount)}; future: ${countOf(reach.futureCount)}`;
}

export function countOf(events: number): string {
  return events === 1 ? '1 event' : `${events} events`;
}
