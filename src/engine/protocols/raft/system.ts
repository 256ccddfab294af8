/** A Raft cluster with its clients, as a system to simulate. */
import type { Latency } from '../../sim/latency.ts';
import type { Context, Process } from '../../sim/process.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import { RaftClient } from './client.ts';
import { serverName } from './commands.ts';
import type { RaftMessage, RaftNote } from './messages.ts';
import type { RaftOptions } from './options.ts';
import { RaftServer } from './server.ts';

export interface RaftParameters extends RaftOptions {
  readonly clients: number;
  /** So many of the clients, the first ones, only read when they make up commands. */
  readonly readers: number;
  readonly latency: Latency;
  readonly loss: number;
  readonly duplication: number;
  readonly retryTimeout: Micros;
  /** Time between the commands that a client makes up by itself; 0 for never. */
  readonly thinkTime: Micros;
}

export const DEFAULT_RAFT: RaftParameters = {
  servers: 5,
  clients: 1,
  readers: 0,
  electionTimeoutMin: 150 * MILLISECOND,
  electionTimeoutMax: 300 * MILLISECOND,
  heartbeatInterval: 50 * MILLISECOND,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
  loss: 0,
  duplication: 0,
  spares: 0,
  batch: 16,
  changes: 'single',
  preVote: false,
  leaderStickiness: false,
  reads: 'log',
  clockDriftBound: 0,
  snapshotThreshold: 0,
  snapshotChunk: 0,
  sessionLimit: 0,
  retryTimeout: 400 * MILLISECOND,
  thinkTime: 0,
};

export type ServerFactory = (context: Context<RaftMessage, RaftNote>, options: RaftOptions) => Process<RaftMessage>;

/**
 * Servers n1, n2, … are the first nodes, clients c1, c2, … the ones after them.
 * @param create makes a server; a broken one, or a learner's, can take the reference's place
 * @throws RangeError that says which parameter is out of range, or which two don't go together
 */
export function raftSystem(
  parameters: RaftParameters,
  create: ServerFactory = (context, options) => new RaftServer(context, options),
): System<RaftMessage> {
  validate(parameters);
  const { servers, clients, loss, duplication, latency } = parameters;
  const server = (id: number): NodeSpec<RaftMessage> => ({
    name: serverName(id),
    kind: 'server',
    create: (context) => create(context, parameters),
  });
  const client = (id: number): NodeSpec<RaftMessage> => ({
    name: `c${id + 1}`,
    kind: 'client',
    create: (context) => new RaftClient(context, { ...parameters, onlyReads: id < parameters.readers }),
  });
  return {
    nodes: [...Array.from({ length: servers }, (_, id) => server(id)), ...Array.from({ length: clients }, (_, id) => client(id))],
    network: { latency, loss, duplication },
  };
}

function validate(parameters: RaftParameters): void {
  const { servers, spares, clients, readers, batch, electionTimeoutMin, electionTimeoutMax, heartbeatInterval, snapshotThreshold, snapshotChunk, sessionLimit, clockDriftBound } = parameters;
  const isCount = (value: number, least: number) => Number.isInteger(value) && value >= least;
  if (!isCount(servers, 1)) throw new RangeError(`A cluster has at least one server, not ${servers}.`);
  if (!isCount(spares, 0) || spares >= servers) {
    throw new RangeError(`Of ${servers} servers ${spares} can't wait to be added: at least one is a member from the start.`);
  }
  if (!isCount(clients, 0)) throw new RangeError(`The number of clients is 0 or more, not ${clients}.`);
  if (!isCount(readers, 0) || readers > clients) throw new RangeError(`Of ${clients} clients ${readers} can't be readers.`);
  if (!isCount(batch, 1)) throw new RangeError(`A batch holds at least one entry, not ${batch}.`);
  if (!isCount(snapshotThreshold, 0)) throw new RangeError(`Between two snapshots there are 0 entries (no snapshots) or more, not ${snapshotThreshold}.`);
  if (!isCount(snapshotChunk, 0)) throw new RangeError(`A part of a snapshot holds 0 records (all of them) or more, not ${snapshotChunk}.`);
  if (!isCount(sessionLimit, 0)) throw new RangeError(`The most sessions that are remembered are 0 (no limit) or more, not ${sessionLimit}.`);
  if (!isCount(clockDriftBound, 0) || clockDriftBound >= 1_000_000) {
    throw new RangeError(`The bound on the drift of clocks is a whole number of parts per million from 0 to 999999, not ${clockDriftBound}.`);
  }
  if (electionTimeoutMax < electionTimeoutMin) {
    throw new RangeError(
      `The longest election timeout (${electionTimeoutMax} µs) is below the shortest (${electionTimeoutMin} µs): raise it, or lower the other.`,
    );
  }
  if (heartbeatInterval >= electionTimeoutMin) {
    throw new RangeError(
      `The heartbeat interval (${heartbeatInterval} µs) is not below the shortest election timeout (${electionTimeoutMin} µs): ` +
        'followers would start elections between two heartbeats of a healthy leader.',
    );
  }
}
