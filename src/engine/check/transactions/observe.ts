/** What the transactions that count have read, and which those are. */
import type { Findings } from './findings.ts';
import type { Key, MicroOperation, Read, TransactionHistory, Value } from './history.ts';
import type { KeyRecord, ReadSite } from './keys.ts';
import { isBeginning } from './list-reads.ts';
import { readsOf } from './reads.ts';
import type { Standings } from './standing.ts';
import { didOf, nameOf } from './words.ts';

/**
 * Takes transactions of unknown outcome to have committed where one that counts has read what they wrote. Those that it
 * reads from in turn follow.
 */
export function assumeTheObserved(history: TransactionHistory, keys: ReadonlyMap<Key, KeyRecord>, standings: Standings): void {
  if (!history.some(({ status }) => status === 'unknown')) return;
  const known = new Map<Key, readonly Value[]>();
  const waiting = [...history.keys()].filter((transaction) => standings.counts(transaction));
  for (let transaction = waiting.pop(); transaction !== undefined; transaction = waiting.pop()) {
    for (const { op, key, value } of history[transaction]!.operations) {
      if (op !== 'read') continue;
      const values = Array.isArray(value) ? (value as readonly Value[]) : value === null || value === undefined ? [] : [value as Value];
      // Most reads of a list are beginnings of one that was looked through before.
      const longest = known.get(key) ?? [];
      if (isBeginning(values, longest)) continue;
      if (values.length > longest.length) known.set(key, values);
      for (const item of values) {
        const writer = keys.get(key)!.writerOf.get(item)?.transaction;
        if (writer === undefined || history[writer]!.status !== 'unknown' || standings.counts(writer)) continue;
        standings.assume(writer);
        waiting.push(writer);
      }
    }
  }
}

/** Adds the reads to their keys, and reports those that can't be right whatever others did. */
export function observeReads(history: TransactionHistory, keys: ReadonlyMap<Key, KeyRecord>, standings: Standings, findings: Findings): void {
  history.forEach(({ operations }, transaction) => {
    if (!standings.counts(transaction)) return;
    for (const { operation, isExternal, disagreement } of readsOf(operations)) {
      const read = operations[operation]!;
      const record = keys.get(read.key)!;
      addRead(record, { transaction, operation, isExternal, value: (read as Read).value ?? null });
      // A register may be written anew with the value that it has.
      const mayBeEarly = isExternal || record.kind === 'list' || disagreement !== undefined;
      const later = mayBeEarly ? operations.slice(operation + 1).find((other) => isReadTooEarly(other, read, record, transaction)) : undefined;
      if (later) {
        findings.report('future-read', () => ({ transactions: [transaction], meaning: `${nameOf(transaction)} ${didOf(read)}, though only afterwards it ${didOf(later)}.` }));
      } else if (disagreement !== undefined) {
        findings.report('internal', () => ({ transactions: [transaction], meaning: `${nameOf(transaction)} ${didOf(read)}, though before that it ${disagreement}.` }));
      }
    }
  });
}

function addRead({ kind, reads, listReads, writerOf, initialValue }: KeyRecord, read: ReadSite<Exclude<Read['value'], undefined>>): void {
  const { value } = read;
  if (kind === 'list') listReads.push({ ...read, value: value === null ? [] : (value as readonly Value[]) });
  else if (value === initialValue && !writerOf.has(value)) reads.push({ ...read, value: null });
  else reads.push({ ...read, value: value as Value | null });
}

function isReadTooEarly(write: MicroOperation, read: MicroOperation, { writerOf }: KeyRecord, transaction: number): boolean {
  if (write.op === 'read' || write.key !== read.key) return false;
  if (writerOf.get(write.value)?.transaction !== transaction) return false;
  return Array.isArray(read.value) ? read.value.includes(write.value) : read.value === write.value;
}
