/** What can be wrong with the reads of a list, whatever the transactions depend on. */
import type { Value } from './history.ts';
import type { Inference } from './inference.ts';
import type { KeyRecord, ReadSite, WriteSite } from './keys.ts';
import { reportAbortedRead, reportDirtyUpdate, reportDuplicates, reportGarbage, reportIncompatible, reportReversal } from './reports.ts';

type ListRead = ReadSite<readonly Value[]>;

/** Reports what was read of aborted transactions and what was built upon it, and leaves it out: it is of no version. */
export function withoutAborted(record: KeyRecord, inference: Inference): readonly ListRead[] {
  const aborted = new Map(record.writes.filter(({ transaction }) => !inference.standings.counts(transaction)).map((site) => [site.value, site]));
  if (aborted.size === 0) return record.listReads;
  const builtUpon = new Set<WriteSite>();
  return record.listReads.map((read) => {
    if (!read.value.some((value) => aborted.has(value))) return read;
    const writers = new Map<number, WriteSite>();
    read.value.forEach((value, position) => {
      const site = aborted.get(value);
      if (!site) return;
      writers.set(site.transaction, site);
      const next = builtUpon.has(site) ? undefined : committedAfter(read, position, record, inference);
      if (!next) return;
      builtUpon.add(site);
      reportDirtyUpdate(inference, site, next);
    });
    for (const writer of writers.values()) reportAbortedRead(inference, read, writer);
    const duplicates = flawsOf(read.value, record).duplicates.filter(({ value }) => aborted.has(value));
    if (duplicates.length > 0) reportDuplicates(inference, read, valuesOf(duplicates));
    return { ...read, value: read.value.filter((value) => !aborted.has(value)) };
  });
}

function committedAfter({ value }: ListRead, position: number, { writerOf }: KeyRecord, { standings }: Inference): WriteSite | undefined {
  for (let next = position + 1; next < value.length; next++) {
    const site = writerOf.get(value[next]!);
    if (site && standings.isCommitted(site.transaction)) return site;
  }
  return undefined;
}

/**
 * Reports values that nobody appended or that stand in a read twice, and reads that contradict the longest one.
 * @returns the reads that contradict it, with itself if it does so
 */
export function reportFlaws(record: KeyRecord, reads: readonly ListRead[], longest: ListRead, inference: Inference): ReadonlySet<ListRead> {
  const ofLongest = flawsOf(longest.value, record);
  const contradictions = new Set(ofLongest.duplicates.length > 0 ? [longest] : []);
  for (const read of reads) {
    const isCompatible = isBeginning(read.value, longest.value);
    const { garbage, duplicates } = isCompatible ? beginningOf(ofLongest, read.value.length) : flawsOf(read.value, record);
    if (garbage.length > 0) reportGarbage(inference, read, valuesOf(garbage));
    if (duplicates.length > 0) reportDuplicates(inference, read, valuesOf(duplicates));
    if (isCompatible) continue;
    contradictions.add(read);
    reportIncompatible(inference, read, longest);
  }
  return contradictions;
}

/** A value that should not stand where it does. */
interface Flaw {
  readonly value: Value;
  readonly position: number;
}

interface Flaws {
  readonly garbage: readonly Flaw[];
  readonly duplicates: readonly Flaw[];
}

function flawsOf(values: readonly Value[], { writerOf }: KeyRecord): Flaws {
  const seen = new Set<Value>();
  const garbage: Flaw[] = [];
  const duplicates: Flaw[] = [];
  values.forEach((value, position) => {
    if (!writerOf.has(value)) garbage.push({ value, position });
    else if (seen.has(value)) duplicates.push({ value, position });
    seen.add(value);
  });
  return { garbage, duplicates };
}

function beginningOf({ garbage, duplicates }: Flaws, length: number): Flaws {
  if (garbage.length === 0 && duplicates.length === 0) return { garbage, duplicates };
  const isWithin = ({ position }: Flaw) => position < length;
  return { garbage: garbage.filter(isWithin), duplicates: duplicates.filter(isWithin) };
}

function valuesOf(flaws: readonly Flaw[]): readonly Value[] {
  return [...new Set(flaws.map(({ value }) => value))];
}

/** Reports what does not stand in the longest read in the order in which one transaction appended it. */
export function reportReversals({ writes }: KeyRecord, longest: ListRead, positionOf: ReadonlyMap<Value, number>, inference: Inference): void {
  writes.forEach((site, i) => {
    const before = writes[i - 1];
    if (before?.transaction !== site.transaction || !inference.standings.counts(site.transaction)) return;
    const position = positionOf.get(site.value);
    if (position !== undefined && (positionOf.get(before.value) ?? Infinity) > position) reportReversal(inference, longest, before, site);
  });
}

export function isBeginning(values: readonly Value[], list: readonly Value[]): boolean {
  return values.length <= list.length && values.every((value, i) => value === list[i]);
}
