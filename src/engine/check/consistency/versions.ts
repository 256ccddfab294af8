/**
 * In which order the writes of a key must have come, by what was read. A read gives the last write of its key among those
 * that it sees; so each other one that it sees was written over by that.
 */
import type { Meter } from './meter.ts';
import type { Pasts } from './pasts.ts';
import { conflictOf, wayOf, type Conflict } from './reasons.ts';
import { INITIAL, OPEN, type Sources } from './registers.ts';
import type { Arrow, Relation } from './relation.ts';

const BYTES_OF_AN_ARROW = 100;

/** What was read, and by which reads that counts. */
export interface Readings {
  readonly reads: readonly number[];
  readonly sources: Sources;
}

/** The arrows drawn make a cycle; `isInitial` where a read gives nothing although it sees a write. */
export interface Contradiction {
  readonly conflict: Conflict;
  readonly isInitial: boolean;
}

/**
 * Draws the arrows between writes for reads that see what leads to them in the relation as it is given. What is drawn makes
 * them see no more: it is the order in which a replica applies writes, whichever have come to it.
 * @param applied where to write down which write comes before which other
 */
export function drawOnce(readings: Readings, relation: Relation, seen: Pasts, applied: Pasts, meter: Meter): Contradiction | undefined {
  const order = relation.order();
  if (!order) return cycleOf(relation);
  seen.compute(relation, order, meter);
  applied.copy(seen, meter);
  const given = relation.count;
  const contradiction = drawRound(readings, relation, seen, applied, () => given, meter);
  return contradiction ?? (relation.order() ? undefined : cycleOf(relation));
}

/**
 * Draws the arrows between writes for reads that see all that leads to them, what is drawn included, until there is nothing
 * more to draw: writes and reads are in one order.
 * @param given what leads to what in the relation as it is given, where that is known
 */
export function drawAll(readings: Readings, relation: Relation, pasts: Pasts, meter: Meter, given?: Pasts): Contradiction | undefined {
  for (let known = given; ; known = undefined) {
    if (known) pasts.copy(known, meter);
    else {
      const order = relation.order();
      if (!order) return cycleOf(relation);
      pasts.compute(relation, order, meter);
    }
    const before = relation.count;
    const contradiction = drawRound(readings, relation, pasts, pasts, () => relation.count, meter);
    if (contradiction || relation.count === before) return contradiction;
  }
}

/** @param since how many arrows there were of which it follows what a read sees */
function drawRound({ reads, sources }: Readings, relation: Relation, seen: Pasts, applied: Pasts, since: () => number, meter: Meter): Contradiction | undefined {
  for (const read of reads) {
    const source = sources[read]!;
    const initial = initialConflict(relation, seen, read, source, since(), meter);
    if (initial) return initial;
    if (source === OPEN || source === INITIAL) continue;
    for (const rival of seen.rivals(read, source, applied, meter)) {
      if (applied.has(source, rival)) continue;
      drawArrow(relation, { from: rival, to: source, kind: 'overwritten', via: read, since: since() }, meter);
      applied.join(source, rival);
    }
  }
  return undefined;
}

export function drawArrow(relation: Relation, arrow: Arrow, meter: Meter): void {
  relation.add(arrow);
  meter.hold(BYTES_OF_AN_ARROW * relation.count);
}

/** Of a read that gives nothing although it sees a write. @param below arrows by which it may see, as a number that they are smaller than */
export function initialConflict(relation: Relation, pasts: Pasts, read: number, source: number, below: number, meter: Meter): Contradiction | undefined {
  const [write] = source === INITIAL ? pasts.rivals(read, undefined, pasts, meter) : [];
  if (write === undefined) return undefined;
  return { conflict: conflictOf(relation, [...wayOf(relation, write, read, below), { from: read, to: write, kind: 'read-before' }]), isInitial: true };
}

export function cycleOf(relation: Relation): Contradiction {
  return { conflict: conflictOf(relation, (relation.cycle() ?? []).map((number) => relation.at(number))), isInitial: false };
}
