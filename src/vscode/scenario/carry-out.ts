/** Carries out a scenario at all of its points with all of its seeds, on threads of their own. */
import { availableParallelism } from 'node:os';
import type { Scene } from '../../engine/scene/scene.ts';
import { createCrew } from '../../running/crew.ts';
import { batchesOf, countOf, joined, sharesOf, WHOLE, type BatchResult, type Tally } from '../../scenario/batch.ts';
import { countOfPoints, pointsOf } from '../../scenario/sweep.ts';

/** At most: the editor needs a core of its own. */
const MOST_THREADS = 4;

/** Seeds that a thread takes at a time. */
const BATCH = 5;

/** What came of a point. */
export interface PointTally {
  /** As in `nodes 5, loss 10%`; empty where nothing is varied. */
  readonly point: string;
  readonly tally: Tally;
}

/**
 * @param script the bundle of src/running/worker.ts
 * @param signal ends it; what it then gives is of the runs that were done
 * @param onProgress told of the runs that are done, and of all
 * @returns of each point, in the order of `pointsOf`
 * @throws Error, in words for the user, where a run breaks its limits
 */
export async function carryOutPoints(script: string, scene: Scene, signal: AbortSignal, onProgress?: (done: number, total: number) => void): Promise<readonly PointTally[]> {
  const points = pointsOf(scene);
  const scenes = points.map((point) => point.scene);
  const total = runsOf(scene);
  const crew = createCrew({ script, scenes, size: Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1)) });
  const results: BatchResult[] = [];
  let done = 0;
  const stop = (): void => crew.stop();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    await crew.carryOut(batchesOf(sharesOf(scenes.map(({ seeds }) => seeds), WHOLE), BATCH), (result) => {
      results.push(result);
      done += result.done;
      onProgress?.(done, total);
    });
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
  const tallies = joined(scenes.length, results);
  return points.map(({ name }, position) => ({ point: name, tally: tallies[position]! }));
}

/** So many runs a scenario has, at all points together. */
export function runsOf(scene: Scene): number {
  return countOf(scene.seeds) * countOfPoints({ axes: scene.sweeps });
}
