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
 * Reads a command as a user types it: `T1` for a transaction in which all have a part, `T1 1 2` for one of nodes 1 and 2,
 * `T1 p1 p3` for one of the first and the third participant.
 * @param letter that participants' names begin with
 * @throws SyntaxError that says what was expected
 */
export function parseTransaction(text: string, participants: readonly NodeId[], letter = 'p'): Transaction {
  const [transaction, ...names] = text.trim().split(/\s+/);
  const expected = `A command is a new transaction's name, and its participants where not all have a part in it, such as "T1 ${letter}1 ${letter}2"`;
  if (!transaction) throw new SyntaxError(`${expected}; this one is empty.`);
  const named = names.map((name) => {
    const participant = participants.find((node, position) => name === String(node) || name === `${letter}${position + 1}`);
    if (participant === undefined) throw new SyntaxError(`${expected}; "${name}" is none of the participants, which are ${letter}1 to ${letter}${participants.length}.`);
    return participant;
  });
  return { transaction, participants: named.length === 0 ? participants : sorted(named) };
}

/**
 * @param text as `parseTransaction` reads it
 * @returns the same of nodes that go by other numbers; undefined where none of its participants is left, and where they are
 * named by their places, of which nobody knows here whose they are
 */
export function renameParticipants(text: string, rename: (node: NodeId) => NodeId | undefined): string | undefined {
  const [transaction = '', ...names] = text.trim().split(/\s+/);
  if (names.length === 0) return transaction;
  if (names.some((name) => !/^\d+$/.test(name))) return undefined;
  const left = names.flatMap((name) => rename(Number(name)) ?? []);
  return left.length > 0 ? [transaction, ...left].join(' ') : undefined;
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
