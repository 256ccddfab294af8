/** Faulted runs of a Raft cluster, each drawn from its seed. */
import type { Violation } from '../../../../src/engine/check/monitor.ts';
import type { RaftMessage } from '../../../../src/engine/protocols/raft/messages.ts';
import { RaftSafety } from '../../../../src/engine/protocols/raft/safety.ts';
import { DEFAULT_RAFT, raftSystem, type ServerFactory } from '../../../../src/engine/protocols/raft/system.ts';
import { randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { Simulator } from '../../../../src/engine/sim/simulator.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';

const CLIENTS = 5;
const FAULTS_END = 6 * SECOND;

/** Timing near the edge at which elections keep failing, where bugs show soonest. */
export function faultedCluster(seed: number, create?: ServerFactory) {
  const random = Random.fromSeed(seed).split('campaign');
  const servers = random.pick([3, 3, 5] as const);
  const system = raftSystem(
    {
      ...DEFAULT_RAFT,
      servers,
      clients: CLIENTS,
      thinkTime: random.pick([10, 10, 100] as const) * MILLISECOND,
      electionTimeoutMin: 50 * MILLISECOND,
      electionTimeoutMax: random.pick([60, 60, 100] as const) * MILLISECOND,
      heartbeatInterval: random.pick([20, 45] as const) * MILLISECOND,
      retryTimeout: 40 * MILLISECOND,
      latency: { kind: 'uniform', minimum: MILLISECOND, maximum: random.pick([10, 10, 40] as const) * MILLISECOND },
      loss: random.pick([0, 0, 0, 0.2] as const),
      duplication: random.pick([0, 0.05] as const),
      batch: random.pick([1, 1, 1, 16] as const),
    },
    create,
  );
  const schedule = randomSchedule(random.split('faults'), {
    nodes: Array.from({ length: servers }, (_, id) => id),
    bystanders: Array.from({ length: CLIENTS }, (_, client) => servers + client),
    maximumDown: random.pick([1, servers - 1] as const),
    interval: random.pick([5, 5, 30] as const) * MILLISECOND,
    from: 100 * MILLISECOND,
    until: FAULTS_END,
  });
  return { system, schedule, servers };
}

/** @returns the first violation in a faulted run, where there is one */
export function hunt(seed: number, create?: ServerFactory): { violation: Violation | undefined; simulator: Simulator<RaftMessage>; steps: number } {
  const { system, schedule } = faultedCluster(seed, create);
  const simulator = new Simulator({ system, seed, schedule });
  const monitor = new RaftSafety();
  let violation: Violation | undefined;
  while (!violation && simulator.nextTime <= FAULTS_END + 2 * SECOND && simulator.advance()) [violation] = monitor.afterStep(simulator);
  return { violation, simulator, steps: simulator.step };
}
