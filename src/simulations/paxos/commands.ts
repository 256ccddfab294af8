/** What users tell proposers: the value that they are to propose. */
import type { CommandFormView } from '../../contract/simulation.ts';
import { seatNamed } from '../../engine/protocols/paxos/ensemble.ts';
import type { PaxosMessage } from '../../engine/protocols/paxos/messages.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { System } from '../../engine/sim/system.ts';
import type { Command } from '../definition.ts';

/** Short words for values, in the order in which they are suggested. */
export const VALUES = ['x', 'y', 'z', 'u', 'v'] as const;

type Nodes = Pick<System<PaxosMessage>, 'nodes'>;

export function commandForm(node: NodeId, { nodes }: Nodes, told: readonly Command[]): CommandFormView | undefined {
  if (!seatNamed(nodes[node]?.name ?? '').roles.includes('proposer')) return undefined;
  return { verb: 'Propose', label: 'A value that this proposer is to propose, such as x; it stands by the first that it is told', suggestion: VALUES[told.length % VALUES.length]! };
}

/** @throws SyntaxError for what is no single word, RangeError for a proposer that has been told a value before */
export function checkCommand({ node, command }: Command, { nodes }: Nodes, told: readonly Command[]): void {
  if (!/^\S{1,20}$/.test(command)) throw new SyntaxError(`A value is one word of at most 20 characters, such as x; not "${command}".`);
  const first = told.find((before) => before.node === node);
  // It would pass the second one over in silence.
  if (first) throw new RangeError(`${nodes[node]?.name} was told to propose ${first.command} and stands by it. Tell another proposer, or go back to a moment before.`);
}
