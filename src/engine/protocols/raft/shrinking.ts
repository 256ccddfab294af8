/** How a run of Raft that breaks a property may be simpler. */
import { simplerLatencies } from '../../check/shrinking/weaker.ts';
import type { NodeId } from '../../sim/process.ts';
import { formatCommand, parseCommand, type UserCommand } from './commands.ts';
import { DEFAULT_RAFT, type RaftParameters } from './system.ts';

/** A cluster of so many servers, of which some wait to be added, with so many clients, of which some only read. */
export type RaftMembers = Pick<RaftParameters, 'servers' | 'spares' | 'clients' | 'readers'>;

/** @returns the same without one node, the others moved up; undefined for the last member */
export function withoutRaftNode({ servers, spares, clients, readers }: RaftMembers, node: NodeId): RaftMembers | undefined {
  if (node >= servers) return { servers, spares, clients: clients - 1, readers: node - servers < readers ? readers - 1 : readers };
  if (node >= servers - spares) return { servers: servers - 1, spares: spares - 1, clients, readers };
  return servers - spares > 1 ? { servers: servers - 1, spares, clients, readers } : undefined;
}

/** @returns undefined for a command that is about a server which is gone */
export function renameRaftCommand(text: string, rename: (node: NodeId) => NodeId | undefined): string | undefined {
  const command = renamed(parseCommand(text), rename);
  return command && formatCommand(command);
}

function renamed(command: UserCommand, rename: (node: NodeId) => NodeId | undefined): UserCommand | undefined {
  if ('servers' in command) {
    const servers = command.servers.flatMap((server) => rename(server) ?? []);
    return servers.length > 0 ? { ...command, servers } : undefined;
  }
  if (!('server' in command) || command.server === null) return command;
  const server = rename(command.server);
  return server === undefined ? undefined : { ...command, server };
}

/** What is switched off where it can be, each by itself. */
const PLAIN = {
  loss: 0,
  duplication: 0,
  sessionLimit: 0,
  snapshotChunk: 0,
  snapshotThreshold: 0,
  clockDriftBound: 0,
  reads: 'log',
  leaderStickiness: false,
  preVote: false,
  changes: 'single',
  readers: 0,
  thinkTime: 0,
  batch: DEFAULT_RAFT.batch,
  retryTimeout: DEFAULT_RAFT.retryTimeout,
} as const satisfies Partial<RaftParameters>;

/** Parameters of which one thing is as it is in an ordinary cluster. */
export function* simplerRaft(parameters: RaftParameters): Generator<RaftParameters> {
  for (const name of Object.keys(PLAIN) as (keyof typeof PLAIN)[]) {
    if (parameters[name] !== PLAIN[name]) yield { ...parameters, [name]: PLAIN[name] };
  }
  const { electionTimeoutMin, electionTimeoutMax, heartbeatInterval } = DEFAULT_RAFT;
  if (parameters.electionTimeoutMin !== electionTimeoutMin || parameters.electionTimeoutMax !== electionTimeoutMax || parameters.heartbeatInterval !== heartbeatInterval) {
    yield { ...parameters, electionTimeoutMin, electionTimeoutMax, heartbeatInterval };
  }
  for (const latency of simplerLatencies(parameters.latency)) yield { ...parameters, latency };
}
