/** What a node's log says of transactions: its vote and its decision. A log is all that commit protocols have in common. */
import type { NodeId } from '../../sim/process.ts';
import type { DurableLog } from '../../sim/process.ts';
import type { TransactionId } from './transaction.ts';

/** A record of a log, as far as it matters to what was decided. */
export interface LogRecord {
  /** `prepare` is a vote for yes, `commit` and `abort` are decisions; protocols have others besides. */
  readonly record: string;
  readonly transaction: TransactionId;
  readonly participants?: readonly NodeId[];
}

/** What one log says of one transaction. */
export interface Standing {
  readonly hasPrepared: boolean;
  readonly hasCommitted: boolean;
  readonly hasAborted: boolean;
  /** Undefined where no record names them. */
  readonly participants: readonly NodeId[] | undefined;
}

export type Ledger = ReadonlyMap<TransactionId, Standing>;

export const NO_STANDING: Standing = { hasPrepared: false, hasCommitted: false, hasAborted: false, participants: undefined };

/** @param entries of a log; what is damaged is no record */
export function ledgerOf(entries: Iterable<unknown>): Ledger {
  const ledger = new Map<TransactionId, Standing>();
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { record, transaction, participants } = entry as LogRecord;
    const standing = ledger.get(transaction) ?? NO_STANDING;
    ledger.set(transaction, {
      hasPrepared: standing.hasPrepared || record === 'prepare',
      hasCommitted: standing.hasCommitted || record === 'commit',
      hasAborted: standing.hasAborted || record === 'abort',
      participants: participants ?? standing.participants,
    });
  }
  return ledger;
}

/** What can be read of a log, the oldest first; a process recovers from it. */
export function* readable<Recorded extends LogRecord>(log: DurableLog): Generator<Recorded> {
  for (let position = log.start; position < log.length; position++) {
    const entry = log.at(position);
    if (entry !== undefined) yield entry as Recorded;
  }
}

export function isInDoubt({ hasPrepared, hasCommitted, hasAborted }: Standing): boolean {
  return hasPrepared && !hasCommitted && !hasAborted;
}
