/**
 * A proposer: Lamport, "Paxos Made Simple", 2001, section 2.2. It asks a majority of acceptors for promises, and has one value
 * accepted in its ballot: its own where none of them has accepted anything, and otherwise the one that it must adopt. It goes
 * on, in higher and higher ballots, until it knows that a proposal of its own is chosen.
 *
 * Two proposers that begin again as soon as they are refused may hinder each other for ever (section 2.4). That they back off
 * for times drawn at random, or that one of them need not, lets one of them get through.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { adopted, majority, nextBallot, type Ballot, type Proposal, type Value } from './ballots.ts';
import type { Ensemble } from './ensemble.ts';
import type { PaxosMessage, PaxosNote, ProposerRecord } from './messages.ts';

export interface ProposerOptions {
  readonly ensemble: Ensemble;
  /** What it wishes for from the start; where it is left out, it waits for a command. */
  readonly value?: Value;
  /** How long it waits for answers, which take four messages one after the other, before it begins another ballot. */
  readonly retryTimeout: Micros;
  /** The longest that it waits after it was refused; drawn anew each time. With 0 it begins again at once. */
  readonly backOff: Micros;
  /** The proposer that begins again at once, while others leave it a whole `retryTimeout`: the paper's distinguished proposer. */
  readonly distinguished?: NodeId;
}

export interface Promised {
  readonly from: NodeId;
  readonly accepted: Proposal | null;
}

export type ProposerState =
  | { readonly phase: 'idle' }
  /** Phase 1: who has promised, ascending. */
  | { readonly phase: 'preparing'; readonly ballot: Ballot; readonly promises: readonly Promised[] }
  /** Phase 2: who has accepted, ascending. */
  | ({ readonly phase: 'accepting'; readonly acceptors: readonly NodeId[] } & Proposal)
  /** Refused, by acceptors that have promised themselves up to this ballot. */
  | { readonly phase: 'refused'; readonly promised: Ballot }
  | ({ readonly phase: 'done' } & Proposal);

export const PROPOSER_CELL = 'proposer';
const RETRY = 'retry';

export class Proposer implements Process<PaxosMessage> {
  protected state: ProposerState = { phase: 'idle' };

  protected readonly context: Context<PaxosMessage, PaxosNote>;
  protected readonly options: ProposerOptions;

  constructor(context: Context<PaxosMessage, PaxosNote>, options: ProposerOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {
    if (this.options.value !== undefined) this.propose(this.options.value);
  }

  /** Whether anything is chosen it does not know any more; another ballot finds out. */
  onRestart(): void {
    if (this.record) this.beginBallot(this.record.value);
  }

  /** A command is the value that it is to propose. What it has proposed once it stands by. */
  onCommand(value: Value): void {
    if (!this.record) this.propose(value);
  }

  onMessage(from: NodeId, message: PaxosMessage): void {
    if (message.type === 'promise') this.onPromise(from, message.ballot, message.accepted);
    if (message.type === 'accepted') this.onAccepted(from, message.ballot);
    if (message.type === 'refused') this.onRefused(message.ballot, message.promised);
  }

  onTimer(name: string): void {
    if (name === RETRY && this.record) this.beginBallot(this.record.value);
  }

  protected propose(value: Value): void {
    this.context.note({ note: 'wishes', value });
    this.beginBallot(value);
  }

  private beginBallot(value: Value): void {
    const { ensemble, retryTimeout } = this.options;
    const ballot = this.nextBallot(this.highestKnown);
    this.remember({ ballot, value });
    this.state = { phase: 'preparing', ballot, promises: [] };
    this.context.note({ note: 'prepares', ballot });
    this.context.setTimer(RETRY, retryTimeout);
    for (const acceptor of ensemble.acceptors) this.context.send(acceptor, { type: 'prepare', ballot });
  }

  /** Of the ballots that it has used, in this life or before, and of those that it was refused for. */
  private get highestKnown(): Ballot {
    const used = this.record?.ballot ?? 0;
    return this.state.phase === 'refused' ? Math.max(used, this.state.promised) : used;
  }

  protected nextBallot(after: Ballot): Ballot {
    const { proposers } = this.options.ensemble;
    return nextBallot(after, proposers.indexOf(this.context.node), proposers.length);
  }

  private onPromise(from: NodeId, ballot: Ballot, accepted: Proposal | null): void {
    if (this.state.phase !== 'preparing' || this.state.ballot !== ballot || this.state.promises.some((promise) => promise.from === from)) return;
    const promises = [...this.state.promises, { from, accepted }].sort((one, other) => one.from - other.from);
    if (promises.length < this.promisesNeeded()) this.state = { ...this.state, promises };
    else this.beginAccepting(ballot, this.adopt(promises));
  }

  protected adopt(promises: readonly Promised[]): Value | undefined {
    return adopted(promises.map(({ accepted }) => accepted));
  }

  private beginAccepting(ballot: Ballot, value: Value | undefined): void {
    const proposal = { ballot, value: value ?? this.record!.value };
    this.state = { phase: 'accepting', ...proposal, acceptors: [] };
    this.context.note({ note: 'proposes', ...proposal, adopted: value !== undefined });
    for (const acceptor of this.options.ensemble.acceptors) this.context.send(acceptor, { type: 'accept', ...proposal });
  }

  private onAccepted(from: NodeId, ballot: Ballot): void {
    if (this.state.phase !== 'accepting' || this.state.ballot !== ballot || this.state.acceptors.includes(from)) return;
    const { value } = this.state;
    const acceptors = [...this.state.acceptors, from].sort((one, other) => one - other);
    if (acceptors.length < this.acceptancesNeeded()) {
      this.state = { ...this.state, acceptors };
    } else {
      this.state = { phase: 'done', ballot, value };
      this.context.note({ note: 'chosen', ballot, value });
      this.context.cancelTimer(RETRY);
    }
  }

  private onRefused(ballot: Ballot, promised: Ballot): void {
    if ((this.state.phase !== 'preparing' && this.state.phase !== 'accepting') || this.state.ballot !== ballot) return;
    this.state = { phase: 'refused', promised };
    this.context.note({ note: 'abandons', ballot, promised });
    const delay = this.delayWhenRefused();
    if (delay === 0) this.onTimer(RETRY);
    else this.context.setTimer(RETRY, delay);
  }

  private delayWhenRefused(): Micros {
    const { backOff, distinguished, retryTimeout } = this.options;
    if (distinguished !== undefined) return distinguished === this.context.node ? 0 : retryTimeout;
    return backOff === 0 ? 0 : this.context.random.between(1, backOff);
  }

  protected promisesNeeded(): number {
    return majority(this.options.ensemble.acceptors.length);
  }

  protected acceptancesNeeded(): number {
    return majority(this.options.ensemble.acceptors.length);
  }

  private get record(): ProposerRecord | undefined {
    return this.context.store.get(PROPOSER_CELL) as ProposerRecord | undefined;
  }

  /** Forced: a ballot must not be used twice, whatever happens. */
  protected remember(record: ProposerRecord): void {
    this.context.store.set(PROPOSER_CELL, record);
    this.context.store.sync();
  }

  capture(): ProposerState {
    return this.state;
  }

  restore(state: unknown): void {
    this.state = state as ProposerState;
  }
}
