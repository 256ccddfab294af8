import assert from 'node:assert/strict';
import { drawLatency, empiricalLatency, validateLatency, type Latency } from '../../../src/engine/sim/latency.ts';
import { Random } from '../../../src/engine/sim/random.ts';

function sample(latency: Latency, count = 20_000): number[] {
  const random = Random.fromSeed(1);
  return Array.from({ length: count }, () => drawLatency(latency, random)).sort((a, b) => a - b);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const quantile = (values: number[], q: number) => values[Math.floor(q * values.length)] ?? NaN;
const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual / expected - 1) < tolerance, `${actual} is not within ${tolerance * 100} % of ${expected}`);

describe('latency', () => {
  it('is a whole number of microseconds from 0 on, whatever the distribution', () => {
    const all: Latency[] = [
      { kind: 'constant', value: 5 },
      { kind: 'uniform', minimum: 3, maximum: 9 },
      { kind: 'exponential', minimum: 100, mean: 1000 },
      { kind: 'normal', mean: 10, deviation: 50 },
      { kind: 'lognormal', median: 1000, sigma: 1 },
      { kind: 'pareto', minimum: 100, alpha: 1.5 },
      { kind: 'mixture', parts: [{ weight: 1, latency: { kind: 'constant', value: 3 } }, { weight: 2, latency: { kind: 'normal', mean: 5, deviation: 9 } }] },
      { kind: 'empirical', quantiles: [{ probability: 0, value: 1 }, { probability: 0.3, value: 2 }, { probability: 1, value: 500 }] },
    ];
    for (const latency of all) {
      for (const value of sample(latency, 2000)) assert.ok(Number.isSafeInteger(value) && value >= 0, `${latency.kind}: ${value}`);
    }
  });

  it('follows its distribution', () => {
    near(mean(sample({ kind: 'exponential', minimum: 0, mean: 10_000 })), 10_000, 0.03);
    const normal = sample({ kind: 'normal', mean: 100_000, deviation: 10_000 });
    near(mean(normal), 100_000, 0.01);
    near(quantile(normal, 0.8413), 110_000, 0.01);
    near(quantile(sample({ kind: 'lognormal', median: 5_000, sigma: 0.5 }), 0.5), 5_000, 0.02);
    near(quantile(sample({ kind: 'pareto', minimum: 1_000, alpha: 2 }), 0.75), 2_000, 0.03);
    near(mean(sample({ kind: 'uniform', minimum: 1_000, maximum: 3_000 })), 2_000, 0.01);
  });

  it('is one of a mixture, by weight', () => {
    const parts = [
      { weight: 3, latency: { kind: 'constant', value: 10 } },
      { weight: 0, latency: { kind: 'constant', value: 99 } },
      { weight: 1, latency: { kind: 'mixture', parts: [{ weight: 5, latency: { kind: 'constant', value: 1000 } }] } },
    ] as const satisfies Extract<Latency, { kind: 'mixture' }>['parts'];
    const values = sample({ kind: 'mixture', parts });
    near(values.filter((value) => value === 10).length / values.length, 0.75, 0.02);
    assert.deepEqual([...new Set(values)], [10, 1000]);
  });

  it('follows a table of quantiles, linear between two of them', () => {
    const values = sample({ kind: 'empirical', quantiles: [{ probability: 0, value: 1_000 }, { probability: 0.5, value: 2_000 }, { probability: 0.9, value: 10_000 }, { probability: 1, value: 50_000 }] });
    for (const [q, expected] of [[0.25, 1_500], [0.5, 2_000], [0.7, 6_000], [0.9, 10_000], [0.95, 30_000]] as const) near(quantile(values, q), expected, 0.04);
    assert.ok((values[0] ?? 0) >= 1_000 && (values.at(-1) ?? Infinity) <= 50_000);
  });

  it('can be had from measured values', () => {
    const values = sample(empiricalLatency([300, 100, 200, 400, 500]));
    near(quantile(values, 0.5), 300, 0.02);
    near(mean(values), 300, 0.02);
    assert.deepEqual(empiricalLatency([7]), { kind: 'constant', value: 7 });
    assert.throws(() => empiricalLatency([]), /at least one sample/);
  });

  it('refuses parameters that make no sense, and says which', () => {
    assert.throws(() => validateLatency({ kind: 'uniform', minimum: 9, maximum: 3 }), /maximum latency \(3 µs\) is below/);
    assert.throws(() => validateLatency({ kind: 'normal', mean: -1, deviation: 1 }), /normal latency's mean/);
    assert.throws(() => validateLatency({ kind: 'constant', value: 0.5 }), /whole number/);
    assert.throws(() => validateLatency({ kind: 'pareto', minimum: 1, alpha: 0 }), /alpha/);
    assert.throws(() => validateLatency({ kind: 'mixture', parts: [] }), /a part with a weight above 0/);
    assert.throws(() => validateLatency({ kind: 'mixture', parts: [{ weight: 1, latency: { kind: 'constant', value: -1 } }] }), /constant latency's value/);
    assert.throws(() => validateLatency({ kind: 'empirical', quantiles: [{ probability: 0.5, value: 1 }] }), /probability 0, one at probability 1/);
    assert.throws(() => validateLatency({ kind: 'empirical', quantiles: [{ probability: 0, value: 5 }, { probability: 1, value: 1 }] }), /rise; at probability 1/);
  });
});
