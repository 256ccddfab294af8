/** What every commit protocol is given: a transaction, by name, and the participants that have a part in it. */
import type { NodeId } from '../../sim/process.ts';

/** Names a transaction, once and for all. */
export type TransactionId = string;

export type Decision = 'commit' | 'abort';

export interface Transaction {
  readonly transaction: TransactionId;
  /** Ascending. */
  readonly participants: readonly NodeId[];
}

/**
 * Reads a command as a user types it: `T1` for a transaction in which all have a part, `T1 1 2` for one of nodes 1 and 2.
 * @throws SyntaxError that says what was expected
 */
export function parseTransaction(text: string, participants: readonly NodeId[]): Transaction {
  const [transaction, ...named] = text.trim().split(/\s+/);
  const expected = 'A command is a new transaction\'s name, and the numbers of its participants where not all have a part in it, such as "T1 1 2"';
  if (!transaction) throw new SyntaxError(`${expected}; this one is empty.`);
  for (const name of named) {
    if (!participants.map(String).includes(name)) throw new SyntaxError(`${expected}; "${name}" is none of the participants, which are ${participants.join(', ')}.`);
  }
  return { transaction, participants: named.length === 0 ? participants : sorted(named.map(Number)) };
}

/** A set of nodes as plain data: ascending, each once. */
export function sorted(nodes: readonly NodeId[]): readonly NodeId[] {
  return [...new Set(nodes)].sort((one, other) => one - other);
}

export function including(nodes: readonly NodeId[], node: NodeId): readonly NodeId[] {
  return nodes.includes(node) ? nodes : sorted([...nodes, node]);
}

export function excluding(nodes: readonly NodeId[], node: NodeId): readonly NodeId[] {
  return nodes.filter((other) => other !== node);
}
