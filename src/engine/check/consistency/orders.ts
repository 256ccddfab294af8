/** Orders that show that a model holds, as positions in the history. */
import { groupBy } from './groups.ts';
import type { Meter } from './meter.ts';
import type { Pasts } from './pasts.ts';
import { INITIAL, type Registers, type Sources } from './registers.ts';
import type { Relation } from './relation.ts';

const BYTES_OF_AN_ITEM = 8;

/** Ends a check where orders of all writes for each process can't be held. */
export function holdOrders({ events, sessions }: Registers, meter: Meter): void {
  const writes = events.filter(({ isWrite }) => isWrite).length;
  meter.hold(BYTES_OF_AN_ITEM * (writes * sessions.length + events.length));
}

/** All events as the relation has them, but writes of unknown outcome that nobody has read. */
export function wholeOrder(registers: Registers, relation: Relation, sources: Sources): number[] {
  const happened = happenedBy(registers, sources);
  return idsOf(registers, [...(relation.order() ?? [])].filter(happened));
}

/** The writes as the relation has them, each followed by those of the reads that have read it. */
export function versionOrder(registers: Registers, relation: Relation, sources: Sources, reads: readonly number[]): number[] {
  const readBy = groupBy(reads, (read) => sources[read]!);
  const happened = happenedBy(registers, sources);
  const writes = [...(relation.order() ?? [])].filter((event) => registers.events[event]!.isWrite && happened(event));
  return idsOf(registers, [...(readBy.get(INITIAL) ?? []), ...writes.flatMap((write) => [write, ...(readBy.get(write) ?? [])])]);
}

/**
 * An order of all writes and of some reads in which each read gives the write before it: what a read sees comes before it,
 * and the rest later. Right once all arrows are drawn, for reads that follow one another.
 */
export function viewOrder(registers: Registers, relation: Relation, pasts: Pasts, sources: Sources, reads: readonly number[]): number[] {
  const happened = happenedBy(registers, sources);
  let left = [...(relation.order() ?? [])].filter((event) => registers.events[event]!.isWrite && happened(event));
  const order: number[] = [];
  for (const read of reads) {
    const later: number[] = [];
    for (const write of left) (pasts.has(read, write) ? order : later).push(write);
    order.push(read);
    left = later;
  }
  return idsOf(registers, [...order, ...left]);
}

/** Of the writes of unknown outcome those that are read, by whomever. */
function happenedBy({ events }: Registers, sources: Sources): (event: number) => boolean {
  const read = new Set(sources);
  for (const { candidates } of events) if (candidates.length === 1) read.add(candidates[0]!);
  return (event) => events[event]!.isKnown || read.has(event);
}

function idsOf({ events }: Registers, numbers: readonly number[]): number[] {
  return numbers.map((number) => events[number]!.id);
}
