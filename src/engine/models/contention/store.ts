/** A store of one row, which a write changes only where nobody has since it was read. */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { RowMessage, RowNote } from './messages.ts';

export class RowStore implements Process<RowMessage> {
  version = 0;
  /** Writes that were tried. */
  calls = 0;

  private readonly context: Context<RowMessage, RowNote>;

  constructor(context: Context<RowMessage, RowNote>) {
    this.context = context;
  }

  /** The clock starts when every client's first read is here: it is answered at once. */
  onStart(): void {
    for (let client = 0; client < this.context.size; client++) if (client !== this.context.node) this.answerRead(client);
  }

  onRestart(): void {}

  onTimer(): void {}

  onMessage(from: NodeId, message: RowMessage): void {
    if (message.type === 'Read') this.answerRead(from);
    if (message.type === 'Write') this.write(from, message.version);
  }

  private answerRead(client: NodeId): void {
    this.context.send(client, { type: 'ReadReply', version: this.version });
  }

  private write(client: NodeId, read: number): void {
    this.calls++;
    const written = read === this.version;
    if (written) this.version++;
    this.context.note(written ? { note: 'written', version: this.version } : { note: 'conflict', read, present: this.version });
    this.context.send(client, { type: 'WriteReply', written });
  }
}
