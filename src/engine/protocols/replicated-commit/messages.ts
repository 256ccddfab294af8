/**
 * What the nodes of Paxos Commit say to each other, write down, and make known. Phases bear the numbers that Gray and
 * Lamport give them (ACM TODS 2006, section 4); a message of the second phases bundles what it says of several instances.
 */
import type { NodeId } from '../../sim/process.ts';
import type { Decision, Transaction, TransactionId } from '../atomic-commitment/transaction.ts';
import type { Ballot } from '../paxos/ballots.ts';
import type { Accepted, Value } from './ballots.ts';

export interface Proposal {
  readonly instance: NodeId;
  readonly value: Value;
}

export type PaxosCommitMessage =
  | ({ readonly type: 'prepare' } & Transaction)
  | { readonly type: 'phase-1a'; readonly transaction: TransactionId; readonly ballot: Ballot }
  | { readonly type: 'phase-1b'; readonly transaction: TransactionId; readonly ballot: Ballot; readonly accepted: readonly Accepted[] }
  /** Of ballot 0 from a resource manager for its own instance; of later ones from their leader for all. */
  | { readonly type: 'phase-2a'; readonly transaction: TransactionId; readonly ballot: Ballot; readonly leader: NodeId; readonly proposals: readonly Proposal[] }
  /** To the leader that the proposal named. */
  | { readonly type: 'phase-2b'; readonly transaction: TransactionId; readonly ballot: Ballot; readonly proposals: readonly Proposal[] }
  | { readonly type: 'decision'; readonly transaction: TransactionId; readonly decision: Decision }
  /** From a resource manager in doubt, to any server. */
  | ({ readonly type: 'inquiry' } & Transaction);

/** A server's cell for a transaction, forced before each of its answers. */
export interface AcceptorRecord {
  /** It takes no part in ballots before this one. */
  readonly promised: Ballot;
  /** By instance, ascending. */
  readonly accepted: readonly Accepted[];
}

export type ResourceManagerRecord =
  /** Forced before its proposal. */
  | ({ readonly record: 'prepare'; readonly leader: NodeId } & Transaction)
  /** Lazy, since the acceptors know; but forced where it is the resource manager's own, before the proposal that says so. */
  | { readonly record: Decision; readonly transaction: TransactionId };

/** What a reader of the protocol would name; recorded in the trace as notes. */
export type PaxosCommitNote =
  | { readonly note: 'began'; readonly transaction: TransactionId; readonly participants: readonly NodeId[] }
  | { readonly note: 'proposed'; readonly transaction: TransactionId; readonly value: Value }
  | { readonly note: 'ballot'; readonly transaction: TransactionId; readonly ballot: Ballot }
  | { readonly note: 'promised'; readonly transaction: TransactionId; readonly ballot: Ballot }
  | { readonly note: 'accepted'; readonly transaction: TransactionId; readonly ballot: Ballot; readonly proposals: readonly Proposal[] }
  | { readonly note: 'chosen'; readonly transaction: TransactionId; readonly ballot: Ballot; readonly decision: Decision }
  | { readonly note: 'decided'; readonly transaction: TransactionId; readonly decision: Decision }
  | { readonly note: 'in-doubt'; readonly transaction: TransactionId; readonly asks: NodeId }
  | { readonly note: 'recovered'; readonly transactions: readonly TransactionId[] };
