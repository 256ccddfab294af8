/**
 * Clients that contend for one row under optimistic concurrency control, each to update it once (Brooker, "Exponential
 * Backoff And Jitter", 2015; the model is that of the simulator published with it, aws-arch-backoff-simulator). There is no
 * limit to what the store can take: without backoff all is done first, at several times the calls.
 */
import type { Latency } from '../../sim/latency.ts';
import { Simulator } from '../../sim/simulator.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import type { BackoffLimits, Strategy } from './backoff.ts';
import { RowClient } from './client.ts';
import type { RowMessage } from './messages.ts';
import { RowStore } from './store.ts';

export interface ContentionSetting extends BackoffLimits {
  readonly clients: number;
  readonly strategy: Strategy;
  /** Of one hop, in either direction. */
  readonly latency: Latency;
}

export interface ContentionOutcome {
  /** When the last client learned that its write had taken effect, in microseconds. */
  readonly lastSuccess: Micros;
  /** Writes that were tried, by all clients together. */
  readonly calls: number;
}

/**
 * The source's parameters. Its hop is the absolute value of a normal variable and this one is cut off at 0, which is the
 * same but once in three million hops.
 */
export const PUBLISHED_CONTENTION = {
  base: 5 * MILLISECOND,
  cap: 2_000 * MILLISECOND,
  latency: { kind: 'normal', mean: 10 * MILLISECOND, deviation: 2 * MILLISECOND },
} as const satisfies Omit<ContentionSetting, 'clients' | 'strategy'>;

const STORE = 0;

/** The store is the first node, the clients come after it. @throws RangeError for a number of clients or limits that make no sense */
export function contentionSystem({ clients, strategy, latency, base, cap }: ContentionSetting): System<RowMessage> {
  if (!Number.isInteger(clients) || clients < 1) throw new RangeError(`At least one client contends, not ${clients}.`);
  if (!(base > 0 && cap >= base)) throw new RangeError(`The backoff begins above 0 and its cap is not below that: ${base} µs and ${cap} µs are not so.`);
  const client = (id: number): NodeSpec<RowMessage> => ({
    name: `c${id}`,
    kind: 'client',
    create: (context) => new RowClient(context, STORE, strategy, { base, cap }),
  });
  return {
    nodes: [{ name: 'store', kind: 'server', create: (context) => new RowStore(context) }, ...Array.from({ length: clients }, (_, index) => client(index + 1))],
    network: { latency, loss: 0, duplication: 0 },
  };
}

/** Runs until every client is done. */
export function contend(setting: ContentionSetting, seed: number): ContentionOutcome {
  const simulator = new Simulator({ system: contentionSystem(setting), seed });
  while (simulator.advance());
  const lives = simulator.nodes.map(({ life }) => life);
  const [store] = lives;
  return {
    lastSuccess: Math.max(...lives.map((life) => (life instanceof RowClient ? (life.doneAt ?? 0) : 0))),
    calls: store instanceof RowStore ? store.calls : 0,
  };
}
