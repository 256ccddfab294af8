/** Carries out scenarios, for tests. */
import type { Scene } from '../../src/engine/scene/scene.ts';
import { seedsIn } from '../../src/scenario/batch.ts';
import { trialOf } from '../../src/scenario/trial.ts';

/** What did not go as the scene says, with `most` of its seeds. */
export function failuresOf(scene: Scene, most = Infinity): readonly string[] {
  const { first, last } = scene.seeds;
  const seeds = seedsIn({ first, last: Math.min(last, first + most - 1), step: 1 });
  return seeds.map((seed) => trialOf(scene, seed)).flatMap(({ seed, failures }) => failures.map(({ kind, what, why, time }) => `seed ${seed}, ${time} µs: ${kind} ${what} ${why}`));
}
