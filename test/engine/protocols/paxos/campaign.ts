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
import type { Action, Schedule, ScheduledAction } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../src/engine/sim/time.ts';

const FAULTS_END = 2 * SECOND;

export function faultedProposals(seed: number, factory?: Partial<PaxosFactory>) {
  const random = Random.fromSeed(seed).split('campaign');
  const slowest = random.pick([5, 10, 30] as const) * MILLISECOND;
  const layout = random.pick([together(3), together(5), apart({ proposers: 2, acceptors: 3, learners: 2 }), apart({ proposers: 3, acceptors: 4, learners: 1 })] as const);
  const parameters: PaxosParameters = {
    layout,
    retryTimeout: random.pick([4, 10] as const) * slowest,
    backOff: random.pick([4, 16] as const) * slowest,
    refusals: random.chance(0.8),
    inquiryTimeout: random.pick([10, 20] as const) * slowest,
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: slowest },
    loss: random.pick([0, 0, 0.1] as const),
    duplication: random.pick([0, 0.1] as const),
  };
  const nodes = layout.map((_, id) => id);
  const level = random.pick([...FAULT_LEVELS, 'hostile', 'hostile'] as const) ?? 'hostile';
  const faults = randomSchedule(random.split('faults'), chaosOf(level, { nodes, from: 0, until: FAULTS_END }));
  const rush = rushAtRandom(random.split('rush'), nodes, ensembleOf(layout).proposers, random.pick([4, 20] as const) * slowest);
  return { system: paxosSystem(parameters, factory), schedule: [...faults, ...rush].sort((one, other) => one.at - other.at), layout };
}

/** A decree is soon passed, so what can go wrong has to meet: proposers are told values one after the other, and nodes blink meanwhile. */
function rushAtRandom(random: Random, nodes: readonly NodeId[], proposers: readonly NodeId[], span: Micros): Schedule {
  const begin = random.integer(FAULTS_END / 2);
  const during = (...actions: readonly Action[]) => {
    const at = begin + random.integer(span);
    return actions.map((action): ScheduledAction => ({ at, action }));
  };
  const turns = Array.from({ length: random.pick([2, 8] as const) }, () => proposers).flat();
  const told = turns.flatMap((node, position) => during({ kind: 'command', node, command: `v${position + 1}` }));
  const blinks = [...nodes, ...turns].filter(() => random.chance(0.5)).flatMap((node) => during({ kind: 'crash', node }, { kind: 'restart', node }));
  return [...told, ...blinks];
}

/** A faulted run, watched, up to where a value is chosen and learned after the faults. */
export function hunt(seed: number, factory?: Partial<PaxosFactory>): ExaminationResult<PaxosMessage> {
  const { system, schedule, layout } = faultedProposals(seed, factory);
  return examine({ system, schedule, seed, faultsStop: FAULTS_END, within: 10 * SECOND, goal: chosenAndLearned(layout), monitor: new PaxosSafety(layout) });
}

/** What proposers wish for in a small system. */
export const VALUES = ['x', 'y'] as const;

export const TWO_PROPOSERS: readonly Seat[] = apart({ proposers: 2, acceptors: 3, learners: 0 });

/** The proposers wish for different values from the start, and nobody is told more than the paper asks for. */
export function smallPaxos(factory?: Partial<PaxosFactory>, parameters: Partial<PaxosParameters> = {}): SearchModel<PaxosMessage> {
  const system = paxosSystem({ ...DEFAULT_PAXOS, layout: TWO_PROPOSERS, values: VALUES, refusals: false, inquiryTimeout: null, ...parameters }, factory);
  return { nodes: system.nodes, bounds: { timers: 0 } };
}
