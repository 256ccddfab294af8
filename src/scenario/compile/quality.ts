/** What a link is like. */
import type { Latency } from '../../engine/sim/latency.ts';
import { validateQuality, type LinkQuality } from '../../engine/sim/network.ts';
import type * as ast from '../language/generated/ast.ts';
import { readAmount, type Unit } from '../quantities.ts';
import { duration, known, type Place } from './place.ts';

type Reporting = Pick<Place, 'problems'>;

/** By kind the parameters of a distribution, all of which it needs. */
export const DISTRIBUTIONS = {
  exponential: { minimum: 'duration', mean: 'duration' },
  normal: { mean: 'duration', deviation: 'duration' },
  lognormal: { median: 'duration', sigma: 'number' },
  pareto: { minimum: 'duration', alpha: 'number' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Unit>>>>;

export type DistributionKind = keyof typeof DISTRIBUTIONS;

export function compileQuality(quality: ast.Quality, place: Reporting): LinkQuality {
  const traits: { -readonly [K in keyof LinkQuality]?: LinkQuality[K] } = {};
  for (const trait of quality.traits) {
    const kind = trait.kind === 'unordered' ? 'ordered' : trait.kind;
    if (traits[kind] !== undefined) place.problems.add(trait, `"${kind}" is said twice of this link.`);
    if (kind === 'ordered') traits.ordered = trait.kind === 'ordered';
    else if (trait.value) traits[kind] = amount(trait.value, kind === 'bandwidth' ? 'number' : 'probability', place);
  }
  const compiled = { latency: compileLatency(quality.latency, place), loss: 0, duplication: 0, ...traits };
  place.problems.attempt(quality, undefined, () => validateQuality(compiled));
  return compiled;
}

function compileLatency(latency: ast.Latency, place: Reporting): Latency {
  switch (latency.$type) {
    case 'Range': {
      const minimum = duration(latency, 'minimum', latency.minimum, place);
      return latency.maximum === undefined ? { kind: 'constant', value: minimum } : { kind: 'uniform', minimum, maximum: duration(latency, 'maximum', latency.maximum, place) };
    }
    case 'Mixture':
      return { kind: 'mixture', parts: latency.parts.map((part) => ({ weight: readAmount(part.weight).value, latency: compileLatency(part.latency, place) })) };
    case 'Measured':
      return { kind: 'empirical', quantiles: latency.quantiles.map(({ probability, value }) => ({ probability: amount(probability, 'probability', place), value: readAmount(value).value })) };
    case 'Distribution':
      return compileDistribution(latency, place);
  }
}

function compileDistribution(latency: ast.Distribution, place: Reporting): Latency {
  const kinds = Object.keys(DISTRIBUTIONS).map((name) => ({ name: name as DistributionKind }));
  const kind = known(latency, 'kind', latency.kind, 'distribution', kinds, place)?.name;
  if (!kind) return { kind: 'constant', value: 0 };
  const wanted: Readonly<Record<string, Unit>> = DISTRIBUTIONS[kind];
  const given = new Map<string, number>();
  for (const argument of latency.arguments) {
    const name = place.problems.word(argument, 'name', argument.name);
    const unit = wanted[name];
    if (unit === undefined) place.problems.unknown(argument, 'name', `A distribution "${kind}" has no "${name}".`, name, Object.keys(wanted));
    else if (given.has(name)) place.problems.add(argument, `"${name}" is given twice.`);
    else given.set(name, amount(argument.value, unit, place));
  }
  const missing = Object.keys(wanted).filter((name) => !given.has(name));
  if (missing.length > 0) place.problems.add(latency, `A distribution "${kind}" needs ${missing.join(' and ')} as well.`);
  return { kind, ...Object.fromEntries(Object.keys(wanted).map((name) => [name, given.get(name) ?? 0])) } as Latency;
}

const UNITS: Readonly<Record<Unit, string>> = { number: 'A number', duration: 'A time such as 150ms', probability: 'A share such as 10%' };

/** @param unit what it must be; a share may be a number too */
export function amount(quantity: ast.Quantity, unit: Unit, { problems }: Reporting): number {
  const { unit: found, value } = readAmount(quantity.text);
  if (found !== unit && !(unit === 'probability' && found === 'number')) problems.add(quantity, `${UNITS[unit]} is needed here, not ${quantity.text}.`);
  return value;
}
