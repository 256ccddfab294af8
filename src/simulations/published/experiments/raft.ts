/** Elections of the reference Raft. Times are in milliseconds. */
import { electionTimes, holdElection, type ElectionSetting } from '../../../engine/models/elections/election.ts';
import { splitVoteProbability, type Electorate } from '../../../engine/models/elections/split-vote.ts';
import { ascending, mean, quantile } from '../../../engine/models/numbers.ts';
import { MILLISECOND, SECOND } from '../../../engine/sim/time.ts';
import { plain, type Experiment, type Measurement, type Quantities } from '../experiment.ts';

/** Ongaro's thesis, chapter 9: the simulated WAN. */
export function wan(failed: number): ElectionSetting {
  return {
    servers: 5,
    latency: { kind: 'uniform', minimum: 30 * MILLISECOND, maximum: 40 * MILLISECOND },
    timeout: { minimum: 300 * MILLISECOND, maximum: 600 * MILLISECOND },
    start: 'cold',
    failed,
    patience: 60 * SECOND,
  };
}

/** Extended paper, Figure 16: the range of timeouts in milliseconds. */
export function lan([minimum, maximum]: Range): ElectionSetting {
  return {
    servers: 5,
    latency: { kind: 'uniform', minimum: 150, maximum: 450 },
    timeout: { minimum: minimum * MILLISECOND, maximum: maximum * MILLISECOND },
    start: 'leader crash',
    failed: 0,
    // Whoever has one of the two shorter logs of the four that are left can't win.
    logLengths: [5, 1, 2, 3, 4],
    voteWrite: { kind: 'uniform', minimum: 2_500, maximum: 7_500 },
    patience: 20 * SECOND,
  };
}

export type Range = readonly [minimum: number, maximum: number];

/** All lines of Figure 16. */
export const LAN_RANGES: readonly Range[] = [
  [150, 150],
  [150, 151],
  [150, 155],
  [150, 175],
  [150, 200],
  [150, 300],
  [12, 24],
  [25, 50],
  [50, 100],
  [100, 200],
];

/** From the shortest median to the longest, as published: 30, 147, 171 and 287 ms, and over 10 s. */
export const LAN_ORDER: readonly Range[] = [
  [12, 24],
  [150, 200],
  [150, 300],
  [150, 155],
  [150, 150],
];

/** A message's one-way latency as a share of the range of timeouts. */
export type SplitVote = Electorate & { readonly latency: number };

export const SPLIT_VOTES: readonly SplitVote[] = [
  { servers: 5, alive: 4, latency: 0.01 },
  { servers: 5, alive: 4, latency: 0.1 },
  { servers: 5, alive: 4, latency: 0.2 },
  { servers: 5, alive: 3, latency: 0.2 },
  { servers: 9, alive: 7, latency: 0.2 },
];

export const wanId = (failed: number): string => `raft, WAN, ${failed} failed`;
export const wanLogsId = 'raft, WAN, logs that differ';
export const lanId = ([minimum, maximum]: Range): string => `raft, LAN, ${minimum}–${maximum} ms`;
export const lanOrderId = 'raft, LAN, order of medians';
export const splitVoteId = ({ servers, alive, latency }: SplitVote): string => `raft, split vote, ${alive} of ${servers}, latency ${latency}`;

export const raftExperiments: readonly Experiment[] = [
  ...[0, 1].map(wanExperiment),
  wanLogsExperiment(),
  ...LAN_RANGES.map(lanExperiment),
  lanOrderExperiment(),
  ...SPLIT_VOTES.flatMap((setting) => [closedForm(setting), splitVotes(setting)]),
];

function wanExperiment(failed: number): Experiment {
  const setting = wan(failed);
  return {
    id: wanId(failed),
    parameters: plain(setting),
    unit: 'elections',
    samples: { full: 100_000, quick: 10_000, check: 500 },
    measure: (samples) => ({ quantities: summary(electionTimes(setting, samples)) }),
  };
}

