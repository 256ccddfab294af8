/** Shares experiments among worker threads. Each is a function of its parameters, so who does it is of no matter. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Experiment } from '../../src/simulations/published/experiment.ts';
import type { ExperimentResult } from '../../src/simulations/published/results.ts';

/** What a worker is asked. */
export interface Task {
  readonly experiment: string;
  readonly samples: number;
}

/** Results in the order of the experiments. Says on standard error how far it has come. */
export async function measureAll(experiments: readonly Experiment[], size: 'full' | 'quick'): Promise<ExperimentResult[]> {
  const results = new Array<ExperimentResult>(experiments.length);
  const queue = [...experiments.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [index, { id, samples }] = next;
        const started = performance.now();
        results[index] = await ask(worker, { experiment: id, samples: samples[size] });
        console.error(`${++done} of ${experiments.length}  ${id}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), experiments.length) }, work));
  return results;
}

function ask(worker: Worker, task: Task): Promise<ExperimentResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (result: ExperimentResult) => {
      worker.off('error', reject);
      resolve(result);
    });
    worker.postMessage(task);
  });
}
