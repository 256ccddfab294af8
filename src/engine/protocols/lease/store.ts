/**
 * A store that clients write to under the lock. It does not know who holds the lock, nor does it trust whoever says so: it
 * refuses everyone who comes with a lower token than it has seen. (Kleppmann, "Designing Data-Intensive Applications", 2017,
 * chapter 8.)
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { LeaseMessage, LeaseNote, Token, Write } from './messages.ts';

export class Store implements Process<LeaseMessage> {
  protected readonly context: Context<LeaseMessage, LeaseNote>;

  constructor(context: Context<LeaseMessage, LeaseNote>) {
    this.context = context;
  }

  onStart(): void {}

  /** All that it knows is on its disk. */
  onRestart(): void {}

  onMessage(from: NodeId, message: LeaseMessage): void {
    if (message.type !== 'read' && message.type !== 'write') return;
    const { token } = message;
    if (!this.admits(message)) {
      this.context.note({ note: 'refused', token, fence: this.fence });
      this.context.send(from, { type: 'fenced', token });
    } else if (message.type === 'read') {
      this.context.send(from, { type: 'value', token, value: this.last?.value ?? 0 });
    } else {
      if (!this.isApplied(token)) this.apply({ token, value: message.value });
      this.context.send(from, { type: 'written', token });
    }
  }

  onTimer(): void {}

  /**
   * A read raises the fence too: after it, an earlier holder's write would make what was read out of date, and the reader's
   * own write, made from it, would undo the other's.
   */
  protected admits({ token }: LeaseMessage & { readonly type: 'read' | 'write' }): boolean {
    if (token < this.fence) return false;
    if (token > this.fence) this.raiseFence(token);
    return true;
  }

  /** The highest token that it has seen. */
  protected get fence(): Token {
    return (this.context.store.get('fence') as Token | undefined) ?? 0;
  }

  /** Forced: a token that was seen stays seen. */
  protected raiseFence(token: Token): void {
    this.context.store.set('fence', token);
    this.context.store.sync();
  }

  /** A client writes once with each token, so a second write is the first, which the network has doubled. */
  protected isApplied(token: Token): boolean {
    return this.last?.token === token;
  }

  protected apply(write: Write): void {
    this.context.note({ note: 'wrote', ...write });
    this.context.store.log.append(write);
    this.force();
  }

  /** Forced: the client takes it for done. */
  protected force(): void {
    this.context.store.sync();
  }

  private get last(): Write | undefined {
    const { log } = this.context.store;
    return log.at(log.length - 1) as Write | undefined;
  }

  capture(): unknown {
    return null;
  }

  restore(_: unknown): void {
    // Nothing is kept in memory.
  }
}
