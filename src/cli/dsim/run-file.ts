/** A run of a scenario in a file that the editor's "Open Run…" takes. */
import type { SceneRun } from '../../engine/scene/scene-run.ts';
import type { Scene } from '../../engine/scene/scene.ts';
import { sessionOf } from '../../scenario/session.ts';
import { storedRun } from '../../simulations/stored-run.ts';

export function runFileOf(scene: Scene, seed: number, run: SceneRun<unknown>): string {
  return JSON.stringify(storedRun(sessionOf(scene, seed, run), [run.run.trace]));
}
