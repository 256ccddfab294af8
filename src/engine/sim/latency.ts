/** How long a message travels. All durations are in microseconds; a drawn latency is a non-negative integer. */
import { exp, ln } from './math.ts';
import type { Random } from './random.ts';
import type { Micros } from './time.ts';

export type Latency =
  | { readonly kind: 'constant'; readonly value: Micros }
  /** Every integer from minimum to maximum is as likely. */
  | { readonly kind: 'uniform'; readonly minimum: Micros; readonly maximum: Micros }
  /** minimum + Exp with this mean. */
  | { readonly kind: 'exponential'; readonly minimum: Micros; readonly mean: Micros }
  /** Cut off below at 0. */
  | { readonly kind: 'normal'; readonly mean: Micros; readonly deviation: Micros }
  /** exp(N(0, sigma)) times the median. */
  | { readonly kind: 'lognormal'; readonly median: Micros; readonly sigma: number }
  /** minimum / U^(1/alpha): the heavy tail of real networks. */
  | { readonly kind: 'pareto'; readonly minimum: Micros; readonly alpha: number };

export function drawLatency(latency: Latency, random: Random): Micros {
  switch (latency.kind) {
    case 'constant':
      return latency.value;
    case 'uniform':
      return random.between(latency.minimum, latency.maximum);
    case 'exponential':
      return Math.round(latency.minimum - latency.mean * ln(1 - random.next()));
    case 'normal':
      return Math.max(0, Math.round(latency.mean + latency.deviation * standardNormal(random)));
    case 'lognormal':
      return Math.round(latency.median * exp(latency.sigma * standardNormal(random)));
    case 'pareto':
      return Math.round(latency.minimum * exp(-ln(1 - random.next()) / latency.alpha));
  }
}

/** Marsaglia's polar method: it needs a logarithm and a square root, and no trigonometry. */
function standardNormal(random: Random): number {
  for (;;) {
    const u = 2 * random.next() - 1;
    const v = 2 * random.next() - 1;
    const square = u * u + v * v;
    if (square > 0 && square < 1) return u * Math.sqrt((-2 * ln(square)) / square);
  }
}

/** @throws RangeError that names the parameter which is out of range */
export function validateLatency(latency: Latency): void {
  for (const [name, value] of Object.entries(latency)) {
    if (name === 'kind') continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      throw new RangeError(`The ${latency.kind} latency's ${name} must be a number of at least 0, not ${String(value)}.`);
    }
  }
  if (latency.kind === 'constant' && !Number.isInteger(latency.value)) {
    throw new RangeError(`A constant latency is a whole number of microseconds, not ${latency.value}.`);
  }
  if (latency.kind === 'uniform') {
    if (!Number.isInteger(latency.minimum) || !Number.isInteger(latency.maximum)) {
      throw new RangeError('A uniform latency lies between two whole numbers of microseconds.');
    }
    if (latency.maximum < latency.minimum) {
      throw new RangeError(`The maximum latency (${latency.maximum} µs) is below the minimum (${latency.minimum} µs).`);
    }
  }
  if (latency.kind === 'pareto' && latency.alpha === 0) {
    throw new RangeError("A Pareto latency's alpha must be above 0.");
  }
}
