/** A queue with one server: first come, first served, with exponential service times. */
import { drawLatency, type Latency } from '../../sim/latency.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { Job, QueueMessage } from './messages.ts';

export class Queue implements Process<QueueMessage> {
  private readonly context: Context<QueueMessage>;
  private readonly dispatcher: NodeId;
  private readonly service: Latency;
  private readonly jobs: Job[] = [];

  constructor(context: Context<QueueMessage>, dispatcher: NodeId, serviceTime: Micros) {
    this.context = context;
    this.dispatcher = dispatcher;
    this.service = { kind: 'exponential', minimum: 0, mean: serviceTime };
  }

  onStart(): void {}

  onRestart(): void {}

  onMessage(_from: NodeId, message: QueueMessage): void {
    if (message.type !== 'Job') return;
    this.jobs.push(message.job);
    if (this.jobs.length === 1) this.serve();
  }

  onTimer(): void {
    const job = this.jobs.shift();
    if (job) this.context.send(this.dispatcher, { type: 'Done', job });
    if (this.jobs.length > 0) this.serve();
  }

  private serve(): void {
    this.context.setTimer('service', drawLatency(this.service, this.context.random));
  }
}
