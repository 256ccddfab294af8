/** What comes before what in time, in as many edges as there are vertices. */
import { NO_OPERATION, type GraphBuilder } from './graph.ts';

/** Something that begins or ends at a vertex. */
export interface Moment {
  readonly time: number;
  readonly vertex: number;
  /** Position of the operation that an edge to or from the vertex comes from. */
  readonly operation?: number;
}

/**
 * Relates what has ended to all that begins later; what begins at the moment of an end does not come after it. A relay
 * stands wherever something begins after something has ended, and leads to the next one.
 */
export function relateInTime(ends: readonly Moment[], beginnings: readonly Moment[], graph: GraphBuilder, kind: number): void {
  const waiting = [...ends].sort(byTime);
  let ended = 0;
  let last: number | undefined;
  for (const { time, vertex, operation } of [...beginnings].sort(byTime)) {
    if (ended < waiting.length && waiting[ended]!.time < time) {
      const relay = graph.addRelay();
      if (last !== undefined) graph.add(last, relay, kind);
      for (; ended < waiting.length && waiting[ended]!.time < time; ended++) graph.add(waiting[ended]!.vertex, relay, kind, waiting[ended]!.operation);
      last = relay;
    }
    if (last !== undefined) graph.add(last, vertex, kind, NO_OPERATION, operation);
  }
}

function byTime(a: Moment, b: Moment): number {
  return a.time - b.time || a.vertex - b.vertex;
}
