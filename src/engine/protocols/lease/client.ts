/**
 * A client that works under a lock: it reads a number from the store, and writes the next one. It believes that it holds the
 * lock until its own clock says that the lease is over; but between its looking at the clock and the store's getting the
 * write any time may pass, in the network or in a pause of its own, and no care that it takes can change that.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { LeaseMessage, LeaseNote, Token } from './messages.ts';
import { clientTerm } from './term.ts';

export interface ClientOptions {
  readonly lockService: NodeId;
  readonly store: NodeId;
  /** By the lock service's clock. */
  readonly leaseDuration: Micros;
  /** By how much any clock may be too fast or too slow, in parts per million. */
  readonly maximumDrift: number;
  /** How long it waits before it asks for the lock again: longer than an answer takes, since that to an earlier request is of no use. */
  readonly retryTimeout: Micros;
  /** How long its work takes, between what it reads and what it writes. */
  readonly workTime: Micros;
  /** Whether it looks at its clock for the last time before the work, or after it: nothing comes between that and the write then. */
  readonly lastLook: 'before-work' | 'before-write';
  /** Whether it asks for another lease whenever a third of one has gone by in its work, so that one request may be lost. */
  readonly renews: boolean;
}

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly serial: number; readonly askedAt: Micros }
  /** With a lease until then, by its own clock. */
  | { readonly kind: 'reading' | 'writing'; readonly token: Token; readonly until: Micros }
  /** On the value that it has read. */
  | { readonly kind: 'working'; readonly token: Token; readonly until: Micros; readonly value: number };

type Holding = Extract<Phase, { readonly token: Token }>;

/** The latest that it has asked for under this token. */
interface Renewal {
  readonly round: number;
  readonly askedAt: Micros;
}

interface VolatileState {
  readonly phase: Phase;
  readonly renewal: Renewal | null;
  readonly wanted: number;
  readonly done: number;
}

const IDLE: Phase = { kind: 'idle' };

export class LeaseClient implements Process<LeaseMessage> {
  phase: Phase = IDLE;
  /** How often it is yet to work, and how often the store has told it that it has. */
  wanted = 0;
  done = 0;
  private renewal: Renewal | null = null;

  protected readonly context: Context<LeaseMessage, LeaseNote>;
  protected readonly options: ClientOptions;

