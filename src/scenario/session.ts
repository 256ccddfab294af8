/** A scenario's run as a session that can be opened. */
import type { SceneRun } from '../engine/scene/scene-run.ts';
import type { Scene } from '../engine/scene/scene.ts';
import { ENGINE_VERSION } from '../engine/sim/version.ts';
import { valuesOf } from '../simulations/parameters.ts';
import { simulationOfType } from '../simulations/registry.ts';
import { SAVED_VERSION, type SavedSession } from '../simulations/saved.ts';

/** It opens at the first failure, where there is one; else where the reader is first told something. */
export function sessionOf({ title, system: { type, parameters } }: Scene, seed: number, { run, failures, remarks }: SceneRun<unknown>): SavedSession {
  const step = (failures[0] ?? remarks[0])?.step ?? run.steps;
  const schedule = run.schedule.map((entry) => ({ ...entry })) as SavedSession['branches'][number]['schedule'];
  return {
    version: SAVED_VERSION,
    engine: ENGINE_VERSION,
    type,
    values: { ...valuesOf(simulationOfType(type).parameters, { ...parameters, seed }) },
    branches: [{ parent: null, forkStep: 0, label: title, steps: run.steps, schedule }],
    branch: 0,
    cursor: { step, time: run.trace.timeOf(step) },
  };
}
