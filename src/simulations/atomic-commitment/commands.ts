/** What users tell the nodes of a commit protocol: some begin transactions, participants abort what they have not voted for. */
import type { CommandFormView } from '../../contract/simulation.ts';
import { parseTransaction } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { System } from '../../engine/sim/system.ts';
import type { Command } from '../definition.ts';

type Nodes = Pick<System<never>, 'nodes'>['nodes'];

export interface CommitmentCommands {
  commandForm(node: NodeId, system: { readonly nodes: Nodes }, told: readonly Command[]): CommandFormView;
  /** @throws SyntaxError for a command that can't be read, RangeError for a participant that there is not or a name that is taken */
  checkCommand(command: Command, system: { readonly nodes: Nodes }, told: readonly Command[]): void;
}

/**
 * @param letter with which the names of participants begin; all other nodes begin transactions
 * @param participant what one is called
 */
export function commitmentCommands(letter: string, participant: string): CommitmentCommands {
  const begins = (node: NodeId, nodes: Nodes) => !(nodes[node]?.name ?? letter).startsWith(letter);
  const begunBefore = (nodes: Nodes, told: readonly Command[]) => told.flatMap(({ node, command }) => (begins(node, nodes) ? [command.trim().split(/\s+/)[0] ?? ''] : []));
  return {
    commandForm(node, { nodes }, told) {
      const begun = begunBefore(nodes, told);
      return begins(node, nodes)
        ? { verb: 'Begin', label: `A new transaction, such as T1; with its ${participant}s where not all have a part in it, such as T1 ${letter}1 ${letter}2`, suggestion: freshName(begun) }
        : { verb: 'Abort', label: `A transaction that a user aborts here, which has no effect once this ${participant} has voted`, suggestion: begun.at(-1) ?? freshName(begun) };
    },
    checkCommand({ node, command }, { nodes }, told) {
      if (!begins(node, nodes)) {
        if (!/^\S+$/.test(command.trim())) throw new SyntaxError(`A ${participant} is told the name of the transaction that a user aborts, such as "T1", and nothing else; not "${command}".`);
        return;
      }
      const { transaction } = parseTransaction(command, nodes.flatMap((_, id) => (begins(id, nodes) ? [] : [id])), letter);
      const begun = begunBefore(nodes, told);
      // What is over is forgotten, so the protocol can't tell a second transaction of that name from the first.
      if (begun.includes(transaction)) throw new RangeError(`${transaction} has been begun before, and a name stands for one transaction: take another, such as ${freshName(begun)}.`);
    },
  };
}

function freshName(begun: readonly string[]): string {
  const numbers = begun.map((name) => Number(/^T(\d+)$/.exec(name)?.[1] ?? 0));
  return `T${Math.max(0, ...numbers) + 1}`;
}
