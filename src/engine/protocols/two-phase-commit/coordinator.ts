/**
 * The coordinator of two-phase commit with presumed abort, after Mohan, Lindsay and Obermarck, "Transaction Management in
 * the R* Distributed Database Management System", ACM TODS 1986, sections 2 and 3. A record is forced when the next step must
 * not be taken without it; all others are lazy, and reach the disk with the next one that is forced.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { readable } from '../atomic-commitment/ledger.ts';
import { excluding, including, parseTransaction, type Decision, type TransactionId } from '../atomic-commitment/transaction.ts';
import type { CoordinatorRecord, DecisionReason, TwoPhaseMessage, TwoPhaseNote } from './messages.ts';

export interface CoordinatorOptions {
  /** Every node that may have a part in a transaction. */
  readonly participants: readonly NodeId[];
  /** How long it waits for votes before it aborts, and for acknowledgements before it tells the decision again. */
  readonly voteTimeout: Micros;
  readonly acknowledgementTimeout: Micros;
}

/** A transaction that it has to see to. */
type Open =
  | { readonly phase: 'voting'; readonly participants: readonly NodeId[]; readonly yes: readonly NodeId[] }
  | { readonly phase: 'committing'; readonly unacknowledged: readonly NodeId[] };

export class Coordinator implements Process<TwoPhaseMessage> {
  /** A transaction that is not among these is forgotten, or was never known: asked for it, it says abort. */
  protected open = new Map<TransactionId, Open>();

  protected readonly context: Context<TwoPhaseMessage, TwoPhaseNote>;
  private readonly options: CoordinatorOptions;

