import assert from 'node:assert/strict';
import { drawLatency, validateLatency, type Latency } from '../../../src/engine/sim/latency.ts';
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

  it('refuses parameters that make no sense, and says which', () => {
    assert.throws(() => validateLatency({ kind: 'uniform', minimum: 9, maximum: 3 }), /maximum latency \(3 µs\) is below/);
    assert.throws(() => validateLatency({ kind: 'normal', mean: -1, deviation: 1 }), /normal latency's mean/);
    assert.throws(() => validateLatency({ kind: 'constant', value: 0.5 }), /whole number/);
    assert.throws(() => validateLatency({ kind: 'pareto', minimum: 1, alpha: 0 }), /alpha/);
  });
});
