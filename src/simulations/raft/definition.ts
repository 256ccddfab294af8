/** The Raft simulation. */
import type { RaftMessage } from '../../engine/protocols/raft/messages.ts';
import { RAFT_PROPERTIES, RaftSafety } from '../../engine/protocols/raft/safety.ts';
import { parseCommand } from '../../engine/protocols/raft/commands.ts';
import { DEFAULT_RAFT, raftSystem } from '../../engine/protocols/raft/system.ts';
import { MILLISECOND, SECOND } from '../../engine/sim/time.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { narrateRaft } from './narration.ts';
import { describeRaftMessage } from './describe-message.ts';
import { describeRaftNode } from './view.ts';

const PARAMETERS = [
  { name: 'nodes', label: 'Servers', description: 'Servers in the cluster. A majority of them must work together for anything to happen.', unit: 'count', minimum: 3, maximum: 9, step: 1, initial: 5 },
  { name: 'clients', label: 'Clients', description: 'Clients that send commands.', unit: 'count', minimum: 1, maximum: 3, step: 1, initial: 1 },
  { name: 'thinkTime', label: 'Clients act every', description: 'Time after which a client makes up a command by itself; 0 for clients that only do as you tell them.', unit: 'duration', minimum: 0, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 0 },
  { name: 'electionTimeoutMin', label: 'Election timeout, shortest', description: 'A follower that hears from no leader for a time between the shortest and the longest timeout starts an election.', unit: 'duration', minimum: 20 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 150 * MILLISECOND },
  { name: 'electionTimeoutMax', label: 'Election timeout, longest', description: 'The wider the range, the rarer split votes are.', unit: 'duration', minimum: 20 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 300 * MILLISECOND },
  { name: 'heartbeatInterval', label: 'Heartbeat interval', description: 'How often a leader says that it is there. It must be below the shortest election timeout.', unit: 'duration', minimum: 10 * MILLISECOND, maximum: 5 * SECOND, step: 10 * MILLISECOND, initial: 50 * MILLISECOND },
  { name: 'latencyMin', label: 'Latency, shortest', description: 'A message travels for a time between the shortest and the longest latency.', unit: 'duration', minimum: 0, maximum: 5 * SECOND, step: MILLISECOND, initial: 5 * MILLISECOND },
  { name: 'latencyMax', label: 'Latency, longest', description: 'Where it is above the shortest, messages overtake each other.', unit: 'duration', minimum: 0, maximum: 5 * SECOND, step: MILLISECOND, initial: 15 * MILLISECOND },
  { name: 'loss', label: 'Loss', description: 'How likely the network is to lose a message.', unit: 'probability', minimum: 0, maximum: 1, step: 0.01, initial: 0 },
  { name: 'seed', label: 'Seed', description: 'Everything random is drawn from it: the same seed gives the same run.', unit: 'seed', minimum: 0, maximum: 4_294_967_295, step: 1, initial: 1 },
] as const;

export const raftSimulation: SimulationDefinition<RaftMessage> = {
  type: 'raft',
  title: 'Raft',
  parameters: PARAMETERS,
  horizon: 60 * SECOND,
  properties: RAFT_PROPERTIES,
  build,
  monitor: () => new RaftSafety(),
  checkCommand: parseCommand,
  describeNode: describeRaftNode,
  describeMessage: describeRaftMessage,
  narrate: narrateRaft,
};

function build(values: Values) {
  const value = (name: (typeof PARAMETERS)[number]['name']) => values[name] ?? 0;
  return raftSystem({
    ...DEFAULT_RAFT,
    servers: value('nodes'),
    clients: value('clients'),
    thinkTime: value('thinkTime'),
    electionTimeoutMin: value('electionTimeoutMin'),
    electionTimeoutMax: value('electionTimeoutMax'),
    heartbeatInterval: value('heartbeatInterval'),
    latency: { kind: 'uniform', minimum: value('latencyMin'), maximum: value('latencyMax') },
    loss: value('loss'),
  });
}
