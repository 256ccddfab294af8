/** Carries out a scene that may fail as another has failed. */
import type { RunFailure } from '../../engine/check/shrinking/failing-run.ts';
import type { MessageNames } from '../../engine/check/shrinking/script.ts';
import { settled } from '../../engine/check/shrinking/script.ts';
import type { Sliced } from '../../engine/check/shrinking/shrinker.ts';
import { EndlessScene, SceneRun, type SceneFailure } from '../../engine/scene/scene-run.ts';
import type { Scene } from '../../engine/scene/scene.ts';
import type { Stage } from '../../engine/scene/vocabulary.ts';
import { EVENT_CODES } from '../../engine/sim/trace.ts';
import type { Micros } from '../../engine/sim/time.ts';
import { stageFor } from '../../simulations/stage.ts';

export interface Candidate {
  readonly scene: Scene;
  readonly seed: number;
  /** The failure has to come by then. */
  readonly until: Micros;
}

/** Steps in a slice: some milliseconds' worth. */
const SLICE = 200;

/** What a system's own properties say makes no difference to whether a claim holds, and costs time. */
const NOTHING_WATCHED: ReturnType<Stage<unknown>['monitor']> = { afterStep: () => [], capture: () => undefined, restore: () => undefined };

/**
 * How it fails, where it does for the same reason: the same kind of failure with the same words.
 * @param names are told of its messages while it goes on, for a schedule that looks them up
 */
export function* judgeScene({ scene, seed, until }: Candidate, { kind, why }: Pick<SceneFailure, 'kind' | 'why'>, names?: MessageNames): Sliced<RunFailure | undefined> {
  const run = begin(scene, seed);
  if (!run) return undefined;
  const { trace } = run.run;
  let told = 0;
  for (let steps = 1; ; steps++) {
    const goesOn = advance(run);
    if (goesOn === undefined) return undefined;
    for (; names && told < trace.length; told++) {
      const event = trace.at(told);
      names.append(event.time, EVENT_CODES[event.kind], event.node ?? -1, event.cause ?? -1, event.payload);
    }
    const failure = run.failures.find((each) => each.kind === kind && each.why === why);
    // What is said at the end is said of all of the scene.
    if (failure) return { message: why, step: failure.step, at: goesOn ? failure.time : scene.until, schedule: settled(run.run.schedule) };
    if (!goesOn || run.time > until) return undefined;
    if (steps % SLICE === 0) yield;
  }
}

/** Undefined where something is named that there is not. */
function begin(scene: Scene, seed: number): SceneRun<unknown> | undefined {
  try {
    return new SceneRun(scene, { ...stageFor(scene, seed), monitor: () => NOTHING_WATCHED }, seed);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Undefined where it can't go on. */
function advance(run: SceneRun<unknown>): boolean | undefined {
  try {
    return run.advance();
  } catch (error) {
    if (error instanceof EndlessScene) return undefined;
    throw error;
  }
}
