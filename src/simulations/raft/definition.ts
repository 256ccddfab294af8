/** The Raft simulation. */
import type { RaftMessage } from '../../engine/protocols/raft/messages.ts';
import { parseCommand, serversOf, serverName } from '../../engine/protocols/raft/commands.ts';
import { RAFT_PROPERTIES, RaftSafety } from '../../engine/protocols/raft/safety.ts';
import { raftSystem } from '../../engine/protocols/raft/system.ts';
import { SECOND } from '../../engine/sim/time.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { describeRaftMessage } from './describe-message.ts';
import { narrateRaft } from './narration.ts';
import { RAFT_PARAMETERS, raftParameters } from './parameters.ts';
import { describeRaftNode } from './view.ts';

export const raftSimulation: SimulationDefinition<RaftMessage> = {
  type: 'raft',
  title: 'Raft',
  parameters: RAFT_PARAMETERS,
  horizon: 60 * SECOND,
  properties: RAFT_PROPERTIES,
  build: (values) => raftSystem(raftParameters(values)),
  monitor: () => new RaftSafety(),
  checkCommand,
  describeNode: describeRaftNode,
  describeMessage: describeRaftMessage,
  narrate: narrateRaft,
};

function checkCommand(command: string, values: Values): void {
  const { servers } = raftParameters(values);
  const unknown = serversOf(parseCommand(command)).find((server) => server >= servers);
  if (unknown !== undefined) throw new RangeError(`There is no server ${serverName(unknown)}: the servers are n1 to ${serverName(servers - 1)}.`);
}
