/** Clients that contend for one row. */
import { STRATEGIES, type Strategy } from '../../../engine/models/contention/backoff.ts';
import { contend, PUBLISHED_CONTENTION } from '../../../engine/models/contention/contention.ts';
import { mean } from '../../../engine/models/numbers.ts';
import { MILLISECOND } from '../../../engine/sim/time.ts';
import type { Experiment } from '../experiment.ts';

export const CLIENTS = [10, 100] as const;

export const contentionId = (clients: number, strategy: Strategy): string => `contention, ${clients} clients, ${strategy}`;

export const contentionExperiments: readonly Experiment[] = CLIENTS.flatMap((clients) => STRATEGIES.map((strategy) => experiment(clients, strategy)));

function experiment(clients: number, strategy: Strategy): Experiment {
  const setting = { ...PUBLISHED_CONTENTION, clients, strategy };
  return {
    id: contentionId(clients, strategy),
    parameters: setting,
    unit: 'runs',
    samples: { full: 1_000, quick: 100, check: clients > 10 ? 5 : 20 },
    measure: (samples) => {
      const outcomes = Array.from({ length: samples }, (_, seed) => contend(setting, seed));
      return {
        quantities: {
          time: mean(outcomes.map(({ lastSuccess }) => lastSuccess)) / MILLISECOND,
          calls: mean(outcomes.map(({ calls }) => calls)),
        },
      };
    },
  };
}
