/**
 * A participant of two-phase commit with presumed abort (R*: "subordinate"), after Mohan, Lindsay and Obermarck, ACM TODS
 * 1986, sections 2 and 3. It guards one resource, which a transaction holds while the participant is in doubt about it; any
 * other is refused meanwhile. The cooperative termination protocol is that of Bernstein, Hadzilacos and Goodman 1987,
 * section 7.4.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { readable } from '../atomic-commitment/ledger.ts';
import { excluding, parseTransaction, type Decision, type TransactionId } from '../atomic-commitment/transaction.ts';
import type { DecisionReason, ParticipantRecord, PrepareRecord, TwoPhaseMessage, TwoPhaseNote } from './messages.ts';

export interface ParticipantOptions {
  /** How long it waits in doubt before it asks, and asks again. */
  readonly inquiryTimeout: Micros;
  /** Whether it asks the other participants too. */
  readonly cooperative: boolean;
}

/** A transaction for which it has voted, and of which it does not know the decision. */
interface InDoubt {
  readonly coordinator: NodeId;
  readonly participants: readonly NodeId[];
}

interface VolatileState {
  readonly inDoubt: ReadonlyMap<TransactionId, InDoubt>;
  readonly outcomes: ReadonlyMap<TransactionId, Decision>;
}

export class Participant implements Process<TwoPhaseMessage> {
  protected inDoubt = new Map<TransactionId, InDoubt>();
  /** Kept for good: a message that the network has doubled must not begin anew what is over. */
  protected outcomes = new Map<TransactionId, Decision>();

  protected readonly context: Context<TwoPhaseMessage, TwoPhaseNote>;
  private readonly options: ParticipantOptions;

