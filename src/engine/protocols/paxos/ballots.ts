/** The arithmetic of Paxos: Lamport, "Paxos Made Simple", SIGACT News 2001, section 2.2. */

/** The paper's number of a proposal. Each belongs to one proposer; 0 is nobody's, and lower than all. */
export type Ballot = number;

export type Value = string;

export interface Proposal {
  readonly ballot: Ballot;
  readonly value: Value;
}

/** The smallest number of acceptors of which any two groups of this size share one. */
export function majority(acceptors: number): number {
  return Math.floor(acceptors / 2) + 1;
}

/** The first of a proposer's ballots after another ballot: proposer n of N, counted from 0, has n + 1, n + 1 + N, n + 1 + 2N, … */
export function nextBallot(after: Ballot, proposer: number, proposers: number): Ballot {
  const rounds = Math.ceil((after - proposer) / proposers);
  return Math.max(0, rounds) * proposers + proposer + 1;
}

/**
 * What a proposer may propose, given what a majority of acceptors have reported with their promises: the value of the proposal
 * with the highest ballot, since a lower one that was chosen would have led to the same value (P2c of the paper).
 * @param reported by each of them the last proposal that it has accepted; null where there is none
 * @returns undefined where the proposer is free
 */
export function adopted(reported: readonly (Proposal | null)[]): Value | undefined {
  let highest: Proposal | undefined;
  for (const proposal of reported) if (proposal && proposal.ballot > (highest?.ballot ?? 0)) highest = proposal;
  return highest?.value;
}
