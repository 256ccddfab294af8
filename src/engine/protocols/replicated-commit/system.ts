/** Paxos Commit as a system to simulate, or to search. */
import type { Latency } from '../../sim/latency.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND } from '../../sim/time.ts';
import type { PaxosCommitMessage, PaxosCommitNote } from './messages.ts';
import { ResourceManager, type ResourceManagerOptions } from './resource-manager.ts';
import { CommitServer, type ServerOptions } from './server.ts';

export interface PaxosCommitParameters extends Omit<ServerOptions, 'resourceManagers'>, ResourceManagerOptions {
  readonly resourceManagers: number;
  readonly latency: Latency;
  readonly loss: number;
  readonly duplication: number;
}

export const DEFAULT_PAXOS_COMMIT: PaxosCommitParameters = {
  servers: 3,
  resourceManagers: 3,
  ballotTimeout: 200 * MILLISECOND,
  inquiryTimeout: 400 * MILLISECOND,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
  loss: 0,
  duplication: 0,
};

type PaxosCommitContext = Context<PaxosCommitMessage, PaxosCommitNote>;

/** Makes the processes; broken ones, or a learner's, can take the reference's place. */
export interface PaxosCommitFactory {
  readonly server: (context: PaxosCommitContext, options: ServerOptions) => Process<PaxosCommitMessage>;
  readonly resourceManager: (context: PaxosCommitContext, options: ResourceManagerOptions) => Process<PaxosCommitMessage>;
}

const REFERENCE: PaxosCommitFactory = {
  server: (context, options) => new CommitServer(context, options),
  resourceManager: (context, options) => new ResourceManager(context, options),
};

/**
 * Servers come first, resource managers after them. A transaction begins with a command to a server, which is its name.
 * @throws RangeError that says which parameter is out of range
 */
export function paxosCommitSystem(parameters: PaxosCommitParameters, factory: Partial<PaxosCommitFactory> = {}): System<PaxosCommitMessage> {
  const { servers, resourceManagers, latency, loss, duplication } = parameters;
  if (!Number.isInteger(servers) || servers < 1) throw new RangeError(`There is at least one server, not ${servers}.`);
  if (!Number.isInteger(resourceManagers) || resourceManagers < 1) throw new RangeError(`There is at least one resource manager, not ${resourceManagers}.`);
  const { server, resourceManager } = { ...REFERENCE, ...factory };
  const options: ServerOptions = { ...parameters, resourceManagers: resourceManagersOf(parameters) };
  const nodes = [
    ...Array.from({ length: servers }, (_, id): NodeSpec<PaxosCommitMessage> => ({ name: `s${id + 1}`, kind: 'server', create: (context) => server(context, options) })),
    ...Array.from({ length: resourceManagers }, (_, id): NodeSpec<PaxosCommitMessage> => ({ name: `r${id + 1}`, kind: 'server', create: (context) => resourceManager(context, parameters) })),
  ];
  return { nodes, network: { latency, loss, duplication } };
}

export function resourceManagersOf({ servers, resourceManagers }: Pick<PaxosCommitParameters, 'servers' | 'resourceManagers'>): readonly NodeId[] {
  return Array.from({ length: resourceManagers }, (_, id) => servers + id);
}
