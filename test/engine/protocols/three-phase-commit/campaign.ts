/** Runs of three-phase commit, each drawn from its seed: crashes in a synchronous network, where it keeps its promises. */
import { examine, type ExaminationResult } from '../../../../src/engine/check/liveness.ts';
import type { SearchModel } from '../../../../src/engine/check/search/model.ts';
import { CommitmentSafety, TERMINATION } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import type { ThreePhaseMessage } from '../../../../src/engine/protocols/three-phase-commit/messages.ts';
import { DEFAULT_THREE_PHASE, participantsOf, threePhaseSystem, type ThreePhaseFactory, type ThreePhaseParameters } from '../../../../src/engine/protocols/three-phase-commit/system.ts';
import { chaosOf, FAULT_LEVELS, randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../src/engine/sim/time.ts';
import { transactionsAtRandom } from '../transactions.ts';

const FAULTS_END = 2 * SECOND;
const WITHIN = 2 * SECOND;

function drawParameters(random: Random): ThreePhaseParameters {
  const maximumDelay = random.pick([2, 5] as const) * MILLISECOND;
  return {
    coordinators: random.pick([1, 1, 2] as const),
    participants: random.pick([2, 2, 2, 3, 4] as const),
    maximumDelay,
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: maximumDelay },
  };
}

/**
 * Crashes while a transaction is under way, some in the middle of sending: then a part of what the node has on its way does
 * not arrive. Nodes come back at any time from the moment at which all that they have sent is there.
 */
function crashesDuring(random: Random, begun: Micros, nodes: readonly NodeId[], maximumDelay: Micros): Schedule {
  const within = random.pick([4, 16] as const) * maximumDelay;
  const downtime = random.pick([1, 20, 60] as const) * maximumDelay;
  return nodes
    .filter(() => random.chance(0.6))
    .flatMap((node): ScheduledAction[] => {
      const at = begun + random.integer(within);
      const unreached = random.chance(0.8) ? nodes.filter((other) => other !== node && random.chance(0.5)) : [];
      return [
        { at, action: { kind: 'crash', node } },
        ...unreached.flatMap((to): ScheduledAction[] => [{ at, action: { kind: 'cut', from: node, to } }, { at: at + maximumDelay, action: { kind: 'mend', from: node, to } }]),
        { at: at + maximumDelay + random.integer(downtime), action: { kind: 'restart', node } },
      ];
    });
}

export function faultedTransactions(seed: number, factory?: Partial<ThreePhaseFactory>) {
  const random = Random.fromSeed(seed).split('campaign');
  const parameters = drawParameters(random);
  const { nodes, begin, participants } = placesOf(parameters);
  const { maximumDelay } = parameters;
  const commands = transactionsAtRandom(random.split('commands'), { begin, participants, interval: 40 * maximumDelay, until: FAULTS_END });
  const faults = commands.flatMap(({ at }) => crashesDuring(random, at, nodes, maximumDelay)).filter(({ at }) => at < FAULTS_END);
  return { system: threePhaseSystem(parameters, factory), schedule: inOrder([...faults, ...commands]) };
}

/** A run with crashes, watched, up to where all is decided after them. */
export function hunt(seed: number, factory?: Partial<ThreePhaseFactory>): ExaminationResult<ThreePhaseMessage> {
  return examine<ThreePhaseMessage>({ ...faultedTransactions(seed, factory), seed, faultsStop: FAULTS_END, within: WITHIN, goal: TERMINATION, monitor: new CommitmentSafety() });
}

/** A run under every fault there is, which three-phase commit is not made for. */
export function huntUnderAnyFault(seed: number): ExaminationResult<ThreePhaseMessage> {
  const random = Random.fromSeed(seed).split('campaign');
  const parameters = drawParameters(random);
  const { nodes, begin, participants } = placesOf(parameters);
  const faults = randomSchedule(random.split('faults'), chaosOf(random.pick(FAULT_LEVELS) ?? 'hostile', { nodes, from: 0, until: FAULTS_END }));
  const commands = transactionsAtRandom(random.split('commands'), { begin, participants, interval: 5 * parameters.maximumDelay, until: FAULTS_END });
  return examine<ThreePhaseMessage>({ system: threePhaseSystem(parameters), schedule: inOrder([...faults, ...commands]), seed, faultsStop: FAULTS_END, within: WITHIN, monitor: new CommitmentSafety() });
}

function placesOf(parameters: ThreePhaseParameters) {
  const participants = participantsOf(parameters);
  const begin = Array.from({ length: parameters.coordinators }, (_, id) => id);
  return { nodes: [...begin, ...participants], begin, participants };
}

function inOrder(schedule: Schedule): Schedule {
  return [...schedule].sort((one, other) => one.at - other.at);
}

/** One transaction of two participants in a synchronous network, and crashes, also in the middle of sending. */
export function smallTransaction(factory?: Partial<ThreePhaseFactory>): SearchModel<ThreePhaseMessage> {
  return {
    nodes: threePhaseSystem({ ...DEFAULT_THREE_PHASE, participants: 2 }, factory).nodes,
    commands: [{ node: 0, command: 'T1' }],
    network: 'bag',
    bounds: { crashes: 2, losses: 2, synchronous: true },
  };
}