  constructor(context: Context<LeaseMessage, LeaseNote>, options: ClientOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  onRestart(): void {}

  /** Any command is a piece of work. */
  onCommand(): void {
    this.wanted++;
    if (this.phase.kind === 'idle' && this.wanted === 1) this.ask();
  }

  onMessage(_: NodeId, message: LeaseMessage): void {
    if (message.type === 'grant') this.onGrant(message.serial, message.token);
    if (this.phase.kind === 'idle' || this.phase.kind === 'asking' || !('token' in message) || message.token !== this.phase.token) return;
    if (message.type === 'renewed') this.onRenewed(this.phase, message.round);
    if (message.type === 'value' && this.phase.kind === 'reading') this.onValue(this.phase, message.value);
    if (message.type === 'written' && this.phase.kind === 'writing') this.onWritten(message.token);
    if (message.type === 'fenced') this.giveUp(message.token, 'fenced');
  }

  onTimer(name: string): void {
    if (name === 'retry') this.ask();
    else if (name === 'renewal') this.renew();
    else if (name === 'work') this.onWorkDone();
    else if ('token' in this.phase) this.giveUp(this.phase.token, 'lease-over');
  }

  /** Each request has a number of its own, of which the disk knows: a grant of an earlier life is not for this one. */
  private ask(): void {
    const { store } = this.context;
    const serial = ((store.get('serial') as number | undefined) ?? 0) + 1;
    store.set('serial', serial);
    store.sync();
    this.phase = { kind: 'asking', serial, askedAt: this.context.now() };
    this.context.send(this.options.lockService, { type: 'request', serial });
    this.context.setTimer('retry', this.options.retryTimeout);
  }

  private onGrant(serial: number, token: Token): void {
    if (this.phase.kind !== 'asking' || this.phase.serial !== serial) return;
    const until = this.leaseUntil(this.phase.askedAt);
    if (until <= this.context.now()) return;
    this.phase = { kind: 'reading', token, until };
    this.context.note({ note: 'holding', token });
    this.context.cancelTimer('retry');
    this.context.setTimer('lease', until - this.context.now());
    this.renewLater();
    this.context.send(this.options.store, { type: 'read', token });
  }

  /** From when it asked: when the service granted it, it can't know. */
  protected leaseUntil(askedAt: Micros): Micros {
    return askedAt + this.term;
  }

  protected get term(): Micros {
    return clientTerm(this.options.leaseDuration, this.options.maximumDrift);
  }

  private renewLater(): void {
    if (this.options.renews) this.context.setTimer('renewal', Math.ceil(this.term / 3));
  }

  private renew(): void {
    this.renewLater();
    if (!('token' in this.phase) || !this.mayRenew) return;
    this.renewal = { round: (this.renewal?.round ?? 0) + 1, askedAt: this.context.now() };
    this.context.send(this.options.lockService, { type: 'renew', token: this.phase.token, round: this.renewal.round });
  }

  /** Its work has an end. While it waits for the store it does not renew: the answer may be lost, and it would keep the lock for ever. */
  protected get mayRenew(): boolean {
    return this.phase.kind === 'working';
  }

  /** The service has not lent the lock to anybody else since it granted it, or it would not have answered. */
  private onRenewed(phase: Holding, round: number): void {
    if (this.renewal?.round !== round) return;
    const until = this.leaseUntil(this.renewal.askedAt);
    if (until <= this.context.now()) return;
    this.phase = { ...phase, until };
    this.context.note({ note: 'renewed', token: phase.token });
    this.context.setTimer('lease', until - this.context.now());
  }

  private onValue({ token, until }: Holding, value: number): void {
    if (!this.holdsLock) return this.giveUp(token, 'lease-over');
    const { workTime } = this.options;
    if (workTime === 0) return this.write(token, until, value);
    this.phase = { kind: 'working', token, until, value };
    this.context.setTimer('work', workTime);
  }

  private onWorkDone(): void {
    if (this.phase.kind !== 'working') return;
    const { token, until, value } = this.phase;
    if (this.options.lastLook === 'before-write' && !this.holdsLock) this.giveUp(token, 'lease-over');
    else this.write(token, until, value);
  }

  private write(token: Token, until: Micros, value: number): void {
    this.phase = { kind: 'writing', token, until };
    this.context.send(this.options.store, { type: 'write', token, value: value + 1 });
  }

  /** What it believes. */
  get holdsLock(): boolean {
    return 'until' in this.phase && this.context.now() < this.phase.until;
  }

  private onWritten(token: Token): void {
    this.wanted--;
    this.done++;
    this.context.note({ note: 'worked', token, value: this.done });
    this.context.send(this.options.lockService, { type: 'release', token });
    this.stop();
  }

  /** Whether its write has arrived it can't tell; it does the work again under another lease. */
  private giveUp(token: Token, why: 'lease-over' | 'fenced'): void {
    this.context.note({ note: 'gave-up', token, why });
    this.stop();
  }

  private stop(): void {
    this.phase = IDLE;
    this.renewal = null;
    for (const timer of ['lease', 'renewal', 'work']) this.context.cancelTimer(timer);
    if (this.wanted > 0) this.context.setTimer('retry', this.options.retryTimeout);
  }

  get isSettled(): boolean {
    return this.wanted === 0;
  }

  capture(): VolatileState {
    const { phase, renewal, wanted, done } = this;
    return { phase, renewal, wanted, done };
  }

  restore(state: unknown): void {
    const { phase, renewal, wanted, done } = state as VolatileState;
    this.phase = phase;
    this.renewal = renewal;
    this.wanted = wanted;
    this.done = done;
  }
}
