/**
 * A server that serves one request after the other, in the order in which they came. It does not know that a client may have
 * given up on a request, and serves it all the same.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { QueryMessage, QueryNote } from './messages.ts';

export interface ServerOptions {
  readonly serviceTime: Micros;
  /** The most requests that it holds, which may be infinite; one that comes when it is full is dropped, and its client hears nothing. */
  readonly queueLimit: number;
}

interface Waiting {
  readonly client: NodeId;
  readonly attempt: number;
}

export class QueueingServer implements Process<QueryMessage> {
  readonly waiting: Waiting[] = [];

  private readonly context: Context<QueryMessage, QueryNote>;
  private readonly options: ServerOptions;

  constructor(context: Context<QueryMessage, QueryNote>, options: ServerOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  onRestart(): void {}

  onMessage(client: NodeId, message: QueryMessage): void {
    if (message.type !== 'Request') return;
    if (this.waiting.length >= this.options.queueLimit) {
      this.context.note({ note: 'dropped', attempt: message.attempt });
      return;
    }
    this.waiting.push({ client, attempt: message.attempt });
    if (this.waiting.length === 1) this.serve();
  }

  onTimer(): void {
    const served = this.waiting.shift();
    if (served) this.context.send(served.client, { type: 'Reply', attempt: served.attempt });
    if (this.waiting.length > 0) this.serve();
  }

  private serve(): void {
    this.context.setTimer('served', this.options.serviceTime);
  }
}
