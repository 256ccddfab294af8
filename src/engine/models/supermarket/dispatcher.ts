/** Takes in jobs, a Poisson stream of them, and sends each to the shortest of a few queues that it picks at random. */
import { drawLatency } from '../../sim/latency.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { QueueMessage } from './messages.ts';

export interface DispatcherOptions {
  /** They are the nodes 1 to queues. */
  readonly queues: number;
  readonly choices: number;
  /** Mean time between two jobs, in microseconds; it need not be whole. */
  readonly interarrival: number;
}

export class Dispatcher implements Process<QueueMessage> {
  /** Jobs that are done, and the time that they spent in the system together. */
  done = 0;
  timeInSystem: Micros = 0;

  private readonly context: Context<QueueMessage>;
  private readonly options: DispatcherOptions;
  /** Jobs in each queue, by node. */
  private readonly lengths: Int32Array;

  constructor(context: Context<QueueMessage>, options: DispatcherOptions) {
    this.context = context;
    this.options = options;
    this.lengths = new Int32Array(options.queues + 1);
  }

  onStart(): void {
    this.awaitJob();
  }

  onRestart(): void {}

  onTimer(): void {
    const queue = this.choose();
    this.lengths[queue]!++;
    this.context.send(queue, { type: 'Job', job: { arrived: this.context.now() } });
    this.awaitJob();
  }

  onMessage(from: NodeId, message: QueueMessage): void {
    if (message.type !== 'Done') return;
    this.lengths[from]!--;
    this.done++;
    this.timeInSystem += this.context.now() - message.job.arrived;
  }

  /** Counts from here on: what was before was the way to the steady state. */
  forget(): void {
    this.done = 0;
    this.timeInSystem = 0;
  }

  private awaitJob(): void {
    this.context.setTimer('job', drawLatency({ kind: 'exponential', minimum: 0, mean: this.options.interarrival }, this.context.random));
  }

  /** The shortest of so many different queues; of equally short ones the first that was picked. */
  private choose(): NodeId {
    const picked = this.pick();
    return picked.reduce((best, other) => (this.lengths[other]! < this.lengths[best]! ? other : best));
  }

  private pick(): NodeId[] {
    const { choices, queues } = this.options;
    const picked: NodeId[] = [];
    while (picked.length < choices) {
      const queue = 1 + this.context.random.integer(queues);
      if (!picked.includes(queue)) picked.push(queue);
    }
    return picked;
  }
}
