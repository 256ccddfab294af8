/**
 * Dependencies of transactions that write a register. Values that were written once show who read from whom. Of their
 * order only so much is known as follows soundly: nothing was there before the first write, and who read a value and then
 * wrote overwrote that value or a later one (Elle, section 5). More follows from what is assumed of each register.
 */
import type { Budget } from './budget.ts';
import { DOUBTFUL_WW, NO_OPERATION, RW, WR, WW } from './graph.ts';
import type { Inference } from './inference.ts';
import type { KeyRecord, WriteSite } from './keys.ts';
import { reportAbortedRead, reportBlindUpdates, reportGarbage, reportIntermediateRead, type ReadAndWrite } from './reports.ts';
import { relateInTime } from './time-order.ts';
import { findVersionCycles } from './version-cycles.ts';
import { rankSpans } from './version-times.ts';
import { orderByProcess, usesOf, versionsOf, type Version, type Versions } from './versions.ts';

/**
 * What is taken for granted of each register by itself: nothing; that every client sees it go forward (`sequential`); or
 * that it goes forward in real time, too (`linearizable`).
 */
export type RegisterAssumption = 'none' | 'sequential' | 'linearizable';

export function relateRegister(record: KeyRecord, assumption: RegisterAssumption, inference: Inference, budget: Budget): void {
  const versions = versionsOf(record, inference.standings);
  relateReads(record, inference);
  if (assumption !== 'none') orderByProcess(versions, inference);
  const cycleOf = findVersionCycles(record, versions.all, assumption === 'linearizable', inference, budget);
  for (const version of versions.all) relateToFollowers(version, cycleOf, inference);
  if (assumption === 'linearizable') relateByTime(versions.all.filter((version) => usesOf(version).length > 0 && !cycleOf.has(version)), inference);
  for (const version of versions.all) findLostUpdate(version, versions, inference);
}

function relateReads({ reads, writerOf }: KeyRecord, inference: Inference): void {
  const { graph, standings } = inference;
  for (const read of reads) {
    const { transaction, operation, value, isExternal } = read;
    if (value === null) continue;
    const writer = writerOf.get(value);
    if (writer === undefined) reportGarbage(inference, read, [value]);
    if (!writer || !isExternal || writer.transaction === transaction) continue;
    if (!standings.counts(writer.transaction)) {
      reportAbortedRead(inference, read, writer);
      continue;
    }
    graph.add(writer.transaction, transaction, WR, writer.operation, operation);
    if (!writer.isFinal) reportIntermediateRead(inference, read, writer);
  }
}

/** Whoever read a version comes before those who wrote what follows; through a relay, where both are many. */
function relateToFollowers(version: Version, cycleOf: ReadonlyMap<Version, number>, { graph, standings }: Inference): void {
  const { readers, writer, followers } = version;
  const after = new Map<number, WriteSite>();
  for (const { version: other, write, reason } of followers) {
    if (!write || (other && cycleOf.has(version) && cycleOf.get(other) === cycleOf.get(version))) continue;
    after.set(write.transaction, write);
    // Who overwrote what it had read depends on the writer by that read already.
    if (reason.kind !== 'process' || !writer || writer.transaction === write.transaction) continue;
    const isSure = standings.isCommitted(writer.transaction) && standings.isCommitted(write.transaction);
    graph.add(writer.transaction, write.transaction, isSure ? WW : DOUBTFUL_WW, writer.operation, write.operation);
  }
  if (readers.length === 0 || after.size === 0) return;
  if (readers.length === 1 || after.size === 1) {
    for (const { transaction, operation } of readers) {
      for (const write of after.values()) if (write.transaction !== transaction) graph.add(transaction, write.transaction, RW, operation, write.operation);
    }
    return;
  }
  const relay = graph.addRelay();
  for (const { transaction, operation } of readers) graph.add(transaction, relay, RW, operation);
  for (const write of after.values()) graph.add(relay, write.transaction, RW, NO_OPERATION, write.operation);
}

/** Whoever used a version comes before those who wrote one that begins later. */
function relateByTime(versions: readonly Version[], inference: Inference): void {
  const { graph, standings } = inference;
  const written = versions.filter(({ writer }) => writer !== undefined);
  const ranks = rankSpans(versions, inference);
  const endOf = (version: Version) => ranks.get(version)!.end;
  const beginningOf = ({ writer }: Version, time: number) => ({ time, vertex: writer!.transaction, operation: writer!.operation });
  const reads = versions.flatMap((version) => version.readers.map(({ transaction, operation }) => ({ time: endOf(version), vertex: transaction, operation })));
  relateInTime(reads.filter(({ time }) => time !== Infinity), written.map((version) => beginningOf(version, ranks.get(version)!.beginning)), graph, RW);
  // An order of writes that were not all committed is left out: it could be doubted.
  const sure = written.filter(({ writer }) => standings.isCommitted(writer!.transaction));
  const writes = sure.map((version) => beginningOf(version, endOf(version))).filter(({ time }) => time !== Infinity);
  relateInTime(writes, sure.map((version) => beginningOf(version, ranks.get(version)!.beginning)), graph, WW);
}

/** Two transactions read the same version and then wrote: in whichever order they did, the second overwrote what it had not seen. */
function findLostUpdate({ readers }: Version, { finalWriteOf }: Versions, inference: Inference): void {
  const updates = new Map<number, ReadAndWrite>();
  for (const read of readers) {
    const write = finalWriteOf.get(read.transaction);
    if (write) updates.set(read.transaction, { read, write });
  }
  const [one, other] = updates.values();
  if (one && other) reportBlindUpdates(inference, one, other);
}
