/** The simulation of Paxos, which chooses one value. */
import { Progress } from '../../engine/check/liveness.ts';
import { Monitors, type Monitor } from '../../engine/check/monitor.ts';
import { ensembleOf, seatNamed } from '../../engine/protocols/paxos/ensemble.ts';
import type { PaxosMessage } from '../../engine/protocols/paxos/messages.ts';
import { chosenAndLearned, CONSENSUS, DISCIPLINE, PAXOS_PROPERTIES, PaxosSafety } from '../../engine/protocols/paxos/properties.ts';
import { paxosSystem } from '../../engine/protocols/paxos/system.ts';
import { endOfFaults } from '../../engine/sim/chaos.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import { Random } from '../../engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../engine/sim/schedule.ts';
import type { System } from '../../engine/sim/system.ts';
import { MILLISECOND, SECOND, type Micros } from '../../engine/sim/time.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { drawFaults, faultsStop, whereRepaired } from '../fault-level.ts';
import { checkCommand, commandForm } from './commands.ts';
import { describePaxosMessage } from './describe-message.ts';
import { standingOfPaxos } from './keeps.ts';
import { narratePaxos } from './narration.ts';
import { isTogether, PAXOS_PARAMETERS, paxosFlaw, paxosParameters } from './parameters.ts';
import { predictPaxos } from './predictions.ts';
import { PAXOS_SEARCH } from './search.ts';
import { stuckPaxos } from './stuck.ts';
import { describePaxosNode } from './view.ts';
import { PAXOS_VOCABULARY } from './vocabulary.ts';

const SAFETY = [...CONSENSUS, ...DISCIPLINE].map((key) => PAXOS_PROPERTIES[key]);

export const paxosSimulation: SimulationDefinition<PaxosMessage> = {
  type: 'paxos',
  title: 'Paxos',
  parameters: PAXOS_PARAMETERS,
  horizon: 60 * SECOND,
  properties: (values) => (progressFrom(values) === undefined ? SAFETY : [...SAFETY, PAXOS_PROPERTIES.progress]),
  build: (values) => paxosSystem(paxosParameters(values), paxosFlaw(values)?.factory),
  schedule,
  monitor,
  search: PAXOS_SEARCH,
  vocabulary: PAXOS_VOCABULARY,
  shrinking: { goals: [PAXOS_PROPERTIES.progress.id], always, without },
  commandForm,
  checkCommand,
  logWords: null,
  describeNode: describePaxosNode,
  describeMessage: describePaxosMessage,
  narrate: narratePaxos,
  standing: standingOfPaxos,
  stuck: stuckPaxos,
  predict: predictPaxos,
};

/** Time in which proposers wish for something, where no faults set it. */
const FIRST_WISHES = 100 * MILLISECOND;

function schedule(values: Values): Schedule {
  const { layout } = paxosParameters(values);
  const faults = drawFaults(values, layout.map((_, node) => node), []);
  return [...workOnMessages(values), ...[...faults, ...drawWishes(values)].sort((one, other) => one.at - other.at)];
}

function workOnMessages(values: Values): Schedule {
  const perInput = values['messageTime'] ?? 0;
  return perInput === 0 ? [] : proposersOf(values).map((node) => ({ at: 0, action: { kind: 'slow', node, perInput } }));
}

function drawWishes(values: Values): Schedule {
  const random = Random.fromSeed(values['seed'] ?? 0).split('wishes');
  const until = faultsStop(values) ?? FIRST_WISHES;
  return proposersOf(values)
    .slice(0, values['wishes'] ?? 0)
    .map((node, position): ScheduledAction => ({ at: 1 + random.integer(until), action: { kind: 'command', node, command: `v${position + 1}` } }));
}

function proposersOf(values: Values): readonly NodeId[] {
  return ensembleOf(paxosParameters(values).layout).proposers;
}

/** @returns when faults stop, where proposers then come to an end and learners hear of it; undefined where that can't be asked for */
function progressFrom(values: Values): Micros | undefined {
  const { backOff, distinguished, inquiryTimeout } = paxosParameters(values);
  const mayDuel = backOff === 0 && distinguished === undefined;
  return mayDuel || inquiryTimeout === null ? undefined : faultsStop(values);
}

function monitor(values: Values, { nodes }: System<PaxosMessage>): Monitor<PaxosMessage> {
  const layout = nodes.map(({ name }) => seatNamed(name));
  const safety = new PaxosSafety(layout);
  const stop = progressFrom(values);
  return stop === undefined ? safety : new Monitors([safety, new Progress(whereRepaired(chosenAndLearned(layout)), { faultsStop: stop, within: timeToLearn(values) })]);
}

/** Some ballots, and some rounds of asking, of which the network may lose one or the other. */
function timeToLearn(values: Values): Micros {
  const { retryTimeout, backOff, inquiryTimeout } = paxosParameters(values);
  return 10 * SECOND + 4 * (retryTimeout + backOff + (inquiryTimeout ?? 0));
}

/** Where progress is asked for, all is well from the end of faults on. */
function always(values: Values): Schedule {
  const stop = progressFrom(values);
  return stop === undefined ? [] : endOfFaults(paxosParameters(values).layout.map((_, node) => node), stop);
}

function without(values: Values, node: NodeId): Values | undefined {
  const name = nameOfCount(values, node);
  const count = values[name] ?? 0;
  return count > 1 || name === 'learners' ? { ...values, [name]: count - 1 } : undefined;
}

/** The parameter that counts the nodes of which this is one. */
function nameOfCount(values: Values, node: NodeId): 'nodes' | 'proposers' | 'acceptors' | 'learners' {
  if (isTogether(values)) return 'nodes';
  const role = paxosParameters(values).layout[node]?.roles[0] ?? 'learner';
  return `${role}s`;
}
