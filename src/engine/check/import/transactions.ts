/** Transactions of a history file, as Jepsen's list-append and read-write register tests write them. */
import type { MicroOperation, Transaction, TransactionHistory } from '../transactions/history.ts';
import { TextError } from './errors.ts';
import type { RawOperation, Value } from './events.ts';

/** Whether the operations are transactions, `{:f :txn, :value [[:append 3 1] [:r 3 nil]]}`. */
export function areTransactions(operations: readonly RawOperation[]): boolean {
  return operations.length > 0 && operations.every(({ f }) => f === 'txn');
}

/** @throws TextError at what is no transaction */
export function transactionsOf(operations: readonly RawOperation[]): TransactionHistory {
  return operations.map((operation): Transaction => {
    const { process, argument, result, outcome, invoked, returned } = operation;
    // Only what a transaction came back with says what it read.
    const came = outcome === 'ok' && result !== undefined && result !== null;
    const written = came ? result : argument;
    if (!Array.isArray(written)) throw wrong(operation, written);
    return {
      process,
      operations: (written as readonly Value[]).map((micro) => microOperation(operation, micro, came)),
      invoked,
      completed: returned,
      status: outcome === 'ok' ? 'committed' : outcome === 'fail' ? 'aborted' : 'unknown',
    };
  });
}

function microOperation(operation: RawOperation, micro: Value, readsAreKnown: boolean): MicroOperation {
  if (!Array.isArray(micro) || micro.length !== 3) throw wrong(operation, micro);
  const [op, key, value] = micro as unknown as readonly [Value, Value, Value];
  if (!isName(key)) throw wrong(operation, micro);
  switch (op) {
    case 'append':
      if (isName(value)) return { op: 'append', key, value };
      throw wrong(operation, micro);
    case 'w':
    case 'write':
      if (isName(value)) return { op: 'write', key, value };
      throw wrong(operation, micro);
    case 'r':
    case 'read':
      if (value === null || isName(value) || (Array.isArray(value) && value.every(isName))) return { op: 'read', key, value: readsAreKnown ? value : undefined };
      throw wrong(operation, micro);
    default:
      throw wrong(operation, micro);
  }
}

function isName(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function wrong(operation: RawOperation, found: Value): TextError {
  return new TextError(operation, `a transaction is a list of [:append key value], [:w key value] and [:r key value], where keys and values are numbers or texts; this is ${JSON.stringify(found)}.`);
}
