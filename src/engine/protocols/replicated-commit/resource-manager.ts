/**
 * A resource manager of Paxos Commit: Gray and Lamport, "Consensus on Transaction Commit", ACM TODS 2006, section 4. It
 * proposes in ballot 0 of its own instance whether it has prepared, and learns the outcome from whichever server leads. As in
 * two-phase commit it guards one resource, which an undecided transaction holds.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { readable } from '../atomic-commitment/ledger.ts';
import { parseTransaction, type Decision, type Transaction, type TransactionId } from '../atomic-commitment/transaction.ts';
import type { Value } from './ballots.ts';
import type { PaxosCommitMessage, PaxosCommitNote, ResourceManagerRecord } from './messages.ts';

export interface ResourceManagerOptions {
  /** The servers are the nodes 0 to servers - 1. */
  readonly servers: number;
  /** How long it waits in doubt before it asks a server, and then the next one: long enough for a ballot to come to its end. */
  readonly inquiryTimeout: Micros;
}

interface InDoubt {
  readonly participants: readonly NodeId[];
  /** The server that it asks next. */
  readonly asks: NodeId;
}

interface VolatileState {
  readonly inDoubt: ReadonlyMap<TransactionId, InDoubt>;
  readonly outcomes: ReadonlyMap<TransactionId, Decision>;
}

type Prepare = ResourceManagerRecord & { readonly record: 'prepare' };

export class ResourceManager implements Process<PaxosCommitMessage> {
  protected inDoubt = new Map<TransactionId, InDoubt>();
  protected outcomes = new Map<TransactionId, Decision>();

  protected readonly context: Context<PaxosCommitMessage, PaxosCommitNote>;
  private readonly options: ResourceManagerOptions;

  constructor(context: Context<PaxosCommitMessage, PaxosCommitNote>, options: ResourceManagerOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  onRestart(): void {
    for (const record of readable<ResourceManagerRecord>(this.context.store.log)) {
      const { transaction } = record;
      if (record.record === 'prepare') {
        this.inDoubt.set(transaction, { participants: record.participants, asks: record.leader });
      } else {
        this.inDoubt.delete(transaction);
        this.outcomes.set(transaction, record.record);
      }
    }
    this.context.note({ note: 'recovered', transactions: [...this.inDoubt.keys()] });
    for (const transaction of this.inDoubt.keys()) this.inquire(transaction);
  }

  /** A user aborts a transaction here, which is possible until it is prepared. @throws SyntaxError for a command that can't be read */
  onCommand(text: string): void {
    const { transaction } = parseTransaction(text, []);
    if (!this.inDoubt.has(transaction) && !this.outcomes.has(transaction)) this.refuse(transaction);
  }

  onMessage(from: NodeId, message: PaxosCommitMessage): void {
    if (message.type === 'prepare') this.onPrepare(from, message);
    if (message.type === 'decision') this.onDecision(message.transaction, message.decision);
  }

  onTimer(name: string): void {
    const [, transaction = ''] = name.split(' ');
    this.onSilence(transaction);
  }

  protected onSilence(transaction: TransactionId): void {
    this.inquire(transaction);
  }

  private onPrepare(leader: NodeId, { transaction, participants }: Transaction): void {
    if (!this.inDoubt.has(transaction) && !this.outcomes.has(transaction)) {
      if (this.inDoubt.size === 0) this.prepare({ record: 'prepare', transaction, leader, participants });
      else this.refuse(transaction);
    }
    if (this.inDoubt.has(transaction)) this.propose(leader, transaction, 'prepared');
    else if (this.outcomes.get(transaction) === 'abort') this.propose(leader, transaction, 'aborted');
  }

  private prepare(record: Prepare): void {
    this.recordPrepare(record);
    this.inDoubt.set(record.transaction, { participants: record.participants, asks: record.leader });
    this.context.setTimer(`inquire ${record.transaction}`, this.options.inquiryTimeout);
  }

  /** Forced: that it has prepared may be chosen from now on. */
  protected recordPrepare(record: ResourceManagerRecord): void {
    this.context.store.log.append(record);
    this.context.store.sync();
  }

  private refuse(transaction: TransactionId): void {
    this.recordRefusal({ record: 'abort', transaction });
    this.decided(transaction, 'abort');
  }

  /** Forced: in ballot 0 of an instance there must never be two values, whatever its resource manager forgets. */
  protected recordRefusal(record: ResourceManagerRecord): void {
    this.context.store.log.append(record);
    this.context.store.sync();
  }

  /** Phase 2a of ballot 0, for which no phase 1 is needed: before it there is none. */
  private propose(leader: NodeId, transaction: TransactionId, value: Value): void {
    this.context.note({ note: 'proposed', transaction, value });
    for (let server = 0; server < this.options.servers; server++) {
      this.context.send(server, { type: 'phase-2a', transaction, ballot: 0, leader, proposals: [{ instance: this.context.node, value }] });
    }
  }

  private onDecision(transaction: TransactionId, decision: Decision): void {
    if (!this.inDoubt.has(transaction)) return;
    this.context.store.log.append({ record: decision, transaction } satisfies ResourceManagerRecord);
    this.decided(transaction, decision);
  }

  protected decided(transaction: TransactionId, decision: Decision): void {
    this.inDoubt.delete(transaction);
    this.outcomes.set(transaction, decision);
    this.context.cancelTimer(`inquire ${transaction}`);
    this.context.note({ note: 'decided', transaction, decision });
  }

  /** Asks one server after the other: a majority of them is enough to be told. */
  private inquire(transaction: TransactionId): void {
    const doubt = this.inDoubt.get(transaction);
    if (!doubt) return;
    const { participants, asks } = doubt;
    this.context.note({ note: 'in-doubt', transaction, asks });
    this.context.send(asks, { type: 'inquiry', transaction, participants });
    this.inDoubt.set(transaction, { participants, asks: (asks + 1) % this.options.servers });
    this.context.setTimer(`inquire ${transaction}`, this.options.inquiryTimeout);
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
}
