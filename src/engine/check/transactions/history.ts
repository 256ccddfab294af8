/**
 * What clients saw of a database: transactions over keys, each key a list that grows by appends or a register that is
 * written. An operation map of Jepsen such as `{:process 0, :type :ok, :f :txn, :value [[:append 3 1] [:r 3 [1 2]]]}`
 * is the completion of one transaction here.
 */

/** Numbers and texts of the same look are different keys, and different values. */
export type Key = string | number;
export type Value = string | number;

/** Adds a value to the end of a key's list. */
export interface Append {
  readonly op: 'append';
  readonly key: Key;
  readonly value: Value;
}

/** Sets a key's register. */
export interface Write {
  readonly op: 'write';
  readonly key: Key;
  readonly value: Value;
}

export interface Read {
  readonly op: 'read';
  readonly key: Key;
  /**
   * What was there: a list with its values in order, or the value of a register. Null where nothing was there yet, which
   * an empty list says too. Undefined where nobody knows what the read gave, as in a transaction that failed or timed out.
   */
  readonly value: readonly Value[] | Value | null | undefined;
}

export type MicroOperation = Append | Write | Read;

/** `unknown` where the client never learned the outcome: it may have committed, may yet commit, or may not. */
export type Status = 'committed' | 'aborted' | 'unknown';

export interface Transaction {
  /** The client that did it; it does one transaction at a time. */
  readonly process: number;
  /** In the order in which they were executed. */
  readonly operations: readonly MicroOperation[];
  /** When it was invoked, and when the client learned its outcome; only their order counts. */
  readonly invoked: number;
  /** Infinite where the client never learned of any outcome. */
  readonly completed: number;
  readonly status: Status;
}

/** In any order. The id of a transaction is its position. */
export type TransactionHistory = readonly Transaction[];

/** @throws RangeError that names the transaction which can't be, and says why */
export function validateTransactions(history: TransactionHistory): void {
  history.forEach(validateTimes);
  const lastOf = new Map<number, number>();
  for (const id of inOrderOfInvocation(history)) {
    const { process, invoked } = history[id]!;
    const last = lastOf.get(process);
    if (last !== undefined && history[last]!.completed === Infinity) {
      throw new RangeError(`Process ${process} invokes transaction ${id} after transaction ${last}, whose outcome it never learned: give it a new process number.`);
    }
    if (last !== undefined && history[last]!.completed > invoked) {
      throw new RangeError(`Process ${process} invokes transaction ${id} at ${invoked}, while transaction ${last} goes on until ${history[last]!.completed}: a process does one transaction at a time.`);
    }
    lastOf.set(process, id);
  }
}

/** Ids of transactions; those of one moment by completion, then as they are listed. */
export function inOrderOfInvocation(history: TransactionHistory): readonly number[] {
  return [...history.keys()].sort(byInvocation(history));
}

export function byInvocation(history: TransactionHistory): (a: number, b: number) => number {
  return (a, b) => history[a]!.invoked - history[b]!.invoked || compare(history[a]!.completed, history[b]!.completed) || a - b;
}

function validateTimes({ process, invoked, completed, status }: Transaction, id: number): void {
  if (!Number.isFinite(invoked)) throw new RangeError(`Transaction ${id} of process ${process} is invoked at ${invoked}: give it a finite time.`);
  if (!(completed >= invoked)) throw new RangeError(`Transaction ${id} of process ${process} completes at ${completed}, before it is invoked at ${invoked}.`);
  if (status !== 'unknown' && completed === Infinity) {
    throw new RangeError(`Transaction ${id} of process ${process} is ${status}, but never completes: give it the time at which the client learned so, or the status unknown.`);
  }
}

/** Infinity less Infinity is no number, so times that may be infinite are not subtracted. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
