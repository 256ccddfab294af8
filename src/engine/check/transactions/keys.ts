/** A history sorted by keys: who wrote what, and what was read. */
import type { Key, MicroOperation, TransactionHistory, Value } from './history.ts';
import { didOf, show, showKey } from './words.ts';

export interface WriteSite {
  readonly transaction: number;
  /** Position in the transaction's operations. */
  readonly operation: number;
  readonly value: Value;
  /** Whether it is the last that the transaction wrote to the key. */
  isFinal: boolean;
}

export interface ReadSite<Content> {
  readonly transaction: number;
  readonly operation: number;
  readonly value: Content;
  /** Whether the transaction had not written the key before, so that it read what others wrote. */
  readonly isExternal: boolean;
}

export interface KeyRecord {
  readonly key: Key;
  /** A key that all who read it found empty, and that nobody wrote, passes for a register. */
  kind: 'list' | 'register';
  /** By all transactions, whatever came of them, in order of these; those of one transaction in its order. */
  readonly writes: WriteSite[];
  /** Who wrote a value; null where nobody knows, as several transactions did, or it was there before anybody wrote. */
  readonly writerOf: Map<Value, WriteSite | null>;
  /** What a register holds before anybody writes it, unless somebody writes the same. */
  readonly initialValue: Value | undefined;
  /** By the transactions that count, in the same order: of a register, or of a list. */
  readonly reads: ReadSite<Value | null>[];
  readonly listReads: ReadSite<readonly Value[]>[];
}

/**
 * The keys in the order in which they are first used, with all writes and no reads yet.
 * @throws RangeError where a key is used both as a list and as a register, or where a value is appended to a list twice
 */
export function keysOf(history: TransactionHistory, initialValues: ReadonlyMap<Key, Value>): Map<Key, KeyRecord> {
  const records = new Map<Key, KeyRecord>();
  /** By whom and by what the kind of each key was settled. */
  const firstUse = new Map<Key, { transaction: number; operation: MicroOperation }>();
  history.forEach(({ operations }, transaction) => {
    operations.forEach((operation, position) => {
      const { key } = operation;
      const record = records.get(key) ?? newRecord(key, initialValues.get(key));
      records.set(key, record);
      const kind = kindOf(operation);
      const settled = firstUse.get(key);
      if (kind !== undefined && settled === undefined) {
        record.kind = kind;
        firstUse.set(key, { transaction, operation });
      } else if (kind !== undefined && kind !== record.kind) {
        const uses = [settled!, { transaction, operation }].map((use) => `in transaction ${use.transaction}, which ${didOf(use.operation)}`);
        throw new RangeError(`Key ${showKey(key)} is a ${record.kind} ${uses[0]}, and a ${kind} ${uses[1]}: give lists and registers keys of their own.`);
      }
      if (operation.op !== 'read') addWrite(record, { transaction, operation: position, value: operation.value, isFinal: true });
    });
  });
  return records;
}

function newRecord(key: Key, initialValue: Value | undefined): KeyRecord {
  return { key, kind: 'register', writes: [], writerOf: new Map(), initialValue, reads: [], listReads: [] };
}

function kindOf({ op, value }: MicroOperation): 'list' | 'register' | undefined {
  if (op === 'append' || Array.isArray(value)) return 'list';
  return value === null || value === undefined ? undefined : 'register';
}

function addWrite({ key, kind, writes, writerOf, initialValue }: KeyRecord, site: WriteSite): void {
  const before = writes.at(-1);
  if (before?.transaction === site.transaction) before.isFinal = false;
  writes.push(site);
  const other = writerOf.get(site.value);
  if (kind === 'list' && other) {
    throw new RangeError(
      `Transactions ${other.transaction} and ${site.transaction} both append ${show(site.value)} to key ${showKey(key)}: append each value to a list once, so that a read shows who did it.`,
    );
  }
  const isAmbiguous = kind === 'register' && (site.value === initialValue || (other !== undefined && other?.transaction !== site.transaction));
  writerOf.set(site.value, isAmbiguous ? null : site);
}
