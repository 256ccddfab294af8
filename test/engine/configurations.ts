/** Random configurations of everything that the engine can simulate: one for each seed. */
import { chaosOf, FAULT_LEVELS, randomSchedule } from '../../src/engine/sim/chaos.ts';
import type { Latency } from '../../src/engine/sim/latency.ts';
import type { LinkQuality } from '../../src/engine/sim/network.ts';
import { Random } from '../../src/engine/sim/random.ts';
import type { RunOptions } from '../../src/engine/sim/run.ts';
import { MILLISECOND, SECOND } from '../../src/engine/sim/time.ts';
import type { RaftMessage } from '../../src/engine/protocols/raft/messages.ts';
import { DEFAULT_RAFT, raftSystem } from '../../src/engine/protocols/raft/system.ts';

/** Every distribution that the engine draws from: the ones that need a logarithm are where runtimes could differ. */
function drawDistribution(random: Random, nested = false): Latency {
  const mean = random.between(1, 30) * MILLISECOND;
  const kinds = ['constant', 'uniform', 'exponential', 'normal', 'lognormal', 'pareto', 'empirical', ...(nested ? [] : ['mixture' as const])] as const;
  const kind = random.pick(kinds) ?? 'constant';
  switch (kind) {
    case 'constant':
      return { kind, value: mean };
    case 'uniform':
      return { kind, minimum: MILLISECOND, maximum: MILLISECOND + mean };
    case 'exponential':
      return { kind, minimum: MILLISECOND, mean };
    case 'normal':
      return { kind, mean, deviation: mean / 3 };
    case 'lognormal':
      return { kind, median: mean, sigma: 0.2 + random.next() };
    case 'pareto':
      return { kind, minimum: mean, alpha: 1.1 + 3 * random.next() };
    case 'empirical':
      return { kind, quantiles: [{ probability: 0, value: 0 }, { probability: random.next() / 2 + 0.1, value: mean }, { probability: 1, value: 3 * mean }] };
    case 'mixture':
      return { kind, parts: [1, 2].map(() => ({ weight: 0.1 + random.next(), latency: drawDistribution(random, true) })) };
  }
}

function drawQuality(random: Random): LinkQuality {
  const ordered = random.chance(0.3);
  return {
    latency: drawDistribution(random),
    loss: random.chance(0.5) ? 0.2 * random.next() : 0,
    duplication: random.chance(0.5) ? 0.2 * random.next() : 0,
    ordered,
    reordering: ordered ? 0 : 0.3 * random.next(),
    ...(random.chance(0.3) ? { bandwidth: random.between(1_000, 100_000) } : {}),
  };
}

export function configurationOf(seed: number): RunOptions<RaftMessage> {
  const random = Random.fromSeed(seed).split('configuration');
  const servers = random.between(1, 7);
  const clients = random.between(1, 3);
  const system = raftSystem({
    ...DEFAULT_RAFT,
    servers,
    clients,
    thinkTime: random.between(10, 100) * MILLISECOND,
    batch: random.between(1, 16),
    electionTimeoutMin: 60 * MILLISECOND,
    electionTimeoutMax: random.between(60, 300) * MILLISECOND,
    heartbeatInterval: random.between(10, 50) * MILLISECOND,
    spares: random.integer(1 + Math.floor(servers / 3)),
    changes: random.pick(['single', 'joint']),
    preVote: random.chance(0.5),
    leaderStickiness: random.chance(0.5),
    reads: random.pick(['log', 'read-index', 'lease']),
    snapshotThreshold: random.integer(5),
    snapshotChunk: random.integer(3),
    sessionLimit: random.integer(4),
  });
  const network = { ...drawQuality(random), links: servers > 1 ? [{ from: 0, to: 1, quality: drawQuality(random) }] : [] };
  const nodes = Array.from({ length: servers }, (_, node) => node);
  const profile = chaosOf(random.pick(FAULT_LEVELS) ?? 'calm', { nodes, bystanders: [servers], from: 100 * MILLISECOND, until: 4 * SECOND });
  const weights = { ...profile.weights, 'lose-disk': 1, 'corrupt-disk': 1 };
  return { system: { ...system, network }, seed, schedule: randomSchedule(random.split('faults'), { ...profile, weights }) };
}
