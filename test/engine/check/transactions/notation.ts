/** Histories written short, as on a blackboard. */
import type { MicroOperation, Status, Transaction } from '../../../../src/engine/check/transactions/history.ts';

/**
 * A transaction of operations such as `ax1` (append 1 to x), `rx12` (read x = [1, 2]), `rx` (read an empty list), `wx1`
 * (write x = 1), `rx=1`, `rx=nil` and `rx?` (nobody knows what it read). Unless told otherwise it committed, was done by a
 * process of its own, and overlaps with all others.
 */
export function transaction(operations: string, rest: Partial<Transaction> = {}): Transaction {
  return { process: nextProcess++, invoked: 0, completed: 1000, status: 'committed', operations: operations.split(' ').filter((word) => word !== '').map(operation), ...rest };
}

/** Transactions that overlap, one for each line of operations; `!` before a line says that it aborted, `?` that nobody knows. */
export function concurrent(...lines: string[]): Transaction[] {
  return lines.map((line) => {
    const status = statusOf(line[0]);
    return transaction(status === 'committed' ? line : line.slice(1), { status });
  });
}

/** Transactions that one process each does one after another, the next invoked when the last has completed. */
export function successive(...lines: string[]): Transaction[] {
  return concurrent(...lines).map((one, i) => ({ ...one, invoked: 10 * i, completed: 10 * i + 5 }));
}

let nextProcess = 0;

function statusOf(mark: string | undefined): Status {
  return mark === '!' ? 'aborted' : mark === '?' ? 'unknown' : 'committed';
}

function operation(word: string): MicroOperation {
  const [, op, key, rest] = /^([arw])([a-z])(.*)$/.exec(word) ?? [];
  if (op === undefined || key === undefined || rest === undefined) throw new Error(`Not an operation: ${word}`);
  if (op === 'a') return { op: 'append', key, value: Number(rest) };
  if (op === 'w') return { op: 'write', key, value: Number(rest) };
  if (rest === '?') return { op: 'read', key, value: undefined };
  if (rest === '=nil') return { op: 'read', key, value: null };
  if (rest.startsWith('=')) return { op: 'read', key, value: Number(rest.slice(1)) };
  return { op: 'read', key, value: [...rest].map(Number) };
}
