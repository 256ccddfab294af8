/** Carries out scenarios, for tests. */
import type { Scene } from '../../src/engine/scene/scene.ts';
import { trials } from '../../src/scenario/trial.ts';

/** What did not go as the scene says, with `most` of its seeds. */
export function failuresOf(scene: Scene, most = Infinity): readonly string[] {
  const { first, last } = scene.seeds;
  return [...trials(scene, { first, last: Math.min(last, first + most - 1) })].flatMap(({ seed, failures }) => failures.map(({ kind, what, why, time }) => `seed ${seed}, ${time} µs: ${kind} ${what} ${why}`));
}
