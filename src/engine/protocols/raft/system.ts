/** A Raft cluster with its clients, as a system to simulate. */
import type { Latency } from '../../sim/latency.ts';
import type { Context, Process } from '../../sim/process.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import { RaftClient } from './client.ts';
import type { RaftMessage, RaftNote } from './messages.ts';
import type { RaftOptions } from './options.ts';
import { RaftServer } from './server.ts';

export interface RaftParameters extends RaftOptions {
  readonly clients: number;
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
  electionTimeoutMin: 150 * MILLISECOND,
  electionTimeoutMax: 300 * MILLISECOND,
  heartbeatInterval: 50 * MILLISECOND,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
  loss: 0,
  duplication: 0,
  batch: 16,
  snapshotThreshold: 0,
  snapshotChunk: 0,
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
    name: `n${id + 1}`,
    kind: 'server',
    create: (context) => create(context, parameters),
  });
  const client = (id: number): NodeSpec<RaftMessage> => ({
    name: `c${id + 1}`,
    kind: 'client',
    create: (context) => new RaftClient(context, parameters),
  });
  return {
    nodes: [...Array.from({ length: servers }, (_, id) => server(id)), ...Array.from({ length: clients }, (_, id) => client(id))],
    network: { latency, loss, duplication },
  };
}

function validate({ servers, clients, batch, electionTimeoutMin, electionTimeoutMax, heartbeatInterval }: RaftParameters): void {
  if (!Number.isInteger(servers) || servers < 1) throw new RangeError(`A cluster has at least one server, not ${servers}.`);
  if (!Number.isInteger(clients) || clients < 0) throw new RangeError(`The number of clients is 0 or more, not ${clients}.`);
  if (!Number.isInteger(batch) || batch < 1) throw new RangeError(`A batch holds at least one entry, not ${batch}.`);
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
