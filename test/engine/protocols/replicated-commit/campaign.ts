/** Faulted runs of Paxos Commit, each drawn from its seed, and the small systems in which it is searched. */
import { examine, type ExaminationResult } from '../../../../src/engine/check/liveness.ts';
import type { SearchModel } from '../../../../src/engine/check/search/model.ts';
import { CommitmentSafety, TERMINATION } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import type { PaxosCommitMessage } from '../../../../src/engine/protocols/replicated-commit/messages.ts';
import { DEFAULT_PAXOS_COMMIT, paxosCommitSystem, resourceManagersOf, type PaxosCommitFactory, type PaxosCommitParameters } from '../../../../src/engine/protocols/replicated-commit/system.ts';
import { chaosOf, FAULT_LEVELS, randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';
import { transactionsAtRandom } from '../transactions.ts';

const FAULTS_END = 2 * SECOND;

export function faultedTransactions(seed: number, factory?: Partial<PaxosCommitFactory>) {
  const random = Random.fromSeed(seed).split('campaign');
  const slowest = random.pick([5, 10, 30] as const) * MILLISECOND;
  const parameters: PaxosCommitParameters = {
    servers: random.pick([1, 3, 3, 5] as const),
    resourceManagers: random.between(1, 3),
    ballotTimeout: random.pick([4, 8] as const) * slowest,
    inquiryTimeout: random.pick([6, 16] as const) * slowest,
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: slowest },
    loss: random.pick([0, 0, 0.1] as const),
    duplication: random.pick([0, 0.1] as const),
  };
  const participants = resourceManagersOf(parameters);
  const begin = Array.from({ length: parameters.servers }, (_, id) => id);
  const faults = randomSchedule(random.split('faults'), chaosOf(random.pick(FAULT_LEVELS) ?? 'hostile', { nodes: [...begin, ...participants], from: 0, until: FAULTS_END }));
  const commands = transactionsAtRandom(random.split('commands'), { begin, participants, interval: 100 * MILLISECOND, until: FAULTS_END });
  const schedule = [...faults, ...commands].sort((one, other) => one.at - other.at);
  return { system: paxosCommitSystem(parameters, factory), schedule };
}

/** A faulted run, watched, up to where all is decided after the faults. */
export function hunt(seed: number, factory?: Partial<PaxosCommitFactory>): ExaminationResult<PaxosCommitMessage> {
  return examine<PaxosCommitMessage>({ ...faultedTransactions(seed, factory), seed, faultsStop: FAULTS_END, within: 5 * SECOND, goal: TERMINATION, monitor: new CommitmentSafety() });
}

/** One transaction of two resource managers and three servers. */
export function smallTransaction(factory?: Partial<PaxosCommitFactory>, parameters: Partial<PaxosCommitParameters> = {}): SearchModel<PaxosCommitMessage> {
  return {
    nodes: paxosCommitSystem({ ...DEFAULT_PAXOS_COMMIT, resourceManagers: 2, ...parameters }, factory).nodes,
    commands: [{ node: 0, command: 'T1' }],
    bounds: { timers: 1 },
  };
}
