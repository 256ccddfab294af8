/** Digests of random runs: the same on every machine and in every runtime. */
import { exp, ln } from '../../src/engine/sim/math.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { traceHash } from '../../src/engine/sim/trace-hash.ts';
import { configurationOf } from './configurations.ts';
import { hashText } from './hash.ts';

const STEPS = 300;

/** @returns the digest of one run of some hundred steps */
export function digestOf(seed: number): string {
  const run = new Run(configurationOf(seed));
  run.advanceTo(STEPS);
  return traceHash(run.trace) + hashText(transcendental(seed));
}

/** Times are rounded to microseconds, which hides most of what two runtimes' logarithms differ in; these are not. */
function transcendental(seed: number): string {
  const random = Random.fromSeed(seed);
  return Array.from({ length: 20 }, () => random.next()).map((x) => `${ln(x)} ${exp(20 * x - 10)}`).join();
}

/** @returns the digests of so many consecutive seeds */
export function digests(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, offset) => digestOf(from + offset));
}
