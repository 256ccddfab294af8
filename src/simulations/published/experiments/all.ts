/** Every experiment, in the order of the report. */
import type { Experiment } from '../experiment.ts';
import { contentionExperiments } from './contention.ts';
import { raftExperiments } from './raft.ts';
import { stormExperiments } from './retry-storm.ts';
import { supermarketExperiments } from './supermarket.ts';

export const experiments: readonly Experiment[] = [...raftExperiments, ...contentionExperiments, ...supermarketExperiments, ...stormExperiments];

/** @throws RangeError where there is none of this name */
export function experimentOf(id: string): Experiment {
  const experiment = experiments.find((each) => each.id === id);
  if (!experiment) throw new RangeError(`There is no experiment "${id}".`);
  return experiment;
}
