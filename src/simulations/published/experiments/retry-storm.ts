/** A retry storm, and what ends it. */
import { goodput, PUBLISHED_STORM, runStorm, type StormSetting } from '../../../engine/models/retry-storm/storm.ts';
import { SECOND } from '../../../engine/sim/time.ts';
import { plain, type Experiment } from '../experiment.ts';

/** How long the system is left alone with a smaller load or budget, to see whether it recovers. */
const PATIENCE = 300 * SECOND;
const CUT_AT = 100 * SECOND;
/** The share of queries answered in time from which on a system is well. */
const WELL = 0.95;

export const storm = {
  retry: 'retry storm, one retry',
  noRetries: 'retry storm, no retries',
  bucket: 'retry storm, token bucket',
  cut: 'retry storm, load cut to 150 qps',
  highestLoad: 'retry storm, highest load that recovers',
  highestBudget: 'retry storm, highest retry budget that recovers',
} as const;

const bucket = (perSecond: number): StormSetting => ({ ...PUBLISHED_STORM, retryBudget: { perSecond, burst: perSecond } });
const patientBucket = (perSecond: number): StormSetting => ({ ...bucket(perSecond), until: CUT_AT + PATIENCE });
const cut = (load: number): StormSetting => ({ ...PUBLISHED_STORM, cut: { at: CUT_AT, load }, until: CUT_AT + PATIENCE });

export const stormExperiments: readonly Experiment[] = [
  outcome(storm.retry, PUBLISHED_STORM),
  outcome(storm.noRetries, { ...PUBLISHED_STORM, retries: 0 }),
  outcome(storm.bucket, bucket(10)),
  outcome(storm.cut, cut(150)),
  threshold(storm.highestLoad, { step: 10, lowest: 100, highest: 280 }, cut),
  threshold(storm.highestBudget, { step: 5, lowest: 5, highest: 100 }, patientBucket),
];

function outcome(id: string, setting: StormSetting): Experiment {
  return {
    id,
    parameters: plain(setting),
    unit: 'runs',
    samples: { full: 50, quick: 10, check: 1 },
    measure: (samples) => {
      const runs = Array.from({ length: samples }, (_, seed) => runStorm(setting, seed));
      const before = runs.map((seconds) => goodput(seconds, 10, setting.outage.at / SECOND - 1));
      const after = runs.map((seconds) => goodputAtEnd(setting, seconds));
      return {
        quantities: {
          'lowest goodput before': Math.min(...before),
          'highest goodput after': Math.max(...after),
          recovered: after.filter((share) => share >= WELL).length / samples,
        },
      };
    },
  };
}

interface Steps {
  readonly step: number;
  /** A value at which every run recovers, and one at which none does. */
  readonly lowest: number;
  readonly highest: number;
}

/** The highest value, in steps, at which every run recovers: found by halving, since more is never better. */
function threshold(id: string, { step, lowest, highest }: Steps, settingAt: (value: number) => StormSetting): Experiment {
  return {
    id,
    parameters: plain({ ...settingAt(lowest), step, lowest, highest }),
    unit: 'runs',
    // Whether the model has changed is seen by the outcomes, in less time.
    samples: { full: 20, quick: 4, check: 0 },
    measure: (samples) => {
      let good = lowest;
      let bad = highest;
      while (bad - good > step) {
        const middle = good + step * Math.floor((bad - good) / step / 2);
        if (everyRunRecovers(settingAt(middle), samples)) good = middle;
        else bad = middle;
      }
      return { quantities: { highest: good } };
    },
  };
}

function everyRunRecovers(setting: StormSetting, runs: number): boolean {
  for (let seed = 0; seed < runs; seed++) if (goodputAtEnd(setting, runStorm(setting, seed)) < WELL) return false;
  return true;
}

/** Over half a minute; the queries that began last may still be under way and don't count. */
function goodputAtEnd({ until, timeout, retries }: StormSetting, seconds: ReturnType<typeof runStorm>): number {
  const end = Math.floor((until - timeout * (retries + 1)) / SECOND);
  return goodput(seconds, end - 30, end);
}
