/** What the nodes of three-phase commit say to each other, write down, and make known. */
import type { NodeId } from '../../sim/process.ts';
import type { Decision, Transaction, TransactionId } from '../atomic-commitment/transaction.ts';
import type { State } from './termination.ts';

export type ThreePhaseMessage =
  | { readonly type: 'prepare'; readonly transaction: TransactionId; readonly participants: readonly NodeId[] }
  | { readonly type: 'vote'; readonly transaction: TransactionId; readonly yes: boolean }
  /** All have voted yes: the decision can only be to commit, unless everyone who knows it crashes. */
  | { readonly type: 'precommit'; readonly transaction: TransactionId }
  | { readonly type: 'acknowledgement'; readonly transaction: TransactionId }
  | { readonly type: 'decision'; readonly transaction: TransactionId; readonly decision: Decision }
  /** From whoever leads the termination protocol. */
  | { readonly type: 'state-request'; readonly transaction: TransactionId }
  /** From whoever has recovered in doubt. */
  | { readonly type: 'inquiry'; readonly transaction: TransactionId }
  | { readonly type: 'state'; readonly transaction: TransactionId; readonly state: State };

/** All of them are forced. */
export type ThreePhaseRecord =
  /** A participant's vote. */
  | ({ readonly record: 'prepare'; readonly coordinator: NodeId } & Transaction)
  /** The coordinator's: without it nobody can have been told to precommit, let alone to commit. */
  | ({ readonly record: 'precommit' } & Transaction)
  | { readonly record: Decision; readonly transaction: TransactionId };

/** What a reader of the protocol would name; recorded in the trace as notes. */
export type ThreePhaseNote =
  | { readonly note: 'began'; readonly transaction: TransactionId; readonly participants: readonly NodeId[] }
  | { readonly note: 'voted'; readonly transaction: TransactionId; readonly yes: boolean }
  | { readonly note: 'precommitted'; readonly transaction: TransactionId }
  | { readonly note: 'decided'; readonly transaction: TransactionId; readonly decision: Decision; readonly why: DecisionReason }
  | { readonly note: 'terminating'; readonly transaction: TransactionId }
  | { readonly note: 'recovered'; readonly transactions: readonly TransactionId[] };

export type DecisionReason =
  | 'all-acknowledged'
  | 'the-others-have-crashed'
  | 'a-vote-was-no'
  | 'a-vote-is-missing'
  | 'not-able'
  | 'asked-by-a-user'
  | 'asked-before-the-vote'
  | 'termination'
  | 'all-have-crashed'
  | 'told';
