/** Digests of random runs: the same on every machine and in every runtime. */
import { Run } from '../../src/engine/sim/run.ts';
import { serializeTrace } from '../../src/engine/sim/trace.ts';
import { configurationOf } from './configurations.ts';
import { hashText } from './hash.ts';

const STEPS = 300;

/** @returns the digest of one run of some hundred steps */
export function digestOf(seed: number): string {
  const run = new Run(configurationOf(seed));
  run.advanceTo(STEPS);
  return hashText(serializeTrace(run.trace));
}

/** @returns the digests of so many consecutive seeds */
export function digests(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, offset) => digestOf(from + offset));
}
