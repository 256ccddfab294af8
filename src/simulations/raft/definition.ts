/** The Raft simulation. */
import { Progress } from '../../engine/check/liveness.ts';
import { Monitors, type Monitor } from '../../engine/check/monitor.ts';
import type { RaftMessage } from '../../engine/protocols/raft/messages.ts';
import { parseCommand, serversOf, serverName } from '../../engine/protocols/raft/commands.ts';
import { RAFT_PROGRESS } from '../../engine/protocols/raft/progress.ts';
import { RAFT_PROPERTIES, RaftSafety } from '../../engine/protocols/raft/safety.ts';
import { flawedServer } from '../../engine/protocols/raft/flaws.ts';
import { renameRaftCommand, withoutRaftNode } from '../../engine/protocols/raft/shrinking.ts';
import { raftSystem } from '../../engine/protocols/raft/system.ts';
import { endOfFaults } from '../../engine/sim/chaos.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { System } from '../../engine/sim/system.ts';
import { SECOND } from '../../engine/sim/time.ts';
import type { Command, SimulationDefinition, Values } from '../definition.ts';
import { describeRaftMessage } from './describe-message.ts';
import { drawFaults, faultsStop } from '../fault-level.ts';
import { standingOfRaft } from './keeps.ts';
import { narrateRaft } from './narration.ts';
import { RAFT_PARAMETERS, raftFlaw, raftParameters } from './parameters.ts';
import { predictRaft } from './predictions.ts';
import { RAFT_SEARCH } from './search.ts';
import { stuckRaft } from './stuck.ts';
import { describeRaftNode } from './view.ts';
import { RAFT_VOCABULARY } from './vocabulary.ts';

export const raftSimulation: SimulationDefinition<RaftMessage> = {
  type: 'raft',
  title: 'Raft',
  parameters: RAFT_PARAMETERS,
  horizon: 60 * SECOND,
  properties: (values) => (asksForProgress(values) ? [...RAFT_PROPERTIES, RAFT_PROGRESS.property] : RAFT_PROPERTIES),
  build: (values) => raftSystem(raftParameters(values), flawedServer(raftFlaw(values))),
  schedule,
  monitor,
  search: RAFT_SEARCH,
  vocabulary: RAFT_VOCABULARY,
  shrinking: { goals: [RAFT_PROGRESS.property.id], always, without, renamed: renameRaftCommand },
  commandForm: (node, { nodes }) => (nodes[node]?.kind === 'client' ? { verb: 'Send', label: 'Command for the client', suggestion: 'set x 1' } : undefined),
  checkCommand,
  logWords: { mark: 'Term', settled: 'Committed' },
  describeNode: describeRaftNode,
  describeMessage: describeRaftMessage,
  narrate: narrateRaft,
  standing: standingOfRaft,
  stuck: stuckRaft,
  predict: predictRaft,
};

/** Virtual time after the end of faults within which a command is to be answered. */
const PROGRESS_WITHIN = 5 * SECOND;

function schedule(values: Values) {
  const { servers, clients } = raftParameters(values);
  const ids = (from: number, count: number) => Array.from({ length: count }, (_, offset) => from + offset);
  return drawFaults(values, ids(0, servers), ids(servers, clients));
}

/** Where progress is asked for, all is well from the end of faults on. */
function always(values: Values) {
  const stop = faultsStop(values);
  const { servers, clients } = raftParameters(values);
  return stop !== undefined && asksForProgress(values) ? endOfFaults(Array.from({ length: servers + clients }, (_, node) => node), stop) : [];
}

function without(values: Values, node: NodeId): Values | undefined {
  const members = withoutRaftNode(raftParameters(values), node);
  return members && { ...values, nodes: members.servers - members.spares, spares: members.spares, clients: members.clients, readers: members.readers };
}

/** Progress can be asked for where faults stop, and where somebody asks for something by himself. */
function asksForProgress(values: Values): boolean {
  const { thinkTime, readers, clients } = raftParameters(values);
  return faultsStop(values) !== undefined && thinkTime > 0 && readers < clients;
}

function monitor(values: Values): Monitor<RaftMessage> {
  const stop = faultsStop(values);
  const safety = new RaftSafety();
  return stop !== undefined && asksForProgress(values) ? new Monitors([safety, new Progress(RAFT_PROGRESS, { faultsStop: stop, within: PROGRESS_WITHIN })]) : safety;
}

function checkCommand({ command }: Command, { nodes }: System<RaftMessage>): void {
  const servers = nodes.filter(({ kind }) => kind === 'server').length;
  const unknown = serversOf(parseCommand(command)).find((server) => server >= servers);
  if (unknown !== undefined) throw new RangeError(`There is no server ${serverName(unknown)}: the servers are n1 to ${serverName(servers - 1)}.`);
}
