/** Faulted runs of Paxos, each drawn from its seed, and the small systems in which it is searched. */
import { examine, type ExaminationResult } from '../../../../src/engine/check/liveness.ts';
import type { SearchModel } from '../../../../src/engine/check/search/model.ts';
import { apart, ensembleOf, together, type Seat } from '../../../../src/engine/protocols/paxos/ensemble.ts';
import type { PaxosMessage } from '../../../../src/engine/protocols/paxos/messages.ts';
import { chosenAndLearned, PaxosSafety } from '../../../../src/engine/protocols/paxos/properties.ts';
import { DEFAULT_PAXOS, paxosSystem, type PaxosFactory, type PaxosParameters } from '../../../../src/engine/protocols/paxos/system.ts';
import { chaosOf, FAULT_LEVELS, randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';

const FAULTS_END = 2 * SECOND;

export function faultedProposals(seed: number, factory?: Partial<PaxosFactory>) {
  const random = Random.fromSeed(seed).split('campaign');
  const slowest = random.pick([5, 10, 30] as const) * MILLISECOND;
  const layout = random.pick([together(3), together(5), apart({ proposers: 2, acceptors: 3, learners: 2 }), apart({ proposers: 3, acceptors: 4, learners: 1 })])!;
  const parameters: PaxosParameters = {
    layout,
    retryTimeout: random.pick([5, 10] as const) * slowest,
    backOff: random.pick([4, 16] as const) * slowest,
    inquiryTimeout: random.pick([10, 20] as const) * slowest,
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: slowest },
    loss: random.pick([0, 0, 0.1] as const),
    duplication: random.pick([0, 0.1] as const),
  };
  const nodes = layout.map((_, id) => id);
  const level = random.pick([...FAULT_LEVELS, 'hostile', 'hostile'] as const) ?? 'hostile';
  const faults = randomSchedule(random.split('faults'), chaosOf(level, { nodes, from: 0, until: FAULTS_END }));
  const schedule = [...faults, ...proposalsAtRandom(random.split('proposals'), ensembleOf(layout).proposers)].sort((one, other) => one.at - other.at);
  return { system: paxosSystem(parameters, factory), schedule, layout };
}

/** Each proposer is told a value, some of them again and another one, at about the same time: it is over soon. */
function proposalsAtRandom(random: Random, proposers: readonly NodeId[]): Schedule {
  const begin = random.integer(FAULTS_END / 2);
  return [...proposers, ...proposers].map((node, position): ScheduledAction => ({ at: begin + random.integer(FAULTS_END / 4), action: { kind: 'command', node, command: `v${position + 1}` } }));
}

/** A faulted run, watched, up to where a value is chosen and learned after the faults. */
export function hunt(seed: number, factory?: Partial<PaxosFactory>): ExaminationResult<PaxosMessage> {
  const { system, schedule, layout } = faultedProposals(seed, factory);
  return examine({ system, schedule, seed, faultsStop: FAULTS_END, within: 10 * SECOND, goal: chosenAndLearned(layout), monitor: new PaxosSafety(layout) });
}

export const VALUES = ['x', 'y'] as const;

/** Two proposers that wish for different values from the start, and three acceptors. */
export const SMALL: readonly Seat[] = apart({ proposers: 2, acceptors: 3, learners: 0 });

export function twoProposers(factory?: Partial<PaxosFactory>, parameters: Partial<PaxosParameters> = {}): SearchModel<PaxosMessage> {
  return { nodes: paxosSystem({ ...DEFAULT_PAXOS, layout: SMALL, values: VALUES, inquiryTimeout: null, ...parameters }, factory).nodes, bounds: { timers: 0 } };
}
