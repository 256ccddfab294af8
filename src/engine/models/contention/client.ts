/** A client that updates the row once: it reads, writes, and after a conflict waits and begins again. */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { Backoff, type BackoffLimits, type Strategy } from './backoff.ts';
import type { RowMessage, RowNote } from './messages.ts';

export class RowClient implements Process<RowMessage> {
  retries = 0;
  /** When it learned that its write took effect; null until then. */
  doneAt: Micros | null = null;

  private readonly context: Context<RowMessage, RowNote>;
  private readonly store: NodeId;
  private readonly backoff: Backoff;

  constructor(context: Context<RowMessage, RowNote>, store: NodeId, strategy: Strategy, limits: BackoffLimits) {
    this.context = context;
    this.store = store;
    this.backoff = new Backoff(strategy, limits, context.random);
  }

  /** The store has its first read already. */
  onStart(): void {}

  onRestart(): void {
    if (this.doneAt === null) this.read();
  }

  onTimer(): void {
    this.read();
  }

  onMessage(_from: NodeId, message: RowMessage): void {
    if (message.type === 'ReadReply') this.context.send(this.store, { type: 'Write', version: message.version });
    else if (message.type === 'WriteReply' && message.written) this.finish();
    else if (message.type === 'WriteReply') this.waitAndRead();
  }

  private read(): void {
    this.context.send(this.store, { type: 'Read' });
  }

  private waitAndRead(): void {
    this.retries++;
    const wait = this.backoff.next(this.retries);
    this.context.note({ note: 'backoff', retry: this.retries, wait });
    this.context.setTimer('backoff', wait);
  }

  private finish(): void {
    this.doneAt = this.context.now();
    this.context.note({ note: 'done', retries: this.retries });
  }
}
