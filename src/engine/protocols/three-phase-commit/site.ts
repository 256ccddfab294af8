/**
 * What coordinator and participants of three-phase commit have in common: decisions, and recovery. Who has crashed since it
 * voted may have missed anything, so it takes no part in the termination protocol of the others, and asks until somebody
 * knows; where all have crashed, nobody has decided, and the transaction is aborted (Bernstein, Hadzilacos and Goodman 1987,
 * section 7.5; Skeen, "Determining the Last Process to Fail", ACM TOCS 1985, says how fewer than all could do).
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { readable } from '../atomic-commitment/ledger.ts';
import { excluding, including, sorted, type Decision, type TransactionId } from '../atomic-commitment/transaction.ts';
import type { DecisionReason, ThreePhaseMessage, ThreePhaseNote, ThreePhaseRecord } from './messages.ts';
import { decisionIn, stateOf, type State } from './termination.ts';

export interface ThreePhaseOptions {
  /** Every node that may have a part in a transaction. */
  readonly participants: readonly NodeId[];
  /**
   * A message takes no longer than this, and who has not answered after twice as long has crashed. All that the protocol
   * promises rests on it.
   */
  readonly maximumDelay: Micros;
}

/** A transaction about which it has recovered in doubt. */
interface Recovering {
  readonly others: readonly NodeId[];
  /** Those of the others that have recovered in doubt as well. */
  readonly alike: readonly NodeId[];
}

export interface SiteState<Active> {
  readonly active: ReadonlyMap<TransactionId, Active>;
  readonly recovering: ReadonlyMap<TransactionId, Recovering>;
  readonly outcomes: ReadonlyMap<TransactionId, Decision>;
}

export abstract class Site<Active> implements Process<ThreePhaseMessage> {
  /** Transactions that are under way, and that it has not crashed in. */
  protected active = new Map<TransactionId, Active>();
  protected recovering = new Map<TransactionId, Recovering>();
  protected outcomes = new Map<TransactionId, Decision>();

  protected readonly context: Context<ThreePhaseMessage, ThreePhaseNote>;
  protected readonly options: ThreePhaseOptions;

  constructor(context: Context<ThreePhaseMessage, ThreePhaseNote>, options: ThreePhaseOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  onRestart(): void {
    for (const record of readable<ThreePhaseRecord>(this.context.store.log)) this.recover(record);
    this.context.note({ note: 'recovered', transactions: [...this.recovering.keys()] });
    for (const transaction of this.recovering.keys()) this.inquire(transaction);
  }

  protected recover(record: ThreePhaseRecord): void {
    const { transaction } = record;
    switch (record.record) {
      case 'prepare':
        return this.doubt(transaction, [record.coordinator, ...record.participants]);
      case 'precommit':
        return this.doubt(transaction, record.participants);
      case 'commit':
      case 'abort':
        this.recovering.delete(transaction);
        this.outcomes.set(transaction, record.record);
    }
  }

  private doubt(transaction: TransactionId, everyone: readonly NodeId[]): void {
    this.recovering.set(transaction, { others: excluding(sorted(everyone), this.context.node), alike: [] });
  }

  abstract onCommand(text: string): void;

  abstract onMessage(from: NodeId, message: ThreePhaseMessage): void;

  onTimer(name: string): void {
    const [kind = '', transaction = ''] = name.split(' ');
    if (kind === 'inquire') this.inquire(transaction);
    else this.onSilence(kind, transaction);
  }

  /** Somebody who should have been heard of has not been: it has crashed. */
  protected abstract onSilence(kind: string, transaction: TransactionId): void;

  /** What it is in for a transaction that is under way. */
  protected abstract stateIn(active: Active): State;

  /** What becomes of a transaction that it knows nothing of. */
  protected abstract decideUnknown(transaction: TransactionId): void;

  // Decisions

  protected decide(transaction: TransactionId, decision: Decision, why: DecisionReason): void {
    this.force({ record: decision, transaction });
    this.active.delete(transaction);
    this.recovering.delete(transaction);
    this.outcomes.set(transaction, decision);
    for (const kind of ['votes', 'acknowledgements', 'states', 'silence', 'inquire']) this.context.cancelTimer(`${kind} ${transaction}`);
    this.context.note({ note: 'decided', transaction, decision, why });
  }

  protected tell(others: readonly NodeId[], transaction: TransactionId, decision: Decision): void {
    this.sendAll(others, { type: 'decision', transaction, decision });
  }

  protected onDecision(transaction: TransactionId, decision: Decision): void {
    if (this.active.has(transaction) || this.recovering.has(transaction)) this.decide(transaction, decision, 'told');
  }

  // Recovery

  protected answer(from: NodeId, transaction: TransactionId): void {
    const active = this.active.get(transaction);
    if (!active && !this.recovering.has(transaction) && !this.outcomes.has(transaction)) this.decideUnknown(transaction);
    const outcome = this.outcomes.get(transaction);
    const state = outcome ? stateOf(outcome) : active ? this.stateIn(active) : 'recovering';
    this.context.send(from, { type: 'state', transaction, state });
  }

  private inquire(transaction: TransactionId): void {
    const recovering = this.recovering.get(transaction);
    if (!recovering) return;
    this.sendAll(recovering.others, { type: 'inquiry', transaction });
    this.context.setTimer(`inquire ${transaction}`, this.round);
  }

  /** An answer to an inquiry. */
  protected learn(from: NodeId, transaction: TransactionId, state: State): void {
    const recovering = this.recovering.get(transaction);
    if (!recovering) return;
    const { others } = recovering;
    const decision = decisionIn(state);
    const alike = state === 'recovering' ? including(recovering.alike, from) : excluding(recovering.alike, from);
    if (decision) this.decide(transaction, decision, 'told');
    else if (this.mayGiveUp(alike, others)) this.giveUp(transaction, others);
    else this.recovering.set(transaction, { others, alike });
  }

  /** Whoever had decided would know, and nobody is left who could. */
  protected mayGiveUp(alike: readonly NodeId[], others: readonly NodeId[]): boolean {
    return alike.length === others.length;
  }

  private giveUp(transaction: TransactionId, others: readonly NodeId[]): void {
    this.decide(transaction, 'abort', 'all-have-crashed');
    this.tell(others, transaction, 'abort');
  }

  get isSettled(): boolean {
    return this.active.size === 0 && this.recovering.size === 0;
  }

  capture(): SiteState<Active> {
    return { active: new Map(this.active), recovering: new Map(this.recovering), outcomes: new Map(this.outcomes) };
  }

  restore(state: unknown): void {
    const { active, recovering, outcomes } = state as SiteState<Active>;
    this.active = new Map(active);
    this.recovering = new Map(recovering);
    this.outcomes = new Map(outcomes);
  }

  /** A question has been answered by now, or the other has crashed. */
  protected get round(): Micros {
    return 2 * this.options.maximumDelay + 1;
  }

  protected force(record: ThreePhaseRecord): void {
    this.context.store.log.append(record);
    this.context.store.sync();
  }

  protected sendAll(nodes: readonly NodeId[], message: ThreePhaseMessage): void {
    for (const node of nodes) this.context.send(node, message);
  }
}
