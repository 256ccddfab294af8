/** Carries out a scene with a seed. */
import { SceneRun, type SceneDoubt, type SceneFailure } from '../engine/scene/scene-run.ts';
import type { Scene } from '../engine/scene/scene.ts';
import { stageFor } from '../simulations/stage.ts';

export interface Trial {
  readonly seed: number;
  /** What did not go as the scene says, in the order in which it showed. */
  readonly failures: readonly SceneFailure[];
  /** Claims that were not decided. */
  readonly doubts: readonly SceneDoubt[];
  /** What was measured for each plot; null where there was no such value. */
  readonly values: readonly (number | null)[];
}

/**
 * To its end, or as far as it goes: where strands keep each other going without an end, the last failure says so.
 * @throws RangeError for a scene of a system that there is not
 */
export function carryOut(scene: Scene, seed: number): SceneRun<unknown> {
  const run = new SceneRun(scene, stageFor(scene, seed), seed);
  try {
    run.finish();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    run.failures.push({ step: run.run.steps, time: run.time, kind: 'statement', what: '', why: `It can't go on: ${error.message}`, claim: null });
  }
  return run;
}

export function trialOf(scene: Scene, seed: number): Trial {
  const { failures, doubts, measured } = carryOut(scene, seed);
  return { seed, failures, doubts, values: scene.plots.map((_, plot) => measured[plot] ?? null) };
}
