/** What led to a failure, in a few lines. */
import type { Run } from '../../engine/sim/run.ts';
import type { System } from '../../engine/sim/system.ts';
import type { EventId, EventKind } from '../../engine/sim/trace.ts';
import type { Micros } from '../../engine/sim/time.ts';
import type { SimulationDefinition } from '../../simulations/definition.ts';
import { describeEvent } from '../../simulations/view.ts';

export interface StoryLine {
  readonly time: Micros;
  /** `n1 crashes` */
  readonly text: string;
}

/** Of the chain of causes, and of what befell the system. */
const MOST_CAUSES = 6;
const MOST_FAULTS = 6;

const FAULTS: ReadonlySet<EventKind> = new Set(['restart', 'crash', 'pause', 'resume', 'partition', 'cut', 'mend', 'heal', 'drop', 'slow', 'clock', 'lose-disk', 'corrupt-disk', 'link', 'network', 'command']);

/**
 * The last of what befell the system up to a step.
 * @param isCaused whether the step itself is what failed: then the chain of causes that ends there is told as well
 */
export function storyOf(definition: SimulationDefinition<unknown>, system: System<unknown>, { trace }: Run<unknown>, step: number, isCaused: boolean): readonly StoryLine[] {
  const last = step > 0 ? trace.eventsOf(step)[0]?.id : undefined;
  const chain: EventId[] = [];
  for (let id: EventId | null = isCaused ? (last ?? null) : null; id !== null && chain.length < MOST_CAUSES; id = trace.at(id).cause) chain.push(id);
  const faults: EventId[] = [];
  for (let id = last ?? -1; id >= 0 && faults.length < MOST_FAULTS; id--) if (FAULTS.has(trace.at(id).kind)) faults.push(id);
  return [...new Set([...chain, ...faults])].sort((one, other) => one - other).map((id) => ({ time: trace.at(id).time, text: describeEvent(definition, system, trace, id).title }));
}
