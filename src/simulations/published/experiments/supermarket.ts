/** The supermarket model, simulated. */
import { mean } from '../../../engine/models/numbers.ts';
import { timeInSystem, type SupermarketSetting } from '../../../engine/models/supermarket/supermarket.ts';
import type { Experiment } from '../experiment.ts';

/** As many queues as the published simulation has, and so many that the fluid limit is near. */
const FEW = 100;
const MANY = 500;

/** Jobs of one run that are measured. */
const JOBS_OF_A_RUN = 500_000;
/** Jobs that come before, since all queues are empty at first: long queues, as one choice has them, take long to fill. */
const WARM_UP = 400_000;

export const PUBLISHED_MARKETS: readonly SupermarketSetting[] = [
  { queues: FEW, choices: 2, load: 0.5 },
  { queues: FEW, choices: 2, load: 0.9 },
  { queues: FEW, choices: 2, load: 0.95 },
];

/** With one choice queues don't know of each other, and their number is of no matter. */
export const FLUID_MARKETS: readonly SupermarketSetting[] = [
  { queues: FEW, choices: 1, load: 0.5 },
  { queues: FEW, choices: 1, load: 0.9 },
  { queues: MANY, choices: 2, load: 0.5 },
  { queues: MANY, choices: 2, load: 0.9 },
  { queues: MANY, choices: 2, load: 0.95 },
  { queues: MANY, choices: 3, load: 0.5 },
  { queues: MANY, choices: 3, load: 0.9 },
  { queues: MANY, choices: 3, load: 0.95 },
];

export const supermarketId = ({ queues, choices, load }: SupermarketSetting): string => `supermarket, ${choices} of ${queues} queues, load ${load}`;

export const supermarketExperiments: readonly Experiment[] = [...PUBLISHED_MARKETS, ...FLUID_MARKETS].map((setting) => ({
  id: supermarketId(setting),
  parameters: { ...setting, jobsOfARun: JOBS_OF_A_RUN, warmUp: WARM_UP },
  unit: 'jobs',
  samples: { full: 4_000_000, quick: 500_000, check: 2_000 },
  measure: (samples) => {
    const jobs = Math.min(samples, JOBS_OF_A_RUN);
    // A sample that only checks that nothing has changed needs no steady state.
    const warmUp = Math.min(samples, WARM_UP);
    const times = Array.from({ length: Math.round(samples / jobs) }, (_, seed) => timeInSystem(setting, { warmUp, jobs }, seed));
    return { quantities: { time: mean(times) } };
  },
}));
