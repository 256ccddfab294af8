/** Carries out scenarios, for tests. */
import type { Scene } from '../../src/engine/scene/scene.ts';
import { seedsIn } from '../../src/scenario/batch.ts';
import { pointsOf } from '../../src/scenario/sweep.ts';
import { trialOf } from '../../src/scenario/trial.ts';

/** What did not go as the scene says at each point of its sweeps, with `most` of its seeds. */
export function failuresOf(scene: Scene, most = Infinity): readonly string[] {
  return pointsOf(scene).flatMap((point) => failuresAt(point.scene, most));
}

function failuresAt(scene: Scene, most: number): readonly string[] {
  const { first, last } = scene.seeds;
  const seeds = seedsIn({ first, last: Math.min(last, first + most - 1), step: 1 });
  return seeds.map((seed) => trialOf(scene, seed)).flatMap(({ seed, failures }) => failures.map(({ kind, what, why, time }) => `seed ${seed}, ${time} µs: ${kind} ${what} ${why}`));
}
