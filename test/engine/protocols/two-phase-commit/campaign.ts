/** Faulted runs of two-phase commit, each drawn from its seed, and the small systems in which it is searched. */
import { examine, type ExaminationResult } from '../../../../src/engine/check/liveness.ts';
import type { SearchModel } from '../../../../src/engine/check/search/model.ts';
import { CommitmentSafety, TERMINATION } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import type { TwoPhaseMessage } from '../../../../src/engine/protocols/two-phase-commit/messages.ts';
import { DEFAULT_TWO_PHASE, participantsOf, twoPhaseSystem, type TwoPhaseFactory, type TwoPhaseParameters } from '../../../../src/engine/protocols/two-phase-commit/system.ts';
import { chaosOf, FAULT_LEVELS, randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';
import { transactionsAtRandom } from '../transactions.ts';

const FAULTS_END = 2 * SECOND;

export function faultedTransactions(seed: number, factory?: Partial<TwoPhaseFactory>) {
  const random = Random.fromSeed(seed).split('campaign');
  const parameters: TwoPhaseParameters = {
    coordinators: random.between(1, 2),
    participants: random.between(2, 4),
    cooperative: random.chance(0.5),
    voteTimeout: random.pick([30, 100] as const) * MILLISECOND,
    acknowledgementTimeout: random.pick([20, 100] as const) * MILLISECOND,
    inquiryTimeout: random.pick([30, 150] as const) * MILLISECOND,
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: random.pick([10, 40] as const) * MILLISECOND },
    loss: random.pick([0, 0, 0.1] as const),
    duplication: random.pick([0, 0.1] as const),
  };
  const { coordinators } = parameters;
  const participants = participantsOf(parameters);
  const nodes = [...Array.from({ length: coordinators }, (_, id) => id), ...participants];
  const faults = randomSchedule(random.split('faults'), chaosOf(random.pick(FAULT_LEVELS) ?? 'hostile', { nodes, from: 0, until: FAULTS_END }));
  const commands = transactionsAtRandom(random.split('commands'), { begin: nodes.slice(0, coordinators), participants, interval: 50 * MILLISECOND, until: FAULTS_END });
  const schedule = [...faults, ...commands].sort((one, other) => one.at - other.at);
  return { system: twoPhaseSystem(parameters, factory), schedule };
}

/** A faulted run, watched, up to where all is decided after the faults. */
export function hunt(seed: number, factory?: Partial<TwoPhaseFactory>): ExaminationResult<TwoPhaseMessage> {
  return examine<TwoPhaseMessage>({ ...faultedTransactions(seed, factory), seed, faultsStop: FAULTS_END, within: 5 * SECOND, goal: TERMINATION, monitor: new CommitmentSafety() });
}

/** What the first participant is told so that it aborts the transaction. */
export const ABORT = { node: 1, command: 'T1' } as const;

/** One transaction of two participants, and one crash. */
export function smallTransaction(factory?: Partial<TwoPhaseFactory>, parameters: Partial<TwoPhaseParameters> = {}): SearchModel<TwoPhaseMessage> {
  return {
    nodes: twoPhaseSystem({ ...DEFAULT_TWO_PHASE, participants: 2, ...parameters }, factory).nodes,
    commands: [{ node: 0, command: 'T1' }],
    bounds: { crashes: 1, restarts: true },
  };
}
