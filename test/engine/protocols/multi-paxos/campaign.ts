/** Faulted runs of a Multi-Paxos cluster, each drawn from its seed. */
import { checkLinearizability } from '../../../../src/engine/check/linearizability/check.ts';
import { examine, type ExaminationResult } from '../../../../src/engine/check/liveness.ts';
import type { Violation } from '../../../../src/engine/check/monitor.ts';
import { ClientNotes, historyOf, keyValueStore } from '../../../../src/engine/protocols/key-value/history.ts';
import type { MultiPaxosMessage } from '../../../../src/engine/protocols/multi-paxos/messages.ts';
import { MULTI_PAXOS_PROGRESS } from '../../../../src/engine/protocols/multi-paxos/progress.ts';
import { MultiPaxosSafety } from '../../../../src/engine/protocols/multi-paxos/safety.ts';
import { multiPaxosSystem, type MultiPaxosFactory, type MultiPaxosParameters } from '../../../../src/engine/protocols/multi-paxos/system.ts';
import { chaosOf, FAULT_LEVELS, randomSchedule, type ChaosProfile } from '../../../../src/engine/sim/chaos.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../src/engine/sim/time.ts';

const FAULTS_END = 2 * SECOND;
const CLIENTS = 3;

export function faultedCluster(seed: number, create?: MultiPaxosFactory) {
  const random = Random.fromSeed(seed).split('campaign');
  const slowest = random.pick([2, 10, 10, 30] as const) * MILLISECOND;
  const parameters: MultiPaxosParameters = {
    servers: random.pick([3, 3, 3, 5, 2, 1] as const),
    clients: CLIENTS,
    electionTimeoutMin: 5 * slowest,
    electionTimeoutMax: random.pick([6, 10] as const) * slowest,
    heartbeatInterval: random.pick([2, 4] as const) * slowest,
    window: random.pick([1, 2, 4, 16] as const),
    batch: random.pick([1, 16] as const),
    snapshotInterval: random.pick([0, 2, 5] as const),
    retained: random.pick([0, 2, 8] as const),
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: slowest },
    loss: random.pick([0, 0, 0.1] as const),
    duplication: random.pick([0, 0.1] as const),
    retryTimeout: random.pick([4, 8] as const) * slowest,
    thinkTime: random.pick([1, 2, 10] as const) * slowest,
  };
  const servers = Array.from({ length: parameters.servers }, (_, id) => id);
  const bystanders = Array.from({ length: parameters.clients }, (_, client) => parameters.servers + client);
  const scope = { nodes: servers, bystanders, from: 0, until: FAULTS_END };
  const schedule = randomSchedule(random.split('faults'), random.chance(0.5) ? chaosOf(random.pick(FAULT_LEVELS) ?? 'hostile', scope) : hectic(random, scope, slowest));
  return { system: multiPaxosSystem(parameters, create), schedule, firstClient: parameters.servers };
}

/** Faults that come as quickly as leaders change. */
function hectic(random: Random, scope: Pick<ChaosProfile, 'nodes' | 'bystanders' | 'from' | 'until'>, slowest: Micros): ChaosProfile {
  return {
    ...scope,
    maximumDown: random.pick([1, scope.nodes.length] as const),
    interval: random.pick([1, 4, 12] as const) * slowest,
    weights: { crash: 1, blink: 1, torn: 0.5, pause: 1, partition: 1, isolate: 2, cut: 1, heal: 2 },
  };
}

const BUDGET = { moves: 200_000, bytes: 50_000_000 };

/** A faulted run, watched, up to where it has made progress after the faults; then what clients saw, without any knowledge of the servers. */
export function hunt(seed: number, create?: MultiPaxosFactory): ExaminationResult<MultiPaxosMessage> {
  const { system, schedule, firstClient } = faultedCluster(seed, create);
  const trace = new ClientNotes(firstClient);
  const result = examine<MultiPaxosMessage>({ system, seed, schedule, faultsStop: FAULTS_END, within: 5 * SECOND, goal: MULTI_PAXOS_PROGRESS, monitor: new MultiPaxosSafety(), trace });
  return { ...result, violation: result.violation ?? checkHistory(trace.notes, result.simulator.step) };
}

function checkHistory(notes: ClientNotes['notes'], step: number): Violation | undefined {
  const found = checkLinearizability(keyValueStore, historyOf(notes), BUDGET);
  return found.kind === 'violated' ? { property: 'linearizability', step, message: `No order explains what the clients saw: ${JSON.stringify(found.conflict)}` } : undefined;
}
