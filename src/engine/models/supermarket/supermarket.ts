/**
 * The supermarket model, simulated: jobs come as a Poisson stream, each joins the shortest of a few different queues picked
 * at random, and service times are exponential (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing",
 * 2001). The dispatcher knows every queue's length, so messages take no time.
 */
import { Simulator } from '../../sim/simulator.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { SECOND, type Micros } from '../../sim/time.ts';
import { Dispatcher } from './dispatcher.ts';
import { fluidTimeInSystem } from './fluid.ts';
import type { QueueMessage } from './messages.ts';
import { Queue } from './queue.ts';

export interface SupermarketSetting {
  readonly queues: number;
  readonly choices: number;
  /** Jobs that come to a queue on average during one service. */
  readonly load: number;
}

/** One mean service time: long beside a microsecond, so that rounding does not show. */
const SERVICE_TIME: Micros = SECOND;
const DISPATCHER = 0;

/** @throws RangeError for a setting that makes no sense, saying what is wrong */
export function supermarketSystem({ queues, choices, load }: SupermarketSetting): System<QueueMessage> {
  if (!Number.isInteger(queues) || queues < 1) throw new RangeError(`There is at least one queue, not ${queues}.`);
  if (choices > queues) throw new RangeError(`A job can't choose among ${choices} different queues of ${queues}.`);
  if (!(load > 0)) throw new RangeError(`Some load comes, not ${load}.`);
  // Refuses a load or choices for which there is no steady state.
  fluidTimeInSystem(choices, load);
  const interarrival = SERVICE_TIME / (load * queues);
  const queue = (id: number): NodeSpec<QueueMessage> => ({
    name: `q${id}`,
    kind: 'server',
    create: (context) => new Queue(context, DISPATCHER, SERVICE_TIME),
  });
  return {
    nodes: [
      { name: 'dispatcher', kind: 'client', create: (context) => new Dispatcher(context, { queues, choices, interarrival }) },
      ...Array.from({ length: queues }, (_, index) => queue(index + 1)),
    ],
    network: { latency: { kind: 'constant', value: 0 }, loss: 0, duplication: 0 },
  };
}

/**
 * The mean time that a job spends in the system, in mean service times.
 * @param warmUp jobs that are done before measuring begins, since all queues are empty at first
 * @param jobs jobs that are measured
 */
export function timeInSystem(setting: SupermarketSetting, { warmUp, jobs }: { readonly warmUp: number; readonly jobs: number }, seed: number): number {
  const simulator = new Simulator({ system: supermarketSystem(setting), seed });
  const dispatcher = (): Dispatcher | undefined => {
    const life = simulator.nodes[DISPATCHER]?.life;
    return life instanceof Dispatcher ? life : undefined;
  };
  while ((dispatcher()?.done ?? 0) < warmUp && simulator.advance());
  dispatcher()?.forget();
  while ((dispatcher()?.done ?? 0) < jobs && simulator.advance());
  const { timeInSystem: total, done } = dispatcher() ?? { timeInSystem: 0, done: 1 };
  return total / done / SERVICE_TIME;
}
