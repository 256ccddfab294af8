/** What a lock is for, and what a lease promises. The first two are read from the store's log and from what clients were told. */
import type { Goal } from '../../check/liveness.ts';
import type { Monitor, Property, Violation } from '../../check/monitor.ts';
import type { Invariant } from '../../check/search/model.ts';
import { readingOf, type ClockState } from '../../sim/clock.ts';
import type { Node } from '../../sim/node.ts';
import type { DurableLog } from '../../sim/process.ts';
import { entriesIn } from '../../sim/storage.ts';
import type { Simulator } from '../../sim/simulator.ts';
import { LeaseClient } from './client.ts';
import type { LeaseMessage, Write } from './messages.ts';
import { LOCK_SERVICE } from './system.ts';

export const LEASE_PROPERTIES = {
  order: {
    id: 'order-of-holders',
    title: 'Order of holders',
    meaning: 'The store accepts no write of a holder of the lock after one of a later holder.',
    source: 'Burrows 2006',
    section: '2.4',
  },
  updates: {
    id: 'no-lost-update',
    title: 'No lost update',
    meaning: 'Each write builds on the one before it, and none that a client was told of is missing.',
    source: 'Kleppmann 2017',
    section: 'chapters 7 and 8',
  },
  holder: {
    id: 'one-holder',
    title: 'One holder',
    meaning: 'At no time do two clients believe that they hold the lock, as long as clocks drift no more than they may.',
    source: 'Gray and Cheriton 1989',
    section: '5',
  },
  progress: {
    id: 'work-is-done',
    title: 'Work is done',
    meaning: 'Once all faults have stopped, every client gets its work done.',
    source: 'Gray and Cheriton 1989',
    section: '2',
  },
} as const satisfies Record<string, Property>;

interface Finding {
  readonly property: string;
  readonly message: string;
}

/** @param done pieces of work that clients were told of @returns the first of each property */
function findingsIn(writes: readonly Write[], done: number): readonly Finding[] {
  return [outOfOrder(writes), lostUpdate(writes, done)].filter((finding) => finding !== undefined);
}

function outOfOrder(writes: readonly Write[]): Finding | undefined {
  const late = writes.findIndex(({ token }, position) => position > 0 && token < writes[position - 1]!.token);
  return late < 0 ? undefined : { property: LEASE_PROPERTIES.order.id, message: `The store took a write with token ${writes[late]!.token} after one with token ${writes[late - 1]!.token}.` };
}

function lostUpdate(writes: readonly Write[], done: number): Finding | undefined {
  const property = LEASE_PROPERTIES.updates.id;
  const wrong = writes.findIndex(({ value }, position) => value !== position + 1);
  if (wrong >= 0) return { property, message: `Write ${wrong + 1} of the store, with token ${writes[wrong]!.token}, left the value ${writes[wrong]!.value}: it was made from what another write had changed.` };
  return done > writes.length ? { property, message: `Clients were told of ${done} writes, and the store has ${writes.length}.` } : undefined;
}

export interface LeaseSafetyOptions {
  /** Of any clock, in parts per million. */
  readonly maximumDrift: number;
}

interface SafetyMemory {
  /** What the store's log, and what clients were told, came to after the step before. */
  readonly seen: string;
  readonly clocks: readonly ClockState[] | undefined;
}

export class LeaseSafety implements Monitor<LeaseMessage> {
  private readonly options: LeaseSafetyOptions;
  private seen = '';
  /** As they were when they were last set; undefined once one of them has not kept time. */
  private clocks: readonly ClockState[] | undefined = [];

  constructor(options: LeaseSafetyOptions) {
    this.options = options;
  }

  afterStep(simulator: Simulator<LeaseMessage>): readonly Violation[] {
    this.clocks = this.clocks && this.clocksThatKeepTime(simulator, this.clocks);
    const findings = [...this.checkStore(simulator), ...(this.clocks ? checkHolders(simulator) : [])];
    return findings.map((finding) => ({ ...finding, step: simulator.step }));
  }

  /**
   * A promise that rests on clocks is void from when one of them drifts more than is allowed for, or is set to another
   * time, or when the service's lease is ended by hand, as if its clock had jumped.
   */
  private clocksThatKeepTime({ nodes, now, lastAction }: Simulator<LeaseMessage>, before: readonly ClockState[]): readonly ClockState[] | undefined {
    if (lastAction?.kind === 'fire' && lastAction.node === LOCK_SERVICE) return undefined;
    if (before.length > 0 && lastAction?.kind !== 'clock') return before;
    const clocks = nodes.map(({ clock }) => clock.capture());
    const drifts = clocks.some(({ setting }) => Math.abs(setting.drift) > this.options.maximumDrift);
    const jumps = before.some((clock, node) => readingOf(clock, now) !== readingOf(clocks[node]!, now));
    return drifts || jumps ? undefined : clocks;
  }

  private checkStore({ nodes }: Simulator<LeaseMessage>): readonly Finding[] {
    const log = nodes.find(({ name }) => name === 'store')?.disk.log;
    if (!log) return [];
    const done = clientsOf(nodes).reduce((sum, { client }) => sum + client.done, 0);
    const seen = `${log.length}/${log.truncations}/${done}`;
    if (seen === this.seen) return [];
    this.seen = seen;
    return findingsIn(readable(log), done);
  }

  capture(): SafetyMemory {
    const { seen, clocks } = this;
    return { seen, clocks };
  }

  restore(state: unknown): void {
    const { seen, clocks } = state as SafetyMemory;
    this.seen = seen;
    this.clocks = clocks;
  }
}

function readable(log: DurableLog): readonly Write[] {
  return Array.from({ length: log.length }, (_, position) => log.at(position) as Write | undefined).filter((write) => write !== undefined);
}

function checkHolders({ nodes }: Simulator<LeaseMessage>): readonly Finding[] {
  const [one, other] = clientsOf(nodes).filter(({ client }) => client.holdsLock);
  return one && other ? [{ property: LEASE_PROPERTIES.holder.id, message: `${one.name} and ${other.name} both believe that they hold the lock.` }] : [];
}

function clientsOf(nodes: readonly Node<LeaseMessage>[]): { readonly name: string; readonly client: LeaseClient }[] {
  return nodes.flatMap(({ name, life }) => (life instanceof LeaseClient ? [{ name, client: life }] : []));
}

/** What must hold in every world of a search, in which time stands still, so that nothing can be said of who believes what. */
export const LEASE_INVARIANTS = [LEASE_PROPERTIES.order, LEASE_PROPERTIES.updates].map(
  ({ id, meaning }): Invariant<LeaseMessage> => ({
    id,
    meaning,
    violation({ nodes }) {
      const store = nodes.find(({ name }) => name === 'store');
      const writes = store ? entriesIn(store.disk.log) : [];
      const done = nodes.reduce((sum, { state }) => sum + doneIn(state), 0);
      return findingsIn(writes as readonly Write[], done).find(({ property }) => property === id)?.message;
    },
  }),
);

function doneIn(state: unknown): number {
  return typeof state === 'object' && state !== null && 'done' in state ? Number(state.done) : 0;
}

export const WORK_IS_DONE: Goal<LeaseMessage> = {
  property: LEASE_PROPERTIES.progress,
  begin: () => null,
  isReached: ({ nodes }) => nodes.every(({ life }) => life !== undefined && (!(life instanceof LeaseClient) || life.isSettled)),
};
