/** A thread that measures what it is asked (pool.ts). */
import { parentPort } from 'node:worker_threads';
import { rounded } from '../../src/simulations/published/experiment.ts';
import { experimentOf } from '../../src/simulations/published/experiments/all.ts';
import { resultOf } from '../../src/simulations/published/results.ts';
import type { Task } from './pool.ts';

parentPort?.on('message', ({ experiment: id, samples }: Task) => {
  const experiment = experimentOf(id);
  const measured = rounded(experiment.measure(samples));
  const check = rounded(experiment.measure(experiment.samples.check));
  parentPort?.postMessage(resultOf(experiment, samples, measured, check.quantities));
});
