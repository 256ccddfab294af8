/** How ballots, proposals and nodes of Paxos are put into words, and which section of its paper says what. */
import type { Proposal } from '../../engine/protocols/paxos/ballots.ts';
import type { NameOf, Narration } from '../definition.ts';
import type { NodeId } from '../../engine/sim/process.ts';

/** @param section of Lamport, "Paxos Made Simple", 2001 */
export function say(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Lamport, “Paxos Made Simple”, 2001', section } };
}

/** `x in ballot 1` */
export function formatProposal({ ballot, value }: Proposal): string {
  return `${value} in ballot ${ballot}`;
}

export function listed(nodes: readonly NodeId[], nameOf: NameOf): string {
  return nodes.map(nameOf).join(', ') || 'nobody';
}
