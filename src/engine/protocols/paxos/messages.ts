/** What the roles of Paxos say to each other, write down, and make known. Requests have the names that the paper gives them. */
import type { Ballot, Proposal, Value } from './ballots.ts';

export type PaxosMessage =
  // Phase 1, from a proposer to the acceptors, and back.
  | { readonly type: 'prepare'; readonly ballot: Ballot }
  /** To accept nothing below this ballot from now on. With it goes what the acceptor has accepted last. */
  | { readonly type: 'promise'; readonly ballot: Ballot; readonly accepted: Proposal | null }
  // Phase 2, from a proposer to the acceptors, and from these to the proposer and to all learners.
  | ({ readonly type: 'accept' } & Proposal)
  | ({ readonly type: 'accepted' } & Proposal)
  /** To a proposer whose request came after a promise to a higher ballot: nothing but time is won by it. */
  | { readonly type: 'refused'; readonly ballot: Ballot; readonly promised: Ballot }
  /** From a learner to the acceptors: what have you accepted? */
  | { readonly type: 'inquiry' };

/** An acceptor's cell, forced before each of its answers. */
export interface AcceptorRecord {
  readonly promised: Ballot;
  /** The proposal of the highest ballot that it has accepted. */
  readonly accepted: Proposal | null;
}

/** A proposer's cell, forced before it uses the ballot. */
export interface ProposerRecord {
  /** The highest that it has used. */
  readonly ballot: Ballot;
  /** What it would have chosen. */
  readonly value: Value;
}

/** What a reader of the protocol would name; recorded in the trace as notes. */
export type PaxosNote =
  | { readonly note: 'wishes'; readonly value: Value }
  | { readonly note: 'prepares'; readonly ballot: Ballot }
  | { readonly note: 'promised'; readonly ballot: Ballot; readonly accepted: Proposal | null }
  /** `adopted` tells whether the value is one that acceptors have reported, and not the proposer's own. */
  | { readonly note: 'proposes'; readonly ballot: Ballot; readonly value: Value; readonly adopted: boolean }
  | { readonly note: 'accepted'; readonly ballot: Ballot; readonly value: Value }
  | { readonly note: 'refused'; readonly ballot: Ballot; readonly promised: Ballot }
  /** A proposer gives up a ballot, since an acceptor has promised itself to a higher one. */
  | { readonly note: 'abandons'; readonly ballot: Ballot; readonly promised: Ballot }
  /** A proposer knows that its proposal is chosen. */
  | { readonly note: 'chosen'; readonly ballot: Ballot; readonly value: Value }
  | { readonly note: 'learned'; readonly ballot: Ballot; readonly value: Value };
