/** Which source of Paxos Commit says what, and how its values are put into words. */
import type { Accepted, Value } from '../../engine/protocols/replicated-commit/ballots.ts';
import type { Proposal } from '../../engine/protocols/replicated-commit/messages.ts';
import type { NameOf, Narration } from '../definition.ts';

/** Of Gray and Lamport, "Consensus on Transaction Commit", ACM TODS 2006: section 4, on Paxos Commit. */
export function say(title: string, explanation: string): Narration {
  return { title, explanation, reference: { source: 'Gray and Lamport 2006', section: 'section 4' } };
}

/** Of the same: section 3, on two-phase commit, where Paxos Commit does as that does. */
export function sayOfTwoPhase(title: string, explanation: string): Narration {
  return { title, explanation, reference: { source: 'Gray and Lamport 2006', section: 'section 3' } };
}

/** The nodes of the system go by names that begin so (protocols/replicated-commit/system.ts). */
export function isServer(name: string): boolean {
  return name.startsWith('s');
}

/** `r1 prepared, r2 aborted` */
export function formatProposals(proposals: readonly Proposal[], nameOf: NameOf): string {
  return proposals.map(({ instance, value }) => `${nameOf(instance)} ${value}`).join(', ') || 'nothing';
}

/** `r1 prepared in ballot 0` */
export function formatAccepted({ instance, value, ballot }: Accepted, nameOf: NameOf): string {
  return `${nameOf(instance)} ${value} in ballot ${ballot}`;
}

export function hasSaid(value: Value): string {
  return value === 'prepared' ? 'has prepared' : 'has aborted';
}
