/** A Multi-Paxos cluster with its clients, as a system to simulate, or to search. */
import type { Latency } from '../../sim/latency.ts';
import type { Context, Process } from '../../sim/process.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND } from '../../sim/time.ts';
import { MultiPaxosClient, type ClientOptions } from './client.ts';
import type { MultiPaxosMessage, MultiPaxosNote } from './messages.ts';
import type { MultiPaxosOptions } from './options.ts';
import { MultiPaxosServer } from './server.ts';

export interface MultiPaxosParameters extends MultiPaxosOptions, ClientOptions {
  readonly clients: number;
  readonly latency: Latency;
  readonly loss: number;
  readonly duplication: number;
}

export const DEFAULT_MULTI_PAXOS: MultiPaxosParameters = {
  servers: 3,
  clients: 1,
  electionTimeoutMin: 150 * MILLISECOND,
  electionTimeoutMax: 300 * MILLISECOND,
  heartbeatInterval: 50 * MILLISECOND,
  window: 4,
  batch: 16,
  snapshotInterval: 0,
  retained: 8,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
  loss: 0,
  duplication: 0,
  retryTimeout: 400 * MILLISECOND,
  thinkTime: 0,
};

type MultiPaxosContext = Context<MultiPaxosMessage, MultiPaxosNote>;

/** Makes a server; a broken one, or a learner's, can take the reference's place. */
export type MultiPaxosFactory = (context: MultiPaxosContext, options: MultiPaxosOptions) => Process<MultiPaxosMessage>;

/**
 * Servers s1, s2, … are the first nodes, clients c1, c2, … the ones after them.
 * @throws RangeError that says which parameter is out of range, or which two don't go together
 */
export function multiPaxosSystem(
  parameters: MultiPaxosParameters,
  create: MultiPaxosFactory = (context, options) => new MultiPaxosServer(context, options),
): System<MultiPaxosMessage> {
  validate(parameters);
  const { servers, clients, latency, loss, duplication } = parameters;
  const nodes = [
    ...Array.from({ length: servers }, (_, id): NodeSpec<MultiPaxosMessage> => ({ name: `s${id + 1}`, kind: 'server', create: (context) => create(context, parameters) })),
    ...Array.from({ length: clients }, (_, id): NodeSpec<MultiPaxosMessage> => ({ name: `c${id + 1}`, kind: 'client', create: (context) => new MultiPaxosClient(context, parameters) })),
  ];
  return { nodes, network: { latency, loss, duplication } };
}

function validate({ servers, clients, window, batch, snapshotInterval, retained, electionTimeoutMin, electionTimeoutMax, heartbeatInterval }: MultiPaxosParameters): void {
  const isCount = (value: number, least: number) => Number.isInteger(value) && value >= least;
  if (!isCount(servers, 1)) throw new RangeError(`There is at least one server, not ${servers}.`);
  if (!isCount(clients, 0)) throw new RangeError(`The number of clients is 0 or more, not ${clients}.`);
  if (!isCount(window, 1)) throw new RangeError(`A leader has at least one slot under way, not ${window}.`);
  if (!isCount(batch, 1)) throw new RangeError(`A server that is behind is told of at least one slot at a time, not ${batch}.`);
  if (!isCount(snapshotInterval, 0)) throw new RangeError(`Between two snapshots there are 0 slots (no snapshots) or more, not ${snapshotInterval}.`);
  if (!isCount(retained, 0)) throw new RangeError(`Before a snapshot 0 slots are kept or more, not ${retained}.`);
  if (electionTimeoutMax < electionTimeoutMin) {
    throw new RangeError(`The longest election timeout (${electionTimeoutMax} µs) is below the shortest (${electionTimeoutMin} µs): raise it, or lower the other.`);
  }
  if (heartbeatInterval >= electionTimeoutMin) {
    throw new RangeError(
      `The heartbeat interval (${heartbeatInterval} µs) is not below the shortest election timeout (${electionTimeoutMin} µs): ` +
        'followers would begin ballots between two heartbeats of a healthy leader.',
    );
  }
}
