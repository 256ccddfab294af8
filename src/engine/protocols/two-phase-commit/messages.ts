/** What coordinators and participants of two-phase commit say to each other, write down, and make known. */
import type { NodeId } from '../../sim/process.ts';
import type { Decision, TransactionId } from '../atomic-commitment/transaction.ts';

export type TwoPhaseMessage =
  /** "Can you commit?" With the others' names, for the cooperative termination protocol. */
  | { readonly type: 'prepare'; readonly transaction: TransactionId; readonly participants: readonly NodeId[] }
  | { readonly type: 'vote'; readonly transaction: TransactionId; readonly yes: boolean }
  | { readonly type: 'decision'; readonly transaction: TransactionId; readonly decision: Decision }
  /** Of a commit alone: who presumes abort need not be told that an abort has arrived. */
  | { readonly type: 'acknowledgement'; readonly transaction: TransactionId }
  /** From a participant in doubt. */
  | { readonly type: 'inquiry'; readonly transaction: TransactionId };

export type CoordinatorRecord =
  /** Forced. From here on the transaction is committed, whatever happens. */
  | { readonly record: 'commit'; readonly transaction: TransactionId; readonly participants: readonly NodeId[] }
  /** Both lazy: without them recovery does over again what it need not, and comes to the same. */
  | { readonly record: 'abort' | 'end'; readonly transaction: TransactionId };

/** Forced before the vote. */
export interface PrepareRecord {
  readonly record: 'prepare';
  readonly transaction: TransactionId;
  readonly coordinator: NodeId;
  readonly participants: readonly NodeId[];
}

export type ParticipantRecord =
  | PrepareRecord
  /** Forced before the acknowledgement. */
  | { readonly record: 'commit'; readonly transaction: TransactionId }
  /** Lazy: whoever has lost it asks again, and is told the same. */
  | { readonly record: 'abort'; readonly transaction: TransactionId };

/** What a reader of the protocol would name; recorded in the trace as notes. */
export type TwoPhaseNote =
  | { readonly note: 'began'; readonly transaction: TransactionId; readonly participants: readonly NodeId[] }
  | { readonly note: 'voted'; readonly transaction: TransactionId; readonly yes: boolean }
  | { readonly note: 'decided'; readonly transaction: TransactionId; readonly decision: Decision; readonly why: DecisionReason }
  | { readonly note: 'in-doubt'; readonly transaction: TransactionId; readonly asks: readonly NodeId[] }
  | { readonly note: 'presumed-abort'; readonly transaction: TransactionId; readonly asked: NodeId }
  | { readonly note: 'forgotten'; readonly transaction: TransactionId }
  | { readonly note: 'recovered'; readonly transactions: readonly TransactionId[] };

export type DecisionReason =
  | 'all-voted-yes'
  | 'a-vote-was-no'
  | 'a-vote-is-missing'
  | 'not-able'
  | 'asked-by-a-user'
  | 'asked-by-a-peer'
  | 'told'
  /** A participant in doubt that decides by itself, which only a broken one does. */
  | 'gave-up';
