/** Carries out a scenario with all its seeds, for a reader who has it before him. */
import { availableParallelism } from 'node:os';
import type { ScenarioReport } from '../../contract/lesson.ts';
import type { Scene } from '../../engine/scene/scene.ts';
import type { BatchResult, Tally } from '../../scenario/batch.ts';
import type { VsCode } from '../host.ts';
import { compileScenario } from './open.ts';

/** Seeds that a thread takes at a time. */
const BATCH = 5;

/**
 * On threads of their own.
 * @param script the bundle of src/running/worker.ts
 * @param signal ends it; what it then gives is of the runs that were done
 * @throws Error, in words for the user, where the text has errors, or a run breaks its limits
 */
export async function reportOnScenario(vscode: VsCode, script: string, text: string, signal: AbortSignal): Promise<ScenarioReport> {
  const scene = await compileScenario(vscode, text);
  const [{ batchesOf, joined, sharesOf, WHOLE }, { createCrew }] = await Promise.all([import('../../scenario/batch.ts'), import('../../running/crew.ts')]);
  const crew = createCrew({ script, scenes: [scene], size: availableParallelism() });
  const results: BatchResult[] = [];
  const stop = (): void => crew.stop();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    await crew.carryOut(batchesOf(sharesOf([scene.seeds], WHOLE), BATCH), (result) => results.push(result));
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
  return scenarioReport(scene, joined(1, results)[0] ?? { done: 0, failed: [], noted: [] });
}

/** What came of each claim, and what else went wrong. */
export function scenarioReport({ title, claims }: Scene, { done, failed, noted }: Tally): ScenarioReport {
  const doubts = [...failed, ...noted].flatMap(({ seed, doubts: each }) => each.map(({ what }) => ({ seed, what })));
  const failures = failed.flatMap(({ seed, failures: each }) => each.map((failure) => ({ seed, ...failure })));
  return {
    title,
    runs: done,
    claims: claims.map(({ text }, place) => {
      const own = failures.filter(({ claim }) => claim === place);
      const [first] = own;
      return { text, broken: first ? { runs: own.length, seed: first.seed, why: first.why } : null };
    }),
    others: [
      ...failures.filter(({ claim }) => claim === null).map(({ seed, kind, what, why }) => (kind === 'property' ? `With seed ${seed} the property ${what} is violated: ${why}` : `With seed ${seed}: ${why}`)),
      ...doubts.map(({ seed, what }) => `With seed ${seed} a check was not decided within its budget, so nobody knows whether this holds: ${what}`),
    ],
  };
}
