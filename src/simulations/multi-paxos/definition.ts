/** The simulation of Multi-Paxos, which agrees on a log of commands, slot by slot. */
import { Progress } from '../../engine/check/liveness.ts';
import { Monitors, type Monitor } from '../../engine/check/monitor.ts';
import { readKeyValue } from '../../engine/protocols/key-value/commands.ts';
import { COMMAND_FORMS } from '../../engine/protocols/multi-paxos/client.ts';
import { flawedMultiPaxosServer } from '../../engine/protocols/multi-paxos/flaws.ts';
import type { MultiPaxosMessage } from '../../engine/protocols/multi-paxos/messages.ts';
import { MULTI_PAXOS_PROGRESS } from '../../engine/protocols/multi-paxos/progress.ts';
import { MULTI_PAXOS_PROPERTIES } from '../../engine/protocols/multi-paxos/properties.ts';
import { MultiPaxosSafety } from '../../engine/protocols/multi-paxos/safety.ts';
import { multiPaxosSystem } from '../../engine/protocols/multi-paxos/system.ts';
import { endOfFaults } from '../../engine/sim/chaos.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Schedule } from '../../engine/sim/schedule.ts';
import type { System } from '../../engine/sim/system.ts';
import { SECOND, type Micros } from '../../engine/sim/time.ts';
import type { Command, SimulationDefinition, Values } from '../definition.ts';
import { drawFaults, faultsStop, whereRepaired } from '../fault-level.ts';
import { describeMultiPaxosMessage } from './describe-message.ts';
import { narrateMultiPaxos } from './narration.ts';
import { MULTI_PAXOS_PARAMETERS, multiPaxosFlaw, multiPaxosParameters } from './parameters.ts';
import { MULTI_PAXOS_SEARCH } from './search.ts';
import { stuckMultiPaxos } from './stuck.ts';
import { describeMultiPaxosNode } from './view.ts';
import { MULTI_PAXOS_VOCABULARY } from './vocabulary.ts';

const { progress, ...safety } = MULTI_PAXOS_PROPERTIES;
const SAFETY = Object.values(safety);

export const multiPaxosSimulation: SimulationDefinition<MultiPaxosMessage> = {
  type: 'multi-paxos',
  title: 'Multi-Paxos',
  parameters: MULTI_PAXOS_PARAMETERS,
  horizon: 60 * SECOND,
  properties: (values) => (progressFrom(values) === undefined ? SAFETY : [...SAFETY, progress]),
  build: (values) => multiPaxosSystem(multiPaxosParameters(values), flawedMultiPaxosServer(multiPaxosFlaw(values))),
  schedule,
  monitor,
  search: MULTI_PAXOS_SEARCH,
  vocabulary: MULTI_PAXOS_VOCABULARY,
  shrinking: { goals: [progress.id], always, without },
  commandForm: (node, { nodes }) => (nodes[node]?.kind === 'client' ? { verb: 'Send', label: 'Command for the client', suggestion: 'set x 1' } : undefined),
  checkCommand,
  logWords: { mark: 'Ballot', settled: 'Known to be chosen' },
  describeNode: describeMultiPaxosNode,
  describeMessage: describeMultiPaxosMessage,
  narrate: narrateMultiPaxos,
  stuck: stuckMultiPaxos,
};

/** Virtual time after the end of faults within which a command is to be answered. */
const PROGRESS_WITHIN = 5 * SECOND;

function schedule(values: Values): Schedule {
  const { servers, clients } = multiPaxosParameters(values);
  return drawFaults(values, nodesFrom(0, servers), nodesFrom(servers, clients));
}

function nodesFrom(first: NodeId, count: number): readonly NodeId[] {
  return Array.from({ length: count }, (_, offset) => first + offset);
}

/** @returns when faults stop, where somebody then asks for something by himself; undefined where progress can't be asked for */
function progressFrom(values: Values): Micros | undefined {
  return multiPaxosParameters(values).thinkTime > 0 ? faultsStop(values) : undefined;
}

function monitor(values: Values): Monitor<MultiPaxosMessage> {
  const stop = progressFrom(values);
  const watch = new MultiPaxosSafety();
  return stop === undefined ? watch : new Monitors([watch, new Progress(whereRepaired(MULTI_PAXOS_PROGRESS), { faultsStop: stop, within: PROGRESS_WITHIN })]);
}

/** Where progress is asked for, all is well from the end of faults on. */
function always(values: Values): Schedule {
  const stop = progressFrom(values);
  const { servers, clients } = multiPaxosParameters(values);
  return stop === undefined ? [] : endOfFaults(nodesFrom(0, servers + clients), stop);
}

function without(values: Values, node: NodeId): Values | undefined {
  const { servers, clients } = multiPaxosParameters(values);
  if (node >= servers) return clients > 1 ? { ...values, clients: clients - 1 } : undefined;
  return servers > 1 ? { ...values, nodes: servers - 1 } : undefined;
}

function checkCommand({ command }: Command, _: System<MultiPaxosMessage>): void {
  if (!readKeyValue(command, COMMAND_FORMS)) throw new SyntaxError(`${COMMAND_FORMS}; "${command}" is none of them.`);
}
