/**
 * Why a node's field is what it is: the step at which it came to its value, found by going back through the run's moments, and
 * the events that led there, found along the links from each event to its cause.
 */
import type { EventView, WhyView } from '../contract/simulation.ts';
import type { NodeId } from '../engine/sim/process.ts';
import type { Run } from '../engine/sim/run.ts';
import type { System } from '../engine/sim/system.ts';
import type { EventId, TraceView } from '../engine/sim/trace.ts';
import type { NodeDescription, SimulationDefinition } from './definition.ts';
import { describeEvent, namesOf } from './view.ts';

export interface Asked {
  readonly definition: SimulationDefinition<unknown>;
  readonly system: System<unknown>;
  readonly run: Run<unknown>;
  /** Gives the thread to others for a moment. */
  breathe(): Promise<void>;
}

type Answer = Pick<WhyView, 'text' | 'chain' | 'isCut'>;

/** Moments that are looked at between two breaths, and in the first slice: some milliseconds' worth. */
const SLICE = 500;

/** The most events of a chain; further back it says little of what was asked. */
const MOST_LINKS = 12;

/**
 * @param step at whose moment it is asked
 * @param label a field of the node then, or `role`
 * @throws RangeError where there is no such node or field
 */
export async function whyIsIt(asked: Asked, step: number, node: NodeId, label: string): Promise<Answer> {
  const { definition, system, run } = asked;
  const nameOf = namesOf(system);
  if (!system.nodes[node]) throw new RangeError(`There is no node ${node}: this simulation has nodes 0 to ${system.nodes.length - 1}.`);
  const read = (at: number) => valueIn(definition.describeNode(run.at(at).nodes[node]!, nameOf), label);
  const value = read(step);
  if (value === undefined) throw new RangeError(`${nameOf(node)} shows no “${label}” after step ${step}.`);
  const what = `${nameOf(node)}: ${label} is “${value}”`;
  const since = await lastChange(read, step, asked.breathe);
  if (since === 0) return { text: `${what} from the start.`, chain: [], isCut: false };
  const cause = run.trace.firstEvent(since);
  if (run.trace.at(cause).node !== node) return { text: `${what} since time has passed: no event made it so. It was seen first after step ${since}.`, chain: [], isCut: false };
  const { chain, isCut } = chainTo(run.trace, cause);
  const notes = run.trace.eventsOf(since).filter(({ kind }) => kind === 'note').map(({ id }) => id);
  return { text: `${what} since step ${since}.`, chain: [...chain, ...notes].map((id): EventView => describeEvent(definition, system, run.trace, id)), isCut };
}

/** Whatever role a node plays is told of it beside its fields. */
function valueIn({ role, fields }: NodeDescription, label: string): string | undefined {
  return fields.find((field) => field.label === label)?.value ?? (label === 'role' ? role : undefined);
}

/**
 * The latest step up to `step` that brought the value which there is then; 0 where it was there from the start. Slices are
 * gone through forwards, since going back costs a checkpoint, and each is twice as long as the one after it: a run without
 * checkpoints is repeated a few times only.
 */
async function lastChange(read: (step: number) => string | undefined, step: number, breathe: () => Promise<void>): Promise<number> {
  const value = read(step);
  let looked = 0;
  for (let end = step, size = SLICE; end > 0; size *= 2) {
    const start = Math.max(0, end - size);
    let latest = 0;
    let before = read(start);
    for (let at = start + 1; at <= end; at++) {
      const now = read(at);
      if (now === value && before !== value) latest = at;
      before = now;
      if (++looked % SLICE === 0) await breathe();
    }
    if (latest > 0) return latest;
    end = start;
  }
  return 0;
}

/** The events that led to one, oldest first: back to a timer, or to what came from outside. */
function chainTo(trace: TraceView, event: EventId): { readonly chain: readonly EventId[]; readonly isCut: boolean } {
  const chain: EventId[] = [];
  let next: EventId | null = event;
  while (next !== null && chain.length < MOST_LINKS) {
    chain.unshift(next);
    const { kind, cause } = trace.at(next);
    // A timer goes off by itself: what set it is another story.
    next = kind === 'timer' ? null : cause;
  }
  return { chain, isCut: next !== null };
}
