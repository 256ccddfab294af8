import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Backoff, exponential, STRATEGIES, type Strategy } from '../../../src/engine/models/contention/backoff.ts';
import { contend, contentionSystem, PUBLISHED_CONTENTION } from '../../../src/engine/models/contention/contention.ts';
import { mean, standardError } from '../../../src/engine/models/numbers.ts';
import { Random } from '../../../src/engine/sim/random.ts';
import { Run } from '../../../src/engine/sim/run.ts';
import { MILLISECOND } from '../../../src/engine/sim/time.ts';
import { assertNear } from './near.ts';

const LIMITS = { base: 5 * MILLISECOND, cap: 2_000 * MILLISECOND };

describe('backoff', () => {
  it('doubles up to the cap', () => {
    const waits = [1, 2, 3, 8, 9, 30].map((retry) => exponential(retry, LIMITS) / MILLISECOND);
    assert.deepEqual(waits, [10, 20, 40, 1_280, 2_000, 2_000]);
  });

  const bounds: Readonly<Record<Strategy, (limit: number) => readonly [number, number]>> = {
    none: () => [0, 0],
    exponential: (limit) => [limit, limit],
    'equal jitter': (limit) => [limit / 2, limit],
    'full jitter': (limit) => [0, limit],
    'decorrelated jitter': () => [LIMITS.base, LIMITS.cap],
  };
  for (const strategy of STRATEGIES) {
    it(`stays within its bounds: ${strategy}`, () => {
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 1, max: 20 }), (seed, retries) => {
          const backoff = new Backoff(strategy, LIMITS, Random.fromSeed(seed));
          for (let retry = 1; retry <= retries; retry++) {
            const wait = backoff.next(retry);
            const [least, most] = bounds[strategy](exponential(retry, LIMITS));
            assert.ok(Number.isInteger(wait) && wait >= least && wait <= most, `${wait} at retry ${retry}`);
          }
        }),
      );
    });
  }

  it('waits at most three times as long as the last time, where jitter is decorrelated', () => {
    const backoff = new Backoff('decorrelated jitter', LIMITS, Random.fromSeed(7));
    let last = LIMITS.base;
    for (let retry = 1; retry < 200; retry++) {
      const wait = backoff.next(retry);
      assert.ok(wait <= 3 * last);
      last = wait;
    }
  });
});

describe('contention', () => {
  const published: readonly (readonly [Strategy, time: number, calls: number])[] = [
    ['exponential', 63290, 1848],
    ['decorrelated jitter', 4677, 997],
    ['equal jitter', 6574, 812],
    ['full jitter', 4892, 795],
    ['none', 2025, 2420],
  ];
  for (const [strategy, time, calls] of published) {
    it(`of 100 clients comes to the published time and calls: ${strategy}`, () => {
      const outcomes = Array.from({ length: 20 }, (_, seed) => contend({ ...PUBLISHED_CONTENTION, clients: 100, strategy }, seed));
      const times = outcomes.map(({ lastSuccess }) => lastSuccess / MILLISECOND);
      const tries = outcomes.map((outcome) => outcome.calls);
      assertNear(mean(times), time, 0.06, standardError(times), 'time of the last success');
      assertNear(mean(tries), calls, 0.02, standardError(tries), 'calls');
    });
  }

  it('is none with one client: three hops and one call', () => {
    const latency = { kind: 'constant', value: 10 * MILLISECOND } as const;
    assert.deepEqual(contend({ ...PUBLISHED_CONTENTION, latency, clients: 1, strategy: 'none' }, 1), { lastSuccess: 30 * MILLISECOND, calls: 1 });
  });

  it('lets one write of each round take effect where every hop is as long', () => {
    const latency = { kind: 'constant', value: 10 * MILLISECOND } as const;
    // Rounds of four hops: with n clients left, n try and one succeeds.
    assert.deepEqual(contend({ ...PUBLISHED_CONTENTION, latency, clients: 4, strategy: 'none' }, 1), { lastSuccess: 150 * MILLISECOND, calls: 4 + 3 + 2 + 1 });
  });

  it('can be watched step by step, and looked at from any of them', () => {
    const run = new Run({ system: contentionSystem({ ...PUBLISHED_CONTENTION, clients: 3, strategy: 'full jitter' }), seed: 3 });
    while (run.advance());
    const written = [...run.trace].filter(({ kind, payload }) => kind === 'note' && (payload as { note: string }).note === 'written');
    assert.equal(written.length, 3);
  });

  it('refuses a setting that makes no sense', () => {
    assert.throws(() => contentionSystem({ ...PUBLISHED_CONTENTION, clients: 0, strategy: 'none' }), /At least one client contends, not 0/);
    assert.throws(() => contentionSystem({ ...PUBLISHED_CONTENTION, base: 9, cap: 3, clients: 1, strategy: 'none' }), /its cap is not below that: 9 µs and 3 µs/);
  });
});
