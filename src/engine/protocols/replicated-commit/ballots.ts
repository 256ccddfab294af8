/**
 * The arithmetic that Paxos Commit adds to that of Paxos: Gray and Lamport, "Consensus on Transaction Commit", ACM TODS 2006,
 * section 4. Ballot 0 is the resource managers' own; each later one belongs to one leader.
 */
import type { NodeId } from '../../sim/process.ts';
import type { Decision } from '../atomic-commitment/transaction.ts';
import type { Ballot } from '../paxos/ballots.ts';

/** What an instance of consensus is about: whether its resource manager has prepared. */
export type Value = 'prepared' | 'aborted';

/** What an acceptor has accepted last in an instance, which bears the number of its resource manager. */
export interface Accepted {
  readonly instance: NodeId;
  readonly ballot: Ballot;
  readonly value: Value;
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
