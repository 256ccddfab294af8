/**
 * A service that lends one lock to one client at a time, for a while: Gray and Cheriton, "Leases", SOSP 1989. With each grant
 * goes a token that is higher than any before it, with which others can tell who has held the lock last: Burrows, "The Chubby
 * Lock Service for Loosely-Coupled Distributed Systems", OSDI 2006, section 2.4 (sequencers); Kleppmann, "Designing
 * Data-Intensive Applications", 2017, chapter 8 (fencing tokens).
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { LeaseMessage, LeaseNote, Token } from './messages.ts';

export interface LockServiceOptions {
  /** By the service's clock. */
  readonly leaseDuration: Micros;
}

/** Who has the lock, or might have it. */
export type Holder =
  | { readonly kind: 'client'; readonly client: NodeId; readonly token: Token }
  /** After a crash: whoever held it when the last life ended. */
  | { readonly kind: 'unknown' };

export class LockService implements Process<LeaseMessage> {
  holder: Holder | null = null;

  protected readonly context: Context<LeaseMessage, LeaseNote>;
  private readonly options: LockServiceOptions;

  constructor(context: Context<LeaseMessage, LeaseNote>, options: LockServiceOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  /** Leases are not written down: those of the last life are over when one that was granted at its end would be. */
  onRestart(): void {
    this.lend({ kind: 'unknown' });
  }

  onMessage(from: NodeId, message: LeaseMessage): void {
    if (message.type === 'request') this.onRequest(from, message.serial);
    if (message.type === 'renew') this.onRenew(from, message);
    if (message.type === 'release') this.onRelease(message.token);
  }

  onTimer(): void {
    if (this.holder?.kind === 'client') this.context.note({ note: 'expired', token: this.holder.token });
    this.holder = null;
  }

  private onRequest(client: NodeId, serial: number): void {
    if (this.holder) return;
    const token = this.nextToken();
    this.context.note({ note: 'granted', token, client });
    this.lend({ kind: 'client', client, token });
    this.context.send(client, { type: 'grant', serial, token });
  }

  /** Forced: a token must not be given twice, whatever happens. */
  protected nextToken(): Token {
    const { store } = this.context;
    const token = ((store.get('token') as Token | undefined) ?? 0) + 1;
    store.set('token', token);
    store.sync();
    return token;
  }

  protected lend(holder: Holder): void {
    this.holder = holder;
    this.context.setTimer('expiry', this.options.leaseDuration);
  }

  /** A lease that is over is not renewed: another client may have worked since. */
  private onRenew(client: NodeId, { token, round }: LeaseMessage & { readonly type: 'renew' }): void {
    if (!this.isHeldWith(token)) return;
    this.context.note({ note: 'extended', token });
    this.lend({ kind: 'client', client, token });
    this.context.send(client, { type: 'renewed', token, round });
  }

  protected isHeldWith(token: Token): boolean {
    return this.holder?.kind === 'client' && this.holder.token === token;
  }

  private onRelease(token: Token): void {
    if (!this.isHeldWith(token)) return;
    this.context.note({ note: 'released', token });
    this.holder = null;
    this.context.cancelTimer('expiry');
  }

  capture(): unknown {
    return this.holder;
  }

  restore(state: unknown): void {
    this.holder = state as Holder | null;
  }
}
