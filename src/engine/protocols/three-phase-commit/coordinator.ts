/**
 * The coordinator of three-phase commit: Skeen, "Nonblocking Commit Protocols", SIGMOD 1981; Bernstein, Hadzilacos and
 * Goodman 1987, section 7.5. Between the votes and the decision everyone learns that all have voted yes, so that no one is
 * uncertain while another has committed already.
 *
 * That holds in a synchronous network. Where a message may take longer than a timer, or the network is partitioned, nodes
 * take each other for crashed, and some commit what others abort: a search finds it in eight steps, without any fault. It is
 * a property of the protocol, and why two-phase commit, or commit over replicated groups, is used instead.
 */
import type { NodeId } from '../../sim/process.ts';
import { excluding, including, parseTransaction, type Decision, type TransactionId } from '../atomic-commitment/transaction.ts';
import type { DecisionReason, ThreePhaseMessage } from './messages.ts';
import { Site } from './site.ts';
import type { State } from './termination.ts';

export type Coordinating =
  | { readonly phase: 'voting'; readonly participants: readonly NodeId[]; readonly yes: readonly NodeId[] }
  | { readonly phase: 'precommitting'; readonly participants: readonly NodeId[]; readonly unacknowledged: readonly NodeId[] };

export class Coordinator extends Site<Coordinating> {
  /** Begins a transaction. @throws SyntaxError for a command that can't be read */
  onCommand(text: string): void {
    const { transaction, participants } = parseTransaction(text, this.options.participants);
    if (this.active.has(transaction) || this.recovering.has(transaction) || this.outcomes.has(transaction)) return;
    this.active.set(transaction, { phase: 'voting', participants, yes: [] });
    this.context.note({ note: 'began', transaction, participants });
    this.sendAll(participants, { type: 'prepare', transaction, participants });
    this.context.setTimer(`votes ${transaction}`, this.round);
  }

  onMessage(from: NodeId, message: ThreePhaseMessage): void {
    const { type, transaction } = message;
    switch (type) {
      case 'vote':
        return this.onVote(from, transaction, message.yes);
      case 'acknowledgement':
        return this.onAcknowledgement(from, transaction);
      case 'inquiry':
        return this.answer(from, transaction);
      case 'state':
        return this.learn(from, transaction, message.state);
      case 'decision':
        return this.onDecision(transaction, message.decision);
      case 'prepare':
      case 'precommit':
      case 'state-request':
        return;
    }
  }

  /** Who has not voted has crashed, and is told to abort when it asks; who has not acknowledged is told to commit. */
  protected onSilence(_: string, transaction: TransactionId): void {
    const active = this.active.get(transaction);
    if (!active) return;
    if (active.phase === 'voting') this.conclude(transaction, active.participants, 'abort', 'a-vote-is-missing');
    else this.conclude(transaction, active.participants, 'commit', 'the-others-have-crashed');
  }

  // Phase 1

  private onVote(from: NodeId, transaction: TransactionId, yes: boolean): void {
    const active = this.active.get(transaction);
    if (active?.phase !== 'voting') return;
    const { participants } = active;
    if (!yes) return this.conclude(transaction, participants, 'abort', 'a-vote-was-no');
    const voted = including(active.yes, from);
    this.active.set(transaction, { ...active, yes: voted });
    if (voted.length === participants.length) this.precommit(transaction, participants);
  }

  // Phase 2

  protected precommit(transaction: TransactionId, participants: readonly NodeId[]): void {
    // Forced: without it, recovery takes the transaction for one that nobody can have committed.
    this.force({ record: 'precommit', transaction, participants });
    this.active.set(transaction, { phase: 'precommitting', participants, unacknowledged: participants });
    this.context.note({ note: 'precommitted', transaction });
    this.sendAll(participants, { type: 'precommit', transaction });
    this.context.cancelTimer(`votes ${transaction}`);
    this.context.setTimer(`acknowledgements ${transaction}`, this.round);
  }

  private onAcknowledgement(from: NodeId, transaction: TransactionId): void {
    const active = this.active.get(transaction);
    if (active?.phase !== 'precommitting') return;
    const { participants } = active;
    const unacknowledged = excluding(active.unacknowledged, from);
    this.active.set(transaction, { ...active, unacknowledged });
    if (unacknowledged.length === 0) this.conclude(transaction, participants, 'commit', 'all-acknowledged');
  }

  // Phase 3

  protected conclude(transaction: TransactionId, participants: readonly NodeId[], decision: Decision, why: DecisionReason): void {
    this.decide(transaction, decision, why);
    this.tell(participants, transaction, decision);
  }

  protected stateIn({ phase }: Coordinating): State {
    return phase === 'voting' ? 'uncertain' : 'precommitted';
  }

  /** It has begun the transaction and crashed before it told anyone to precommit, or else there would be a record. */
  protected decideUnknown(transaction: TransactionId): void {
    this.decide(transaction, 'abort', 'a-vote-is-missing');
  }
}
