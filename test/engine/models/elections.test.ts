import assert from 'node:assert/strict';
import { electionTimes, holdElection, type ElectionSetting } from '../../../src/engine/models/elections/election.ts';
import { earliestTimeoutWithin, expectedTerms, moreTermsThan, splitVoteProbability } from '../../../src/engine/models/elections/split-vote.ts';
import { ascending, mean, quantile, standardError } from '../../../src/engine/models/numbers.ts';
import { MILLISECOND, SECOND } from '../../../src/engine/sim/time.ts';
import { assertNear } from './near.ts';

const WAN: ElectionSetting = {
  servers: 5,
  latency: { kind: 'uniform', minimum: 30 * MILLISECOND, maximum: 40 * MILLISECOND },
  timeout: { minimum: 300 * MILLISECOND, maximum: 600 * MILLISECOND },
  start: 'cold',
  failed: 0,
  patience: 60 * SECOND,
};

const lan = (minimum: number, maximum: number): ElectionSetting => ({
  servers: 5,
  latency: { kind: 'uniform', minimum: 150, maximum: 450 },
  timeout: { minimum: minimum * MILLISECOND, maximum: maximum * MILLISECOND },
  start: 'leader crash',
  failed: 0,
  logLengths: [5, 1, 2, 3, 4],
  voteWrite: { kind: 'uniform', minimum: 2_500, maximum: 7_500 },
  patience: 12 * SECOND,
});

const milliseconds = (times: readonly number[]): number[] => ascending(times).map((time) => time / MILLISECOND);

/** The standard error of a median is about 1.25 times that of the mean where the distribution is no stranger than these. */
const MEDIAN = 1.25;

describe('elections', () => {
  for (const [failed, published] of [
    [0, { mean: 430, p50: 410, p99: 832 }],
    [1, { mean: 469, p50: 423, p99: 1004 }],
  ] as const) {
    it(`take as long in a WAN as Ongaro's thesis has it, with ${failed} of 5 failed`, () => {
      const times = milliseconds(electionTimes({ ...WAN, failed }, 2_000));
      const error = standardError(times);
      assertNear(mean(times), published.mean, 0.03, error, 'mean');
      assertNear(quantile(times, 0.5), published.p50, 0.02, MEDIAN * error, 'median');
      // Twenty values lie above it: it is off by the spacing of a few of them.
      assertNear(quantile(times, 0.99), published.p99, 0.06, (quantile(times, 0.993) - quantile(times, 0.987)) / 3, '99th percentile');
    });
  }

  it('take 15 to 20 % longer where logs differ so that only some can win', () => {
    const alike = mean(electionTimes({ ...WAN, failed: 1 }, 4_000));
    const different = mean(electionTimes({ ...WAN, failed: 1, logLengths: [1, 2, 3, 4, 5] }, 4_000));
    assertNear(different / alike, 1.175, 0.025 / 1.175, 0.01, 'the rise');
  });

  for (const [minimum, maximum, published] of [
    [150, 200, 147],
    [150, 300, 171],
  ] as const) {
    it(`replace a crashed leader in the median time of Figure 16, with timeouts of ${minimum}–${maximum} ms`, () => {
      const times = milliseconds(electionTimes(lan(minimum, maximum), 1_000));
      assertNear(quantile(times, 0.5), published, 0.1, MEDIAN * standardError(times), 'median');
    });
  }

  it('come to no end without randomness, and the median falls with more of it and then rises slowly', () => {
    const median = (minimum: number, maximum: number, elections: number) => quantile(milliseconds(electionTimes(lan(minimum, maximum), elections)), 0.5);
    const [none, little, some, more] = [median(150, 150, 5), median(150, 155, 200), median(150, 200, 200), median(150, 300, 200)];
    assert.ok(none > 10_000, `${none} ms`);
    assert.ok(none > little && little > some && some < more && more < 2 * some, `${none}, ${little}, ${some}, ${more} ms`);
  });

  it('wait for a candidate to write its own vote, and for a voter to write the one that it gives', () => {
    const setting: ElectionSetting = { ...WAN, latency: { kind: 'constant', value: MILLISECOND } };
    const writing: ElectionSetting = { ...setting, voteWrite: { kind: 'constant', value: 7 * MILLISECOND } };
    const differences = Array.from({ length: 50 }, (_, seed) => {
      const [once, slow] = [holdElection(setting, seed), holdElection(writing, seed)];
      return slow.terms === 1 ? slow.time - once.time : 14 * MILLISECOND;
    });
    assert.deepEqual([...new Set(differences)], [14 * MILLISECOND]);
  });

  it('are counted by the terms that they took', () => {
    const elections = Array.from({ length: 200 }, (_, seed) => holdElection({ ...WAN, failed: 2 }, seed));
    assert.ok(elections.every(({ elected, terms, time }) => elected && terms >= 1 && time > 300 * MILLISECOND));
    const quick = elections.filter(({ terms }) => terms === 1);
    assert.ok(quick.length > 100 && quick.every(({ time }) => time <= 680 * MILLISECOND), 'one timeout and one round trip');
    assert.ok(elections.some(({ terms }) => terms > 1));
  });

  it('are given up where no majority is left', () => {
    const { elected, time } = holdElection({ ...WAN, failed: 3, patience: 5 * SECOND }, 1);
    assert.deepEqual({ elected, time }, { elected: false, time: 5 * SECOND });
  });

  it('are the same for the same seed', () => {
    assert.deepEqual(electionTimes(lan(150, 155), 20), electionTimes(lan(150, 155), 20));
  });
});

