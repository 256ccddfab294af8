/** What users tell coordinators and participants: coordinators begin transactions, participants abort what they have not voted for. */
import type { CommandFormView } from '../../contract/simulation.ts';
import { parseTransaction } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { System } from '../../engine/sim/system.ts';
import type { Command } from '../definition.ts';
import { isCoordinator } from './words.ts';

type Nodes = Pick<System<never>, 'nodes'>['nodes'];

export function commandForm(node: NodeId, { nodes }: { readonly nodes: Nodes }, told: readonly Command[]): CommandFormView {
  const begun = transactionsBegun(nodes, told);
  return coordinates(node, nodes)
    ? { verb: 'Begin', label: 'A new transaction, such as T1; with its participants where not all have a part in it, such as T1 p1 p2', suggestion: freshName(begun) }
    : { verb: 'Abort', label: 'A transaction that a user aborts here, which has no effect once this participant has voted', suggestion: begun.at(-1) ?? freshName(begun) };
}

/** @throws SyntaxError for a command that can't be read, RangeError for a participant that there is not or a name that is taken */
export function checkCommand({ node, command }: Command, { nodes }: { readonly nodes: Nodes }, told: readonly Command[]): void {
  if (!coordinates(node, nodes)) {
    if (!/^\S+$/.test(command.trim())) throw new SyntaxError(`A participant is told the name of the transaction that a user aborts, such as "T1", and nothing else; not "${command}".`);
    return;
  }
  const { transaction } = parseTransaction(command, nodes.flatMap((_, id) => (coordinates(id, nodes) ? [] : [id])));
  const begun = transactionsBegun(nodes, told);
  // What is over is forgotten, so the protocol can't tell a second transaction of that name from the first.
  if (begun.includes(transaction)) throw new RangeError(`${transaction} has been begun before, and a name stands for one transaction: take another, such as ${freshName(begun)}.`);
}

function coordinates(node: NodeId, nodes: Nodes): boolean {
  return isCoordinator(nodes[node]?.name ?? '');
}

function transactionsBegun(nodes: Nodes, told: readonly Command[]): readonly string[] {
  return told.flatMap(({ node, command }) => (coordinates(node, nodes) ? [command.trim().split(/\s+/)[0] ?? ''] : []));
}

function freshName(begun: readonly string[]): string {
  const numbers = begun.map((name) => Number(/^T(\d+)$/.exec(name)?.[1] ?? 0));
  return `T${Math.max(0, ...numbers) + 1}`;
}
