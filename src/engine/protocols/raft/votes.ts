/** The arithmetic of votes (extended paper, sections 5.2 and 5.4.1). */
import type { NodeId } from '../../sim/process.ts';
import type { Index, Term } from './messages.ts';

/** The last entry of a log; both are 0 for an empty one. */
export interface LogEnd {
  readonly term: Term;
  readonly index: Index;
}

/** The election restriction: the later last term decides, and between equal ones the longer log. An equal log will do. */
export function isUpToDate(candidate: LogEnd, voter: LogEnd): boolean {
  return candidate.term === voter.term ? candidate.index >= voter.index : candidate.term > voter.term;
}

/** First come, first served, and one vote a term; who asks again is answered again. */
export function hasVoteFor(votedFor: NodeId | null, candidate: NodeId): boolean {
  return votedFor === null || votedFor === candidate;
}