/** How much longer elections take where logs differ than where they don't, of the same seeds. */
function wanLogsExperiment(): Experiment {
  const alike = wan(1);
  const different: ElectionSetting = { ...alike, logLengths: [1, 2, 3, 4, 5] };
  return {
    id: wanLogsId,
    parameters: plain(different),
    unit: 'elections',
    samples: { full: 100_000, quick: 10_000, check: 500 },
    measure: (samples) => {
      const [before, after] = [alike, different].map((setting) => summary(electionTimes(setting, samples)));
      const rise = (name: string): number => (after?.[name] ?? 0) / (before?.[name] ?? 1) - 1;
      return { quantities: { 'rise of the mean': rise('mean'), 'rise of p50': rise('p50') } };
    },
  };
}

function lanExperiment(range: Range): Experiment {
  const setting = lan(range);
  // Where timeouts differ by no more than a write takes, an election goes through hundreds of terms.
  const isSlow = range[1] - range[0] <= 1;
  return {
    id: lanId(range),
    parameters: plain(setting),
    unit: 'elections',
    samples: isSlow ? { full: 1_000, quick: 100, check: 5 } : { full: 20_000, quick: 2_000, check: 200 },
    measure: (samples) => distribution(electionTimes(setting, samples)),
  };
}

function lanOrderExperiment(): Experiment {
  return {
    id: lanOrderId,
    parameters: LAN_ORDER.map((range) => plain(lan(range))),
    unit: 'elections',
    samples: { full: 500, quick: 100, check: 21 },
    measure: (samples) => {
      const medians = LAN_ORDER.map((range) => quantile(ascending(electionTimes(lan(range), samples)), 0.5));
      const ordered = medians.every((median, index) => index === 0 || median > (medians[index - 1] ?? 0));
      return { quantities: { ordered: ordered ? 1 : 0 } };
    },
  };
}

function closedForm(setting: SplitVote): Experiment {
  return {
    id: `${splitVoteId(setting)}, closed form`,
    parameters: plain(setting),
    unit: 'elections',
    samples: { full: 0, quick: 0, check: 0 },
    measure: () => ({ quantities: { probability: splitVoteProbability(setting, setting.latency) } }),
  };
}

/** The share of elections whose first term has no winner, where every message takes the same time. */
function splitVotes(vote: SplitVote): Experiment {
  const { servers, alive, latency } = vote;
  const range = 1_000 * MILLISECOND;
  const setting: ElectionSetting = {
    servers,
    latency: { kind: 'constant', value: Math.round(latency * range) },
    timeout: { minimum: range, maximum: 2 * range },
    start: 'cold',
    failed: servers - alive,
    patience: 60 * SECOND,
  };
  return {
    id: `${splitVoteId(vote)}, simulated`,
    parameters: plain(setting),
    unit: 'elections',
    samples: { full: 300_000, quick: 100_000, check: 300 },
    measure: (samples) => {
      let splits = 0;
      for (let seed = 0; seed < samples; seed++) if (holdElection(setting, seed).terms > 1) splits++;
      return { quantities: { probability: splits / samples } };
    },
  };
}

function summary(times: readonly number[]): Quantities {
  const sorted = ascending(times);
  const at = (share: number): number => quantile(sorted, share) / MILLISECOND;
  return { mean: mean(sorted) / MILLISECOND, p10: at(0.1), p50: at(0.5), p75: at(0.75), p90: at(0.9), p99: at(0.99) };
}

function distribution(times: readonly number[]): Measurement {
  const sorted = ascending(times);
  const shortest = quantile(sorted, 0) / MILLISECOND;
  return {
    quantities: { ...summary(times), shortest, 'longest of 1,000': longestOf(1_000, times) / MILLISECOND },
    percentiles: Array.from({ length: 101 }, (_, percent) => quantile(sorted, percent / 100) / MILLISECOND),
  };
}

/** The mean of the longest of each so many. */
function longestOf(count: number, times: readonly number[]): number {
  const batches = Array.from({ length: Math.max(1, Math.floor(times.length / count)) }, (_, batch) => times.slice(batch * count, (batch + 1) * count));
  return mean(batches.map((batch) => Math.max(...batch)));
}