  constructor(context: Context<TwoPhaseMessage, TwoPhaseNote>, options: CoordinatorOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  /** What has no record was not decided, and is presumed aborted; what is committed and not ended is told again. */
  onRestart(): void {
    for (const record of readable<CoordinatorRecord>(this.context.store.log)) {
      if (record.record === 'commit') this.open.set(record.transaction, { phase: 'committing', unacknowledged: record.participants });
      else this.open.delete(record.transaction);
    }
    this.context.note({ note: 'recovered', transactions: [...this.open.keys()] });
    for (const transaction of this.open.keys()) this.tellCommit(transaction);
  }

  /** Begins a transaction. @throws SyntaxError for a command that can't be read */
  onCommand(text: string): void {
    const { transaction, participants } = parseTransaction(text, this.options.participants);
    if (this.open.has(transaction)) return;
    this.open.set(transaction, { phase: 'voting', participants, yes: [] });
    this.context.note({ note: 'began', transaction, participants });
    this.sendAll(participants, { type: 'prepare', transaction, participants });
    this.context.setTimer(`votes ${transaction}`, this.options.voteTimeout);
  }

  onMessage(from: NodeId, message: TwoPhaseMessage): void {
    switch (message.type) {
      case 'vote':
        return this.onVote(from, message.transaction, message.yes);
      case 'acknowledgement':
        return this.onAcknowledgement(from, message.transaction);
      case 'inquiry':
        return this.onInquiry(from, message.transaction);
      case 'prepare':
      case 'decision':
        return;
    }
  }

  onTimer(name: string): void {
    const [kind, transaction = ''] = name.split(' ');
    const open = this.open.get(transaction);
    if (kind === 'votes' && open?.phase === 'voting') this.abort(transaction, open.participants, 'a-vote-is-missing');
    else this.tellCommit(transaction);
  }

  // Phase 1

  private onVote(from: NodeId, transaction: TransactionId, yes: boolean): void {
    const open = this.open.get(transaction);
    if (open?.phase !== 'voting') return;
    const { participants } = open;
    // Who has said no has aborted already, and need not be told.
    if (!yes) return this.abort(transaction, excluding(participants, from), 'a-vote-was-no');
    const voted = { ...open, yes: including(open.yes, from) };
    this.open.set(transaction, voted);
    if (this.mayCommit(voted.yes, participants)) this.commit(transaction, participants);
  }

  protected mayCommit(yes: readonly NodeId[], participants: readonly NodeId[]): boolean {
    return participants.every((participant) => yes.includes(participant));
  }

  // Phase 2

  private commit(transaction: TransactionId, participants: readonly NodeId[]): void {
    this.recordCommit({ record: 'commit', transaction, participants });
    this.decided(transaction, 'commit', 'all-voted-yes');
    this.open.set(transaction, { phase: 'committing', unacknowledged: participants });
    this.tellCommit(transaction);
  }

  /** Forced: once a participant has heard of a commit, no crash may take it back. */
  protected recordCommit(record: CoordinatorRecord): void {
    this.context.store.log.append(record);
    this.context.store.sync();
  }

  /** Without a forced record, without acknowledgements, and forgotten at once: an abort is what is presumed anyhow. */
  private abort(transaction: TransactionId, told: readonly NodeId[], why: DecisionReason): void {
    this.append({ record: 'abort', transaction });
    this.decided(transaction, 'abort', why);
    this.sendAll(told, { type: 'decision', transaction, decision: 'abort' });
    this.forget(transaction);
  }

  private tellCommit(transaction: TransactionId): void {
    const open = this.open.get(transaction);
    if (open?.phase !== 'committing') return;
    this.sendAll(open.unacknowledged, { type: 'decision', transaction, decision: 'commit' });
    this.context.setTimer(`acknowledgements ${transaction}`, this.options.acknowledgementTimeout);
  }

  private onAcknowledgement(from: NodeId, transaction: TransactionId): void {
    const open = this.open.get(transaction);
    if (open?.phase !== 'committing') return;
    const unacknowledged = excluding(open.unacknowledged, from);
    this.open.set(transaction, { ...open, unacknowledged });
    if (this.mayForget(unacknowledged)) {
      this.append({ record: 'end', transaction });
      this.forget(transaction);
    }
  }

  /** Nobody will ask any more: each participant has the commit on its own disk. */
  protected mayForget(unacknowledged: readonly NodeId[]): boolean {
    return unacknowledged.length === 0;
  }

  private forget(transaction: TransactionId): void {
    const { store } = this.context;
    this.open.delete(transaction);
    this.context.cancelTimer(`votes ${transaction}`);
    this.context.cancelTimer(`acknowledgements ${transaction}`);
    this.context.note({ note: 'forgotten', transaction });
    // Only commits that are not ended have anything in the log that a recovery would need.
    if (![...this.open.values()].some(({ phase }) => phase === 'committing')) store.log.discard(store.log.length);
  }

  // Participants in doubt

  private onInquiry(from: NodeId, transaction: TransactionId): void {
    const open = this.open.get(transaction);
    // It will be told when there is something to tell.
    if (open?.phase === 'voting') return;
    if (!open) this.context.note({ note: 'presumed-abort', transaction, asked: from });
    this.context.send(from, { type: 'decision', transaction, decision: open ? 'commit' : this.presumption() });
  }

  /** "In the absence of information about a transaction, it is presumed aborted" (section 3). */
  protected presumption(): Decision {
    return 'abort';
  }

  get isSettled(): boolean {
    return this.open.size === 0;
  }

  capture(): ReadonlyMap<TransactionId, Open> {
    return new Map(this.open);
  }

  restore(state: unknown): void {
    this.open = new Map(state as ReadonlyMap<TransactionId, Open>);
  }

  private append(record: CoordinatorRecord): void {
    this.context.store.log.append(record);
  }

  private decided(transaction: TransactionId, decision: Decision, why: DecisionReason): void {
    this.context.note({ note: 'decided', transaction, decision, why });
  }

  private sendAll(participants: readonly NodeId[], message: TwoPhaseMessage): void {
    for (const participant of participants) this.context.send(participant, message);
  }
}
