/** A scenario's run as a session that can be opened. */
import type { SceneRun } from '../engine/scene/scene-run.ts';
import type { Scene } from '../engine/scene/scene.ts';
import { valuesOf } from '../simulations/parameters.ts';
import { simulationOfType } from '../simulations/registry.ts';
import { savedRun, type SavedSession } from '../simulations/saved.ts';

/** It opens at the first failure, where there is one; else where the reader is first told something. */
export function sessionOf({ title, system: { type, parameters, searched } }: Scene, seed: number, { run, failures, remarks }: SceneRun<unknown>): SavedSession {
  const first = failures[0] ?? remarks[0];
  return savedRun({ type, values: { ...valuesOf(simulationOfType(type).parameters, { ...parameters, seed }) }, ...(searched && { bounds: { ...searched } }) }, title, run, first?.step ?? run.steps, first?.time);
}
