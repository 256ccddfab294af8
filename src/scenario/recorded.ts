/** Any run, written as a scenario that gives it again. */
import { SCENE_VERSION, type Scene } from '../engine/scene/scene.ts';
import type { Schedule } from '../engine/sim/schedule.ts';
import type { ParameterDefinition, Values } from '../simulations/definition.ts';
import type { RecordedRun } from '../simulations/saved.ts';
import { simulationOfType } from '../simulations/registry.ts';
import { valuesOf } from '../simulations/parameters.ts';
import { print } from './print/print.ts';
import { SEED } from './setting.ts';

/** @throws RangeError for a system that there is not, or parameters that it does not have */
export function scenarioOfRun(title: string, run: RecordedRun): string {
  return print(sceneOfRun(title, run));
}

/** Carried out, it gives the same events as the run; that properties are violated by then is what it claims. */
export function sceneOfRun(title: string, { type, values, bounds, schedule, until, violated }: RecordedRun): Scene {
  const definition = simulationOfType(type);
  const complete = valuesOf(definition.parameters, values);
  const { [SEED]: seed = 0, ...others } = complete;
  const left = bounds ? schedule : without(schedule, definition.schedule?.(complete) ?? []);
  return {
    version: SCENE_VERSION,
    title,
    goal: null,
    // Where the run has not all of what its parameters bring about, what it has of that stands in its schedule.
    system: {
      type,
      parameters: changed(definition.parameters, others),
      ...(left ? {} : { undisturbed: true }),
      ...(bounds && { searched: changed(definition.search.bounds, bounds) }),
    },
    seeds: { first: seed, last: seed },
    until,
    groups: [],
    schedule: left ?? schedule,
    faults: null,
    strands: [],
    claims: definition.properties(complete).filter(({ id }) => violated.includes(id)).map(({ id, title: text }) => ({ text, claim: { kind: 'violated', property: id } })),
    sweeps: [],
    plots: [],
  };
}

/** Those that differ from their initial values. */
function changed(definitions: readonly ParameterDefinition[], values: Values): Values {
  return Object.fromEntries(definitions.flatMap(({ name, initial }) => (name === SEED || (values[name] ?? initial) === initial ? [] : [[name, values[name]!]])));
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
