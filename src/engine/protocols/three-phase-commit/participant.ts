/**
 * A participant of three-phase commit, and the termination protocol that participants run when they hear no more of the
 * coordinator: Skeen, "Nonblocking Commit Protocols", SIGMOD 1981; Bernstein, Hadzilacos and Goodman 1987, section 7.5. As in
 * two-phase commit it guards one resource, which an undecided transaction holds.
 */
import type { NodeId } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { excluding, parseTransaction, type Decision, type TransactionId } from '../atomic-commitment/transaction.ts';
import type { ThreePhaseMessage } from './messages.ts';
import { Site } from './site.ts';
import { terminationRule, type State } from './termination.ts';

export interface Participating {
  readonly coordinator: NodeId;
  readonly participants: readonly NodeId[];
  readonly state: 'uncertain' | 'precommitted';
  /** Where it leads the termination protocol: the answers so far, and then those whose acknowledgements it waits for. */
  readonly leading: { readonly states: ReadonlyMap<NodeId, State> } | { readonly unacknowledged: readonly NodeId[] } | null;
}

export class Participant extends Site<Participating> {
  /** A user aborts a transaction here, which is possible until the vote. @throws SyntaxError for a command that can't be read */
  onCommand(text: string): void {
    const { transaction } = parseTransaction(text, []);
    if (this.isUnknown(transaction)) this.decide(transaction, 'abort', 'asked-by-a-user');
  }

  onMessage(from: NodeId, message: ThreePhaseMessage): void {
    const { type, transaction } = message;
    switch (type) {
      case 'prepare':
        return this.onPrepare(from, transaction, message.participants);
      case 'precommit':
        return this.onPrecommit(from, transaction);
      case 'decision':
        return this.onDecision(transaction, message.decision);
      case 'state-request':
        this.wait(transaction);
        return this.answer(from, transaction);
      case 'inquiry':
        return this.answer(from, transaction);
      case 'state':
        this.learn(from, transaction, message.state);
        return this.onState(from, transaction, message.state);
      case 'acknowledgement':
        return this.onAcknowledgement(from, transaction);
      case 'vote':
        return;
    }
  }

  protected onSilence(kind: string, transaction: TransactionId): void {
    const active = this.active.get(transaction);
    if (!active) return;
    if (kind === 'silence') this.lead(transaction, active);
    else if (kind === 'states') this.terminate(transaction, active);
    else this.conclude(transaction, active, 'commit');
  }

  // The phases

  private onPrepare(coordinator: NodeId, transaction: TransactionId, participants: readonly NodeId[]): void {
    if (this.isUnknown(transaction)) {
      if (this.isSettled) this.prepare(coordinator, transaction, participants);
      else this.decide(transaction, 'abort', 'not-able');
    }
    const yes = this.active.has(transaction);
    this.context.note({ note: 'voted', transaction, yes });
    this.context.send(coordinator, { type: 'vote', transaction, yes });
  }

  private prepare(coordinator: NodeId, transaction: TransactionId, participants: readonly NodeId[]): void {
    this.force({ record: 'prepare', transaction, coordinator, participants });
    this.active.set(transaction, { coordinator, participants, state: 'uncertain', leading: null });
    this.wait(transaction);
  }

  private onPrecommit(from: NodeId, transaction: TransactionId): void {
    const active = this.active.get(transaction);
    // Who has recovered is not waited for, and need not be: it will ask.
    if (!active) return;
    this.active.set(transaction, { ...active, state: 'precommitted' });
    this.context.note({ note: 'precommitted', transaction });
    this.context.send(from, { type: 'acknowledgement', transaction });
    this.wait(transaction);
  }

  // The termination protocol

  /**
   * The silence after which it takes the coordinator for crashed. A leader needs three rounds at most; the participants
   * become leaders in the order of the list, each a round after the one before it, unless they have heard of one by then.
   */
  private patience(participants: readonly NodeId[]): Micros {
    return (3 + participants.indexOf(this.context.node)) * this.round;
  }

  private wait(transaction: TransactionId): void {
    const active = this.active.get(transaction);
    if (active && !active.leading) this.context.setTimer(`silence ${transaction}`, this.patience(active.participants));
  }

  private lead(transaction: TransactionId, active: Participating): void {
    this.context.note({ note: 'terminating', transaction });
    this.active.set(transaction, { ...active, leading: { states: new Map() } });
    this.sendAll(this.others(active), { type: 'state-request', transaction });
    this.context.setTimer(`states ${transaction}`, this.round);
  }

  private onState(from: NodeId, transaction: TransactionId, state: State): void {
    const active = this.active.get(transaction);
    if (!active?.leading || !('states' in active.leading)) return;
    this.active.set(transaction, { ...active, leading: { states: new Map(active.leading.states).set(from, state) } });
  }

  private terminate(transaction: TransactionId, active: Participating): void {
    if (!active.leading || !('states' in active.leading)) return;
    const { states } = active.leading;
    const step = this.rule([active.state, ...states.values()]);
    if (step === 'precommit') this.precommitAll(transaction, active, [...states].filter(([, state]) => state !== 'recovering').map(([node]) => node));
    else this.conclude(transaction, active, step);
  }

  protected rule(states: readonly State[]): Decision | 'precommit' {
    return terminationRule(states);
  }

  /** Those who were precommitted already are told again, so that all of them wait for this leader from now on. */
  protected precommitAll(transaction: TransactionId, active: Participating, others: readonly NodeId[]): void {
    this.active.set(transaction, { ...active, state: 'precommitted', leading: { unacknowledged: [...others].sort((one, other) => one - other) } });
    this.sendAll(others, { type: 'precommit', transaction });
    this.context.setTimer(`acknowledgements ${transaction}`, this.round);
  }

  private onAcknowledgement(from: NodeId, transaction: TransactionId): void {
    const active = this.active.get(transaction);
    if (!active?.leading || !('unacknowledged' in active.leading)) return;
    const unacknowledged = excluding(active.leading.unacknowledged, from);
    this.active.set(transaction, { ...active, leading: { unacknowledged } });
    if (unacknowledged.length === 0) this.conclude(transaction, active, 'commit');
  }

  protected conclude(transaction: TransactionId, active: Participating, decision: Decision): void {
    this.decide(transaction, decision, 'termination');
    this.tell([active.coordinator, ...this.others(active)], transaction, decision);
  }

  private others({ participants }: Participating): readonly NodeId[] {
    return excluding(participants, this.context.node);
  }

  private isUnknown(transaction: TransactionId): boolean {
    return !this.active.has(transaction) && !this.recovering.has(transaction) && !this.outcomes.has(transaction);
  }

  protected stateIn({ state }: Participating): State {
    return state;
  }

  /** It has not voted, and never will vote yes: whoever asks aborts. */
  protected decideUnknown(transaction: TransactionId): void {
    this.decide(transaction, 'abort', 'asked-before-the-vote');
  }
}
