/** How the logs of commit protocols are shown. */
import type { LogEntryView } from '../../contract/simulation.ts';
import type { TransactionId } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Disk } from '../../engine/sim/storage.ts';
import type { NameOf } from '../definition.ts';

/** The most that is shown of a log; the newest. */
const SHOWN_RECORDS = 24;

const MARKS = { prepare: 'P', precommit: 'R', commit: 'C', abort: 'A', end: 'E' } as const;

interface Recorded {
  readonly record: keyof typeof MARKS;
  readonly transaction: TransactionId;
  readonly participants?: readonly NodeId[];
  readonly coordinator?: NodeId;
}

/** Of records that have a kind and a transaction, and some of them participants and a coordinator. */
export function describeCommitLog({ log, syncedLength }: Pick<Disk, 'log' | 'syncedLength'>, nameOf: NameOf): LogEntryView[] {
  const first = Math.max(log.start, log.length - SHOWN_RECORDS);
  return Array.from({ length: log.length - first }, (_, offset): LogEntryView => {
    const position = first + offset;
    const record = log.at(position) as Recorded | undefined;
    return { index: position + 1, mark: record ? MARKS[record.record] : '×', label: record ? labelOf(record, nameOf) : 'damaged', settled: position < syncedLength };
  });
}

function labelOf({ record, transaction, participants, coordinator }: Recorded, nameOf: NameOf): string {
  const of = participants ? ` of ${participants.map(nameOf).join(', ')}` : '';
  const whose = coordinator === undefined ? '' : ` for ${nameOf(coordinator)}`;
  return `${record} ${transaction}${of}${whose}`;
}
