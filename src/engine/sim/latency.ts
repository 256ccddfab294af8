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
  | { readonly kind: 'pareto'; readonly minimum: Micros; readonly alpha: number }
  /** One of several, chosen for each message by weight. Weights need not add up to 1. */
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly weight: number; readonly latency: Latency }[] }
  /** Measured: latencies at ascending probabilities from 0 to 1; between two of them the distribution is linear. */
  | { readonly kind: 'empirical'; readonly quantiles: readonly Quantile[] };

export interface Quantile {
  readonly probability: number;
  readonly value: Micros;
}

export function drawLatency(latency: Latency, random: Random): Micros {
  switch (latency.kind) {
    case 'uniform':
      return random.between(latency.minimum, latency.maximum);
    case 'constant':
      return latency.value;
    case 'exponential':
      return Math.round(latency.minimum - latency.mean * ln(1 - random.next()));
    case 'normal':
      return Math.max(0, Math.round(latency.mean + latency.deviation * standardNormal(random)));
    case 'lognormal':
      return Math.round(latency.median * exp(latency.sigma * standardNormal(random)));
    case 'pareto':
      return Math.round(latency.minimum * exp(-ln(1 - random.next()) / latency.alpha));
    case 'mixture':
      return drawMixture(latency.parts, random);
    case 'empirical':
      return quantileAt(latency.quantiles, random.next());
  }
}

function drawMixture(parts: readonly { readonly weight: number; readonly latency: Latency }[], random: Random): Micros {
  let left = random.next() * parts.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = parts.find(({ weight }) => (left -= weight) < 0) ?? parts.findLast(({ weight }) => weight > 0);
  return chosen ? drawLatency(chosen.latency, random) : 0;
}

function quantileAt(quantiles: readonly Quantile[], probability: number): Micros {
  const above = quantiles.findIndex((quantile) => quantile.probability > probability);
  const high = quantiles[above];
  const low = quantiles[above - 1];
  if (!high || !low) return quantiles.at(-1)?.value ?? 0;
  const share = (probability - low.probability) / (high.probability - low.probability);
  return Math.round(low.value + share * (high.value - low.value));
}

/** The table of a sample: its values at equally spaced probabilities, as for measured round trips. */
export function empiricalLatency(samples: readonly Micros[]): Latency {
  const sorted = [...samples].sort((one, other) => one - other);
  const only = sorted[0];
  if (only === undefined) throw new RangeError('An empirical latency needs at least one sample.');
  if (sorted.length === 1) return { kind: 'constant', value: only };
  return { kind: 'empirical', quantiles: sorted.map((value, position) => ({ probability: position / (sorted.length - 1), value })) };
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
  if (latency.kind === 'mixture') return validateMixture(latency.parts);
  if (latency.kind === 'empirical') return validateQuantiles(latency.quantiles);
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

function validateMixture(parts: readonly { readonly weight: number; readonly latency: Latency }[]): void {
  if (!parts.some(({ weight }) => weight > 0)) throw new RangeError('A mixture of latencies needs a part with a weight above 0.');
  for (const { weight, latency } of parts) {
    if (!(weight >= 0 && Number.isFinite(weight))) throw new RangeError(`A part of a mixture weighs at least 0, not ${weight}.`);
    validateLatency(latency);
  }
}

function validateQuantiles(quantiles: readonly Quantile[]): void {
  if (quantiles.length < 2 || quantiles[0]?.probability !== 0 || quantiles.at(-1)?.probability !== 1) {
    throw new RangeError('An empirical latency has a value at probability 0, one at probability 1, and any number between.');
  }
  quantiles.forEach(({ probability, value }, position) => {
    const before = quantiles[position - 1];
    if (!(Number.isFinite(value) && value >= 0)) throw new RangeError(`The empirical latency at probability ${probability} must be a number of at least 0, not ${value}.`);
    if (before && !(probability > before.probability && value >= before.value)) {
      throw new RangeError(`The empirical latency's probabilities and values rise; at probability ${probability} they do not.`);
    }
  });
}
