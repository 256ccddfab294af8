/** Digests of faulted runs: the same on every machine and in every runtime. */
import { hashText } from './hash.ts';
import { Run } from '../../src/engine/sim/run.ts';
import type { Latency } from '../../src/engine/sim/latency.ts';
import { serializeTrace } from '../../src/engine/sim/trace.ts';
import { MILLISECOND } from '../../src/engine/sim/time.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { faultedCluster } from './protocols/raft/campaign.ts';

/** Every distribution that the engine draws from: the ones that need a logarithm are where runtimes could differ. */
const LATENCIES: readonly Latency[] = [
  { kind: 'uniform', minimum: MILLISECOND, maximum: 20 * MILLISECOND },
  { kind: 'exponential', minimum: MILLISECOND, mean: 8 * MILLISECOND },
  { kind: 'normal', mean: 10 * MILLISECOND, deviation: 3 * MILLISECOND },
  { kind: 'lognormal', median: 8 * MILLISECOND, sigma: 0.8 },
  { kind: 'pareto', minimum: 2 * MILLISECOND, alpha: 1.5 },
];

/** @returns the digest of one run of some hundred steps */
export function digestOf(seed: number): string {
  const { system, schedule } = faultedCluster(seed);
  const latency = Random.fromSeed(seed).split('latency').pick(LATENCIES);
  const network = latency ? { ...system.network, latency } : system.network;
  const run = new Run({ system: { ...system, network }, seed, schedule });
  run.advanceTo(800);
  return hashText(serializeTrace(run.trace));
}
