/** A part of a run, as it is handed to those who export it. */
import type { System } from '../../engine/sim/system.ts';
import type { EventId, TraceView } from '../../engine/sim/trace.ts';
import type { SimulationDefinition } from '../definition.ts';

export interface Excerpt {
  readonly definition: SimulationDefinition<unknown>;
  readonly system: System<unknown>;
  readonly trace: TraceView;
  /** The first step and the last, both included. */
  readonly from: number;
  readonly to: number;
}

/** The first event of the excerpt, and the first after it. */
export function eventsIn({ trace, from, to }: Excerpt): [first: EventId, end: EventId] {
  const first = trace.eventsUntil(Math.max(0, from - 1));
  return [first, Math.max(first, trace.eventsUntil(Math.max(0, to)))];
}
