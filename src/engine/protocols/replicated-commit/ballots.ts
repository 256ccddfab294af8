/** The arithmetic of Paxos Commit: Gray and Lamport, "Consensus on Transaction Commit", ACM TODS 2006, section 4. */
import type { NodeId } from '../../sim/process.ts';
import type { Decision } from '../atomic-commitment/transaction.ts';

/** Ballot 0 is the resource managers' own; each later one belongs to one leader. */
export type Ballot = number;

/** What an instance of consensus is about: whether its resource manager has prepared. */
export type Value = 'prepared' | 'aborted';

/** What an acceptor has accepted last in an instance, which bears the number of its resource manager. */
export interface Accepted {
  readonly instance: NodeId;
  readonly ballot: Ballot;
  readonly value: Value;
}

/** The smallest number of acceptors of which any two groups of this size share one: F + 1 of 2F + 1. */
export function majority(acceptors: number): number {
  return Math.floor(acceptors / 2) + 1;
}

/** The first of a leader's ballots after another ballot: leader n of N has n + 1, n + 1 + N, n + 1 + 2N, … */
export function nextBallot(after: Ballot, leader: NodeId, leaders: number): Ballot {
  const rounds = Math.ceil((after - leader) / leaders);
  return Math.max(0, rounds) * leaders + leader + 1;
}

/**
 * What the leader of a new ballot proposes in an instance, given what a majority of acceptors have accepted: the value of the
 * highest ballot, which may have been chosen; where there is none it is free, and gives up on the resource manager.
 */
export function proposalFor(instance: NodeId, accepted: readonly Accepted[]): Value {
  let highest: Accepted | undefined;
  for (const each of accepted) if (each.instance === instance && each.ballot >= (highest?.ballot ?? 0)) highest = each;
  return highest?.value ?? 'aborted';
}

/** @returns undefined while it can't be told: commit takes every instance, abort takes one */
export function outcomeOf(participants: readonly NodeId[], chosen: ReadonlyMap<NodeId, Value>): Decision | undefined {
  const values = participants.map((participant) => chosen.get(participant));
  if (values.includes('aborted')) return 'abort';
  return values.every((value) => value === 'prepared') ? 'commit' : undefined;
}