describe('split votes', () => {
  const published = [
    [5, 4, 0.01, '0.00059'],
    [5, 4, 0.1, '0.0523'],
    [5, 4, 0.2, '0.1808'],
    [5, 3, 0.2, '0.488'],
    [9, 7, 0.2, '0.148'],
  ] as const;
  for (const [servers, alive, latency, text] of published) {
    it(`are as likely as published: ${alive} of ${servers} up, latency ${latency}`, () => {
      const digits = text.length - 2;
      assert.equal(splitVoteProbability({ servers, alive }, latency).toFixed(digits), text);
    });
  }

  it('are as likely in a simulation', () => {
    const range = SECOND;
    const setting: ElectionSetting = { servers: 5, latency: { kind: 'constant', value: range / 5 }, timeout: { minimum: range, maximum: 2 * range }, start: 'cold', failed: 1, patience: 60 * SECOND };
    const splits = Array.from({ length: 3_000 }, (_, seed): number => (holdElection(setting, seed).terms > 1 ? 1 : 0));
    assertNear(mean(splits), splitVoteProbability({ servers: 5, alive: 4 }, 0.2), 0, standardError(splits), 'share of split votes');
  });

  it('are certain where messages take all the time, and never where they take none', () => {
    assert.equal(splitVoteProbability({ servers: 5, alive: 5 }, 1), 1);
    assert.equal(splitVoteProbability({ servers: 5, alive: 5 }, 0), 0);
  });

  it('make the number of terms geometric', () => {
    assert.equal(expectedTerms(0.5), 2);
    assert.equal(moreTermsThan(3, 0.5), 0.125);
    const terms = Array.from({ length: 60 }, (_, count) => moreTermsThan(count, 0.3)).reduce((sum, share) => sum + share, 0);
    assert.ok(Math.abs(terms - expectedTerms(0.3)) < 1e-12);
  });

  it('leave the earliest of more servers less time', () => {
    assert.ok(Math.abs(earliestTimeoutWithin(0.5, 4) - 0.9375) < 1e-15);
    const setting: ElectionSetting = { ...WAN, latency: { kind: 'constant', value: 0 }, failed: 1 };
    const early = electionTimes(setting, 2_000).map((time): number => (time <= 375 * MILLISECOND ? 1 : 0));
    assertNear(mean(early), earliestTimeoutWithin(0.25, 4), 0, standardError(early), 'share of early elections');
  });

  it('need a majority to be up, and a latency that is a share', () => {
    assert.throws(() => splitVoteProbability({ servers: 5, alive: 2 }, 0.1), /between 3 and 5 must be up .* not 2/);
    assert.throws(() => splitVoteProbability({ servers: 5, alive: 4 }, 1.5), /from 0 to 1, not 1.5/);
  });
});