  constructor(context: Context<TwoPhaseMessage, TwoPhaseNote>, options: ParticipantOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  /** For what it had not voted it may abort; for what it had, it has to ask. */
  onRestart(): void {
    for (const record of readable<ParticipantRecord>(this.context.store.log)) this.recover(record);
    this.context.note({ note: 'recovered', transactions: [...this.inDoubt.keys()] });
    for (const transaction of this.inDoubt.keys()) this.inquire(transaction);
  }

  protected recover(record: ParticipantRecord): void {
    const { transaction } = record;
    if (record.record === 'prepare') {
      this.inDoubt.set(transaction, { coordinator: record.coordinator, participants: record.participants });
    } else {
      this.inDoubt.delete(transaction);
      this.outcomes.set(transaction, record.record);
    }
  }

  /** A user aborts a transaction here, which is possible until the vote. @throws SyntaxError for a command that can't be read */
  onCommand(text: string): void {
    const { transaction } = parseTransaction(text, []);
    if (!this.inDoubt.has(transaction) && !this.outcomes.has(transaction)) this.abort(transaction, 'asked-by-a-user');
  }

  onMessage(from: NodeId, message: TwoPhaseMessage): void {
    switch (message.type) {
      case 'prepare':
        return this.onPrepare(from, message.transaction, message.participants);
      case 'decision':
        return this.onDecision(from, message.transaction, message.decision);
      case 'inquiry':
        return this.onInquiry(from, message.transaction);
      case 'vote':
      case 'acknowledgement':
        return;
    }
  }

  onTimer(name: string): void {
    const [, transaction = ''] = name.split(' ');
    this.onSilence(transaction);
  }

  /** It has voted, so it can neither commit nor abort by itself. */
  protected onSilence(transaction: TransactionId): void {
    this.inquire(transaction);
  }

  // Phase 1

  private onPrepare(coordinator: NodeId, transaction: TransactionId, participants: readonly NodeId[]): void {
    if (this.outcomes.get(transaction) === 'commit') return;
    if (!this.inDoubt.has(transaction) && !this.outcomes.has(transaction)) {
      if (this.isAble()) this.prepare({ record: 'prepare', transaction, coordinator, participants });
      else this.abort(transaction, 'not-able');
    }
    const yes = this.inDoubt.has(transaction);
    this.context.note({ note: 'voted', transaction, yes });
    this.context.send(coordinator, { type: 'vote', transaction, yes });
  }

  private isAble(): boolean {
    return this.inDoubt.size === 0;
  }

  private prepare(record: PrepareRecord): void {
    const { transaction, coordinator, participants } = record;
    this.recordPrepare(record);
    this.inDoubt.set(transaction, { coordinator, participants });
    this.context.setTimer(`inquire ${transaction}`, this.options.inquiryTimeout);
  }

  /** Forced: the vote is a promise to be able to commit, whatever happens. */
  protected recordPrepare(record: PrepareRecord): void {
    this.append(record);
    this.context.store.sync();
  }

  // Phase 2

  private onDecision(from: NodeId, transaction: TransactionId, decision: Decision): void {
    const doubt = this.inDoubt.get(transaction);
    if (doubt && decision === 'commit') {
      this.commit(transaction);
      this.context.send(doubt.coordinator, { type: 'acknowledgement', transaction });
    } else if (doubt) {
      this.abort(transaction, 'told');
    } else if (decision === 'commit' && this.outcomes.get(transaction) === 'commit') {
      // The first acknowledgement may have been lost.
      this.context.send(from, { type: 'acknowledgement', transaction });
    }
  }

  private commit(transaction: TransactionId): void {
    this.recordCommit({ record: 'commit', transaction });
    this.decided(transaction, 'commit', 'told');
  }

  /** Forced: after the acknowledgement the coordinator forgets the transaction, and nobody could be asked. */
  protected recordCommit(record: ParticipantRecord): void {
    this.append(record);
    this.context.store.sync();
  }

  /** Lazy: if the record is lost, the coordinator is asked, and presumes the same. */
  protected abort(transaction: TransactionId, why: DecisionReason): void {
    this.append({ record: 'abort', transaction });
    this.decided(transaction, 'abort', why);
  }

  private decided(transaction: TransactionId, decision: Decision, why: DecisionReason): void {
    this.inDoubt.delete(transaction);
    this.outcomes.set(transaction, decision);
    this.context.cancelTimer(`inquire ${transaction}`);
    this.context.note({ note: 'decided', transaction, decision, why });
  }

  // In doubt

  private inquire(transaction: TransactionId): void {
    const doubt = this.inDoubt.get(transaction);
    if (!doubt) return;
    const asks = this.options.cooperative ? [doubt.coordinator, ...excluding(doubt.participants, this.context.node)] : [doubt.coordinator];
    this.context.note({ note: 'in-doubt', transaction, asks });
    for (const asked of asks) this.context.send(asked, { type: 'inquiry', transaction });
    this.context.setTimer(`inquire ${transaction}`, this.options.inquiryTimeout);
  }

  /** Cooperative termination: who has not voted can still abort, and who is in doubt itself is of no help. */
  private onInquiry(peer: NodeId, transaction: TransactionId): void {
    if (this.inDoubt.has(transaction)) return;
    this.vouch(transaction);
    this.context.send(peer, { type: 'decision', transaction, decision: this.outcomes.get(transaction) ?? 'abort' });
  }

  /** The one abort that is forced: the peer goes by it, so this participant must never come to vote yes. */
  protected vouch(transaction: TransactionId): void {
    if (!this.outcomes.has(transaction)) this.abort(transaction, 'asked-by-a-peer');
    this.context.store.sync();
  }

  get isSettled(): boolean {
    return this.inDoubt.size === 0;
  }

  capture(): VolatileState {
    return { inDoubt: new Map(this.inDoubt), outcomes: new Map(this.outcomes) };
  }

  restore(state: unknown): void {
    const { inDoubt, outcomes } = state as VolatileState;
    this.inDoubt = new Map(inDoubt);
    this.outcomes = new Map(outcomes);
  }

  private append(record: ParticipantRecord): void {
    this.context.store.log.append(record);
  }
}
