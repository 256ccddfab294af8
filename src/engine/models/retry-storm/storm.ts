/**
 * A metastable failure: a server that takes what it is offered with ease is down for ever after a short outage, because
 * queries that time out are tried again (Bronson, Aghayev, Charapko and Zhu, "Metastable Failures in Distributed Systems",
 * HotOS 2021, the example of request retries). What is served was given up before, and what was given up comes again: only
 * fewer retries or far less load lets the server catch up.
 */
import type { ScheduledAction } from '../../sim/schedule.ts';
import { Simulator } from '../../sim/simulator.ts';
import type { System } from '../../sim/system.ts';
import { MILLISECOND, SECOND, type Micros } from '../../sim/time.ts';
import { QueryClients, type ClientOptions, type Second } from './client.ts';
import type { QueryMessage } from './messages.ts';
import { QueueingServer } from './server.ts';

export interface StormSetting extends ClientOptions {
  /** Requests that the server can serve in a second. */
  readonly capacity: number;
  readonly queueLimit: number;
  /** One way. */
  readonly latency: Micros;
  /**
   * Nothing is served meanwhile, and what is sent waits: all of it arrives at once when the outage ends, as packets do that
   * TCP sends again.
   */
  readonly outage: { readonly at: Micros; readonly duration: Micros };
  /** From a moment on, another load. */
  readonly cut?: { readonly at: Micros; readonly load: number };
  /** When to stop. */
  readonly until: Micros;
}

/**
 * The source's example. It states the capacity, the load, the timeout, the retry and the outage. Ours are the latency and
 * the queue's limit, one and a half times what can be served within the timeout: a server that holds no more than can be
 * served in time has no storm, and one that holds very much needs as long to recover.
 */
export const PUBLISHED_STORM: StormSetting = {
  capacity: 300,
  load: 280,
  timeout: SECOND,
  retries: 1,
  retryBudget: null,
  queueLimit: 450,
  latency: MILLISECOND,
  outage: { at: 30 * SECOND, duration: 10 * SECOND },
  until: 130 * SECOND,
};

const SERVER = 0;
const CLIENTS = 1;

/** @throws RangeError for a setting that makes no sense, saying what is wrong */
export function stormSystem(setting: StormSetting): System<QueryMessage> {
  validate(setting);
  const serviceTime = Math.round(SECOND / setting.capacity);
  return {
    nodes: [
      { name: 'server', kind: 'server', create: (context) => new QueueingServer(context, { serviceTime, queueLimit: setting.queueLimit }) },
      { name: 'clients', kind: 'client', create: (context) => new QueryClients(context, SERVER, setting) },
    ],
    network: { latency: { kind: 'constant', value: setting.latency }, loss: 0, duplication: 0 },
  };
}

/** What became of the queries that began in each second of virtual time. */
export function runStorm(setting: StormSetting, seed: number): readonly Second[] {
  const { outage, cut, until } = setting;
  const schedule: ScheduledAction[] = [
    { at: outage.at, action: { kind: 'pause', node: SERVER } },
    { at: outage.at + outage.duration, action: { kind: 'resume', node: SERVER } },
  ];
  if (cut) schedule.push({ at: cut.at, action: { kind: 'command', node: CLIENTS, command: `load ${cut.load}` } });
  const simulator = new Simulator({ system: stormSystem(setting), seed, schedule });
  while (simulator.nextTime <= until && simulator.advance());
  const clients = simulator.nodes[CLIENTS]?.life;
  return clients instanceof QueryClients ? clients.seconds : [];
}

/** The share of the queries begun from one second to before another that were answered in time. */
export function goodput(seconds: readonly Second[], from: number, to: number): number {
  const window = seconds.slice(from, to);
  const begun = window.reduce((sum, second) => sum + second.begun, 0);
  return begun === 0 ? 1 : window.reduce((sum, second) => sum + second.answered, 0) / begun;
}

function validate({ capacity, load, queueLimit, retries, timeout, outage, cut, until }: StormSetting): void {
  if (!(capacity > 0 && capacity <= SECOND)) throw new RangeError(`A capacity is between 0 and a million requests a second, not ${capacity}.`);
  if (!(load >= 0)) throw new RangeError(`A load is 0 queries a second or more, not ${load}.`);
  if (!(queueLimit >= 1)) throw new RangeError(`A queue holds at least one request, not ${queueLimit}.`);
  if (!Number.isInteger(retries) || retries < 0) throw new RangeError(`A query is tried again a whole number of times, not ${retries}.`);
  if (!(timeout > 0)) throw new RangeError(`A timeout is above 0, not ${timeout}.`);
  if (cut && cut.at < outage.at + outage.duration) throw new RangeError('The load is cut after the outage, not before its end.');
  if (until < outage.at + outage.duration) throw new RangeError('The run goes on beyond the outage.');
}
