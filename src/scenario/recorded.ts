/** Any run, written as a scenario that gives it again. */
import { SCENE_VERSION, type Scene } from '../engine/scene/scene.ts';
import type { Schedule } from '../engine/sim/schedule.ts';
import type { Micros } from '../engine/sim/time.ts';
import type { Values } from '../simulations/definition.ts';
import { simulationOfType } from '../simulations/registry.ts';
import { valuesOf } from '../simulations/parameters.ts';
import { print } from './print/print.ts';
import { SEED } from './setting.ts';

/** What a run was made of, as a session or a stored run keeps it. */
export interface RecordedRun {
  readonly title: string;
  /** A simulation's type, such as `raft`. */
  readonly type: string;
  /** Of its parameters; the seed is among them. */
  readonly values: Values;
  readonly schedule: Schedule;
  /** How far it is carried out, this time included. */
  readonly until: Micros;
}

/** @throws RangeError for a system that there is not, or parameters that it does not have */
export function scenarioOfRun(run: RecordedRun): string {
  return print(sceneOfRun(run));
}

/** Carried out, it gives the same events as the run. */
export function sceneOfRun({ title, type, values, schedule, until }: RecordedRun): Scene {
  const definition = simulationOfType(type);
  const complete = valuesOf(definition.parameters, values);
  const { [SEED]: seed = 0, ...others } = complete;
  const left = without(schedule, definition.schedule?.(complete) ?? []);
  const changed = definition.parameters.filter(({ name, initial }) => name !== SEED && others[name] !== initial);
  return {
    version: SCENE_VERSION,
    title,
    // Where the run has not all of what its parameters bring about, what it has of that stands in its schedule.
    system: { type, parameters: Object.fromEntries(changed.map(({ name }) => [name, others[name]!])), ...(left ? {} : { undisturbed: true }) },
    seeds: { first: seed, last: seed },
    until,
    groups: [],
    schedule: left ?? schedule,
    faults: null,
    strands: [],
    claims: [],
  };
}

/** What is left of a schedule without `own`; undefined where a scene that has both would not come to that schedule. */
function without(schedule: Schedule, own: Schedule): Schedule | undefined {
  let taken = 0;
  const left = schedule.filter((entry) => {
    const isOwn = isSame(entry, own[taken]);
    if (isOwn) taken++;
    return !isOwn;
  });
  return isSame([...own, ...left].sort((one, other) => one.at - other.at), schedule) ? left : undefined;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
