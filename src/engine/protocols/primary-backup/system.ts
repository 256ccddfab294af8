/** A view server, servers and clients, as a system to simulate, or to search. */
import type { Latency } from '../../sim/latency.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import { PrimaryBackupClient, type ClientOptions } from './client.ts';
import type { PrimaryBackupMessage, PrimaryBackupNote } from './messages.ts';
import { PrimaryBackupServer, type ServerOptions } from './server.ts';
import { NO_VIEW, type View } from './view.ts';
import { ViewServer, type ViewServerOptions } from './view-server.ts';

export interface PrimaryBackupParameters {
  /** Two of them serve; the others wait until one of these is not heard of any more. */
  readonly servers: number;
  readonly clients: number;
  /** Whether the first two servers are primary and backup from the start; otherwise the first that are heard. */
  readonly paired: boolean;
  readonly pingInterval: Micros;
  readonly checkInterval: Micros;
  readonly retryTimeout: Micros;
  readonly latency: Latency;
  readonly loss: number;
  readonly duplication: number;
}

export const DEFAULT_PRIMARY_BACKUP: PrimaryBackupParameters = {
  servers: 3,
  clients: 2,
  paired: false,
  pingInterval: 50 * MILLISECOND,
  checkInterval: 200 * MILLISECOND,
  retryTimeout: 150 * MILLISECOND,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
  loss: 0,
  duplication: 0,
};

type PrimaryBackupContext = Context<PrimaryBackupMessage, PrimaryBackupNote>;

/** Makes the processes; broken ones, or a learner's, can take the reference's place. */
export interface PrimaryBackupFactory {
  readonly viewServer: (context: PrimaryBackupContext, options: ViewServerOptions) => Process<PrimaryBackupMessage>;
  readonly server: (context: PrimaryBackupContext, options: ServerOptions) => Process<PrimaryBackupMessage>;
  readonly client: (context: PrimaryBackupContext, options: ClientOptions) => Process<PrimaryBackupMessage>;
}

const REFERENCE: PrimaryBackupFactory = {
  viewServer: (context, options) => new ViewServer(context, options),
  server: (context, options) => new PrimaryBackupServer(context, options),
  client: (context, options) => new PrimaryBackupClient(context, options),
};

export const VIEW_SERVER = 0;
export const FIRST_SERVER = 1;

/**
 * The view server is node 0, the servers s1, s2, … come after it, and the clients c1, c2, … after them. A command to a client
 * is an operation: "set KEY NUMBER", "add KEY NUMBER" or "get KEY".
 * @throws RangeError that says which parameter is out of range, or which two don't go together
 */
export function primaryBackupSystem(parameters: PrimaryBackupParameters, factory: Partial<PrimaryBackupFactory> = {}): System<PrimaryBackupMessage> {
  const { servers, clients, paired, pingInterval, checkInterval, latency, loss, duplication } = parameters;
  if (!Number.isInteger(servers) || servers < 1) throw new RangeError(`There is at least one server, not ${servers}.`);
  if (paired && servers < 2) throw new RangeError('One server is no pair: leave out "paired", or take more servers.');
  if (!Number.isInteger(clients) || clients < 0) throw new RangeError(`The number of clients is 0 or more, not ${clients}.`);
  if (checkInterval <= pingInterval) throw new RangeError(`Servers that ping every ${pingInterval} µs are all taken for dead where the view server hears them for ${checkInterval} µs: make checkInterval the longer one.`);
  const { viewServer, server, client } = { ...REFERENCE, ...factory };
  const options = { ...parameters, viewServer: VIEW_SERVER, initialView: paired ? PAIRED : NO_VIEW };
  const nodes = [
    { name: 'views', kind: 'server' as const, create: (context: PrimaryBackupContext) => viewServer(context, options) },
    ...serversOf(parameters).map((_, id): NodeSpec<PrimaryBackupMessage> => ({ name: `s${id + 1}`, kind: 'server', create: (context) => server(context, options) })),
    ...clientsOf(parameters).map((_, id): NodeSpec<PrimaryBackupMessage> => ({ name: `c${id + 1}`, kind: 'client', create: (context) => client(context, options) })),
  ];
  return { nodes, network: { latency, loss, duplication } };
}

const PAIRED: View = { number: 1, primary: { node: FIRST_SERVER, incarnation: 1 }, backup: { node: FIRST_SERVER + 1, incarnation: 1 } };

export function serversOf({ servers }: Pick<PrimaryBackupParameters, 'servers'>): readonly NodeId[] {
  return Array.from({ length: servers }, (_, id) => FIRST_SERVER + id);
}

export function clientsOf({ servers, clients }: Pick<PrimaryBackupParameters, 'servers' | 'clients'>): readonly NodeId[] {
  return Array.from({ length: clients }, (_, id) => FIRST_SERVER + servers + id);
}
