/**
 * A learner: Lamport, "Paxos Made Simple", 2001, section 2.3. It learns what is chosen by hearing of the same proposal from a
 * majority of acceptors. Nothing of it needs a disk: a learner that has missed something, or forgotten it in a crash, asks.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { majority, type Proposal } from './ballots.ts';
import type { Ensemble } from './ensemble.ts';
import type { PaxosMessage, PaxosNote } from './messages.ts';

export interface LearnerOptions {
  readonly ensemble: Ensemble;
  /** How often it asks the acceptors what they have accepted until it has learned; never where this is null. */
  readonly inquiryTimeout: Micros | null;
}

/** Acceptors that have accepted a proposal, ascending. */
export interface Tally extends Proposal {
  readonly acceptors: readonly NodeId[];
}

export interface LearnerState {
  /** By ballot, ascending; empty once it has learned. */
  readonly tallies: readonly Tally[];
  readonly learned: Proposal | null;
}

export class Learner implements Process<PaxosMessage> {
  private state: LearnerState = { tallies: [], learned: null };

  protected readonly context: Context<PaxosMessage, PaxosNote>;
  protected readonly options: LearnerOptions;

  constructor(context: Context<PaxosMessage, PaxosNote>, options: LearnerOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {
    this.setTimer();
  }

  onRestart(): void {
    this.setTimer();
  }

  onMessage(from: NodeId, message: PaxosMessage): void {
    if (message.type === 'accepted') this.onAccepted(from, { ballot: message.ballot, value: message.value });
  }

  onTimer(name: string): void {
    if (name !== 'inquiry') return;
    for (const acceptor of this.options.ensemble.acceptors) this.context.send(acceptor, { type: 'inquiry' });
    this.setTimer();
  }

  private onAccepted(acceptor: NodeId, proposal: Proposal): void {
    if (this.state.learned) return;
    const known = this.state.tallies.find((tally) => this.isSame(tally, proposal));
    const tally = { ...proposal, acceptors: this.counted(known?.acceptors ?? [], acceptor) };
    if (tally.acceptors.length >= this.acceptancesNeeded()) return this.learn(proposal);
    const tallies = [...this.state.tallies.filter((other) => other !== known), tally].sort(inOrder);
    this.state = { tallies, learned: null };
  }

  /** A value is chosen when a majority has accepted it in one ballot; in ballots of their own they have agreed on nothing. */
  protected isSame(one: Proposal, other: Proposal): boolean {
    return one.ballot === other.ballot && one.value === other.value;
  }

  protected counted(acceptors: readonly NodeId[], acceptor: NodeId): readonly NodeId[] {
    return acceptors.includes(acceptor) ? acceptors : [...acceptors, acceptor].sort((one, other) => one - other);
  }

  protected acceptancesNeeded(): number {
    return majority(this.options.ensemble.acceptors.length);
  }

  private learn(learned: Proposal): void {
    this.state = { tallies: [], learned };
    this.context.note({ note: 'learned', ...learned });
    this.context.cancelTimer('inquiry');
  }

  private setTimer(): void {
    const { inquiryTimeout } = this.options;
    if (inquiryTimeout !== null) this.context.setTimer('inquiry', inquiryTimeout);
  }

  capture(): LearnerState {
    return this.state;
  }

  restore(state: unknown): void {
    this.state = state as LearnerState;
  }
}

function inOrder(one: Proposal, other: Proposal): number {
  return one.ballot - other.ballot || (one.value < other.value ? -1 : Number(one.value !== other.value));
}
