/**
 * Dependencies of transactions that append to a list. A read shows in which order everything in it was appended, so the
 * longest one fixes the order of versions as far as it goes, and what it does not show comes after (Elle, section 4).
 */
import { DOUBTFUL_WW, NO_OPERATION, RW, WR, WW } from './graph.ts';
import type { Value } from './history.ts';
import type { Inference } from './inference.ts';
import type { KeyRecord, ReadSite, WriteSite } from './keys.ts';
import { reportFlaws, reportReversals, withoutAborted } from './list-reads.ts';
import { reportBlindUpdates, reportIntermediateRead, reportOverwrite, type ReadAndWrite } from './reports.ts';

type ListRead = ReadSite<readonly Value[]>;

export function relateList(record: KeyRecord, inference: Inference): void {
  const reads = withoutAborted(record, inference);
  const versions = versionsOf(record, reads, inference);
  relateWrites(versions, inference);
  relateReads(record, reads, versions, inference);
  findLostUpdates(record, reads, versions, inference);
}

/** The versions of a list in their order, as far as reads show it. */
interface Versions {
  /** Where each value of the longest read first stands in it. */
  readonly positionOf: ReadonlyMap<Value, number>;
  /** The reads that contradict it, so that it tells nothing of what comes after them. */
  readonly contradictions: ReadonlySet<ListRead>;
  /** Whether it may not be the order: there are such reads, or whoever read it may have aborted. */
  readonly isDisputed: boolean;
  /** Who appended these values. */
  readonly order: readonly WriteSite[];
  /** How many of `order` stand before each position in the longest read, and before its end. */
  readonly countBefore: Int32Array;
  /** The first append of each transaction that comes after all that was read; nobody knows in which order. */
  readonly late: readonly WriteSite[];
}

function versionsOf(record: KeyRecord, reads: readonly ListRead[], inference: Inference): Versions {
  const longest = reads.reduce<ListRead | undefined>((best, read) => (best && best.value.length >= read.value.length ? best : read), undefined);
  const values = longest?.value ?? [];
  const positionOf = new Map<Value, number>();
  const order: WriteSite[] = [];
  const countBefore = new Int32Array(values.length + 1);
  values.forEach((value, position) => {
    const site = record.writerOf.get(value);
    if (site && !positionOf.has(value)) order.push(site);
    if (!positionOf.has(value)) positionOf.set(value, position);
    countBefore[position + 1] = order.length;
  });
  const contradictions = longest ? reportFlaws(record, reads, longest, inference) : new Set<ListRead>();
  if (longest) reportReversals(record, longest, positionOf, inference);
  const isDisputed = contradictions.size > 0 || (longest !== undefined && !inference.standings.isCommitted(longest.transaction));
  const unread = record.writes.filter(({ transaction, value }) => !positionOf.has(value) && inference.standings.counts(transaction));
  const late = unread.filter(({ transaction }, i) => unread[i - 1]?.transaction !== transaction);
  return { positionOf, contradictions, isDisputed, order, countBefore, late };
}

function relateWrites({ order, late, isDisputed }: Versions, { graph, standings }: Inference): void {
  const relate = (before: WriteSite | undefined, after: WriteSite) => {
    if (before === undefined || before.transaction === after.transaction) return;
    const isSure = !isDisputed && standings.isCommitted(before.transaction) && standings.isCommitted(after.transaction);
    graph.add(before.transaction, after.transaction, isSure ? WW : DOUBTFUL_WW, before.operation, after.operation);
  };
  let last: WriteSite | undefined;
  let lastCommitted: WriteSite | undefined;
  /** What comes after an assumed write comes after the committed one before it, whatever becomes of the assumption. */
  const relateToLast = (site: WriteSite) => {
    relate(last, site);
    if (lastCommitted !== last && standings.isCommitted(site.transaction)) relate(lastCommitted, site);
  };
  for (const site of order) {
    relateToLast(site);
    last = site;
    if (standings.isCommitted(site.transaction)) lastCommitted = site;
  }
  for (const site of late) relateToLast(site);
}

function relateReads(record: KeyRecord, reads: readonly ListRead[], versions: Versions, inference: Inference): void {
  const { graph } = inference;
  const relateToLate = relationToLate(versions.late, inference);
  for (const read of reads) {
    if (!read.isExternal) continue;
    const { transaction, operation, value } = read;
    const writer = value.length > 0 ? record.writerOf.get(value.at(-1)!) : undefined;
    if (writer?.transaction === transaction) continue;
    if (writer) {
      graph.add(writer.transaction, transaction, WR, writer.operation, operation);
      if (!writer.isFinal) reportIntermediateRead(inference, read, writer);
    }
    const next = nextAfter(read, versions);
    if (next === 'unknown') continue;
    if (next === 'late') relateToLate(read);
    else if (next.transaction !== transaction) graph.add(transaction, next.transaction, RW, operation, next.operation);
  }
}

/** What was appended next after a read; `late` where the read shows all that any read does. */
function nextAfter(read: ListRead, { contradictions, order, countBefore }: Versions): WriteSite | 'late' | 'unknown' {
  if (contradictions.has(read)) return 'unknown';
  return order[countBefore[read.value.length]!] ?? 'late';
}

/** Those who read everything come before all who appended later: through a relay, as both may be many. */
function relationToLate(late: readonly WriteSite[], { graph }: Inference): (read: ListRead) => void {
  const [first] = late;
  if (!first) return () => {};
  if (late.length === 1) {
    return ({ transaction, operation }) => {
      if (first.transaction !== transaction) graph.add(transaction, first.transaction, RW, operation, first.operation);
    };
  }
  let relay: number | undefined;
  return ({ transaction, operation }) => {
    if (relay === undefined) {
      relay = graph.addRelay();
      for (const site of late) graph.add(relay, site.transaction, RW, NO_OPERATION, site.operation);
    }
    graph.add(transaction, relay, RW, operation);
  };
}

/**
 * A transaction read a list and appended to it, and another's append came in between: P4 of Berenson et al., G-cursor of
 * Adya. Where two read everything and appended later, this happened to the one that came second.
 */
function findLostUpdates(record: KeyRecord, reads: readonly ListRead[], versions: Versions, inference: Inference): void {
  const { positionOf } = versions;
  const firstAppendOf = new Map<number, WriteSite>();
  for (const site of record.writes) if (!firstAppendOf.has(site.transaction)) firstAppendOf.set(site.transaction, site);
  /** The last that each transaction read before it appended anything itself. */
  const lastReadOf = new Map(reads.filter(({ isExternal }) => isExternal).map((read) => [read.transaction, read]));
  const late: ReadAndWrite[] = [];
  for (const [transaction, read] of lastReadOf) {
    const write = firstAppendOf.get(transaction);
    const next = write && nextAfter(read, versions);
    if (!next || next === 'unknown') continue;
    const position = positionOf.get(write.value) ?? Infinity;
    if (next === 'late') {
      if (position === Infinity) late.push({ read, write });
    } else if (next.transaction !== transaction && position > positionOf.get(next.value)!) reportOverwrite(inference, read, next, write);
  }
  const [one, other] = late;
  if (one && other) reportBlindUpdates(inference, one, other);
}
