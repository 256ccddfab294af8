/** A lock service, a store and clients, as a system to simulate, or to search. */
import type { ClockSetting } from '../../sim/clock.ts';
import type { Latency } from '../../sim/latency.ts';
import type { Context, Process } from '../../sim/process.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import { LeaseClient, type ClientOptions } from './client.ts';
import { LockService, type LockServiceOptions } from './lock-service.ts';
import type { LeaseMessage, LeaseNote } from './messages.ts';
import { Store } from './store.ts';
import { clientTerm } from './term.ts';

export interface LeaseParameters {
  readonly clients: number;
  readonly leaseDuration: Micros;
  /** By how much any clock may be too fast or too slow, in parts per million. */
  readonly maximumDrift: number;
  readonly retryTimeout: Micros;
  /** As in `ClientOptions`. */
  readonly workTime: Micros;
  readonly lastLook: ClientOptions['lastLook'];
  readonly renews: boolean;
  readonly latency: Latency;
  readonly loss: number;
  readonly duplication: number;
  /** How the clocks of the nodes are off; right where there is none. */
  readonly clocks?: readonly ClockSetting[];
}

export const DEFAULT_LEASE: LeaseParameters = {
  clients: 2,
  leaseDuration: 500 * MILLISECOND,
  maximumDrift: 1_000,
  retryTimeout: 100 * MILLISECOND,
  workTime: 0,
  lastLook: 'before-write',
  renews: false,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
  loss: 0,
  duplication: 0,
};

type LeaseContext = Context<LeaseMessage, LeaseNote>;

/** Makes the processes; broken ones, or a learner's, can take the reference's place. */
export interface LeaseFactory {
  readonly lockService: (context: LeaseContext, options: LockServiceOptions) => Process<LeaseMessage>;
  readonly store: (context: LeaseContext) => Process<LeaseMessage>;
  readonly client: (context: LeaseContext, options: ClientOptions) => Process<LeaseMessage>;
}

const REFERENCE: LeaseFactory = {
  lockService: (context, options) => new LockService(context, options),
  store: (context) => new Store(context),
  client: (context, options) => new LeaseClient(context, options),
};

export const LOCK_SERVICE = 0;
export const STORE = 1;
export const FIRST_CLIENT = 2;

/**
 * The lock service is node 0, the store node 1, and the clients come after them. Any command to a client is a piece of work.
 * @throws RangeError that says which parameter is out of range, or which two don't go together
 */
export function leaseSystem(parameters: LeaseParameters, factory: Partial<LeaseFactory> = {}): System<LeaseMessage> {
  const { clients, latency, loss, duplication, clocks } = parameters;
  validate(parameters);
  const { lockService, store, client } = { ...REFERENCE, ...factory };
  const options: ClientOptions = { ...parameters, lockService: LOCK_SERVICE, store: STORE };
  const nodes: NodeSpec<LeaseMessage>[] = [
    { name: 'lock', kind: 'server', create: (context) => lockService(context, parameters) },
    { name: 'store', kind: 'server', create: (context) => store(context) },
    ...Array.from({ length: clients }, (_, id): NodeSpec<LeaseMessage> => ({ name: `c${id + 1}`, kind: 'client', create: (context) => client(context, options) })),
  ];
  return { nodes: nodes.map((node, id) => ({ ...node, ...(clocks?.[id] && { clock: clocks[id] }) })), network: { latency, loss, duplication } };
}

function validate({ clients, leaseDuration, maximumDrift, workTime, renews }: LeaseParameters): void {
  if (!Number.isInteger(clients) || clients < 1) throw new RangeError(`There is at least one client, not ${clients}.`);
  const term = clientTerm(leaseDuration, maximumDrift);
  if (term < 1) throw new RangeError(`Of a lease of ${leaseDuration} µs nothing is left where clocks drift by ${maximumDrift} parts per million: make it longer.`);
  if (!renews && workTime >= term) {
    throw new RangeError(`The work takes ${workTime} µs, and of a lease of ${leaseDuration} µs a client can use ${term}: it would never be done. Make the lease longer, or let clients renew it.`);
  }
}
