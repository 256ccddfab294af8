/**
 * Sequential consistency of registers. Where it is known what reads have read, arrows follow that every order keeps to: they
 * show most violations as a cycle, and guide the search through what they leave open (Gibbons and Korach 1997; Zennou,
 * Bouajjani, Enea and Erradi, "Gradual consistency checking", CAV 2019).
 */
import type { Budget } from '../linearizability/check.ts';
import { chain, readsFrom } from './arrows.ts';
import { groupBy } from './groups.ts';
import { GENEROUS, within, type Meter } from './meter.ts';
import type { Guide } from './order-search.ts';
import { Pasts } from './pasts.ts';
import { reasonOf } from './reasons.ts';
import { registersByKey, type RegisterHistory } from './register-history.ts';
import { INITIAL, OPEN, readsOf, registersOf, writesOf, type Registers, type Sources } from './registers.ts';
import { Relation } from './relation.ts';
import { findOrder, searchSequential } from './sequential.ts';
import { decideSources, type Judge } from './sources.ts';
import { thinAirRead } from './thin-air.ts';
import type { Consistency } from './verdict.ts';
import { drawAll, drawArrow, type Contradiction } from './versions.ts';

/** Of the moves, what a look for what reads may have read can take, and a search with that known. */
const SHARE = 0.25;

/** @throws RangeError for a history that can't be */
export function checkSequentialRegisters(history: RegisterHistory, budget: Budget = GENEROUS): Consistency {
  const registers = registersOf(history);
  const thinAir = thinAirRead(history, registers);
  if (thinAir) return { kind: 'violated', reason: thinAir };
  return within(budget, (meter) => {
    const question = new TotalOrder(registers, new Pasts(registers, meter));
    const drawn = meter.attempt(SHARE * budget.moves, (limited) => decideSources(registers, question.reads, question.judge, limited));
    if (drawn?.kind === 'violated') return drawn;
    const guideBy = (sources: Sources) => [new RegisterGuide(registers, history.length, sources, question.relationOf(sources, meter))];
    const sure = sureSources(registers);
    const { likely } = question;
    if (likely?.some((source, event) => source !== sure[event])) {
      const order = meter.attempt(SHARE * budget.moves, (limited) => findOrder(registersByKey, history, limited, guideBy(likely)));
      if (order) return { kind: 'holds', orders: new Map([['', order]]) };
    }
    return searchSequential(registersByKey, history, meter, guideBy(sure));
  });
}

/** What reads have read whose value was written but once. */
function sureSources({ events }: Registers): Sources {
  return Int32Array.from(events, ({ candidates }) => (candidates.length === 1 ? candidates[0]! : OPEN));
}

/** Draws the arrows that every order of everything keeps to: between writes, and from reads to the writes that come too late for them. */
class TotalOrder {
  readonly reads: readonly number[];
  /** What the reads may have read, as far as the arrows say. */
  likely: Sources | undefined;
  private readonly registers: Registers;
  private readonly pasts: Pasts;

  constructor(registers: Registers, pasts: Pasts) {
    this.registers = registers;
    this.pasts = pasts;
    this.reads = readsOf(registers, [...registers.events.keys()]);
  }

  readonly judge: Judge = (sources, meter) => {
    const relation = this.given(sources);
    const contradiction = this.draw(relation, sources, meter);
    if (contradiction) return { reason: reasonOf(this.registers, 'cycle', 'Each of these operations has to come before the next, in a circle.', contradiction.conflict) };
    this.likely = sources.slice();
    return { orders: new Map() };
  };

  /** All arrows of sources that have none of them in a circle. */
  relationOf(sources: Sources, meter: Meter): Relation {
    const relation = this.given(sources);
    this.draw(relation, sources, meter);
    return relation;
  }

  private given(sources: Sources): Relation {
    return new Relation(this.registers.events.length, [...this.registers.sessions.flatMap(chain), ...readsFrom(this.reads, sources)]);
  }

  private draw(relation: Relation, sources: Sources, meter: Meter): Contradiction | undefined {
    const reads = this.reads.filter((read) => sources[read] !== OPEN);
    const overwriters = new Overwriters(this.registers, reads, sources);
    for (;;) {
      const contradiction = drawAll({ reads, sources }, relation, this.pasts, meter);
      if (contradiction || !overwriters.draw(relation, this.pasts, meter)) return contradiction;
    }
  }
}

/** From reads to the writes that come after what they have read: the first such of each process. */
class Overwriters {
  private readonly registers: Registers;
  private readonly sources: Sources;
  private readonly reads: readonly number[];
  /** By key the writes of each process, in its order. */
  private readonly writes = new Map<string, readonly number[][]>();
  private readonly drawn = new Set<number>();

  constructor(registers: Registers, reads: readonly number[], sources: Sources) {
    this.registers = registers;
    this.sources = sources;
    this.reads = lastReads(registers, reads, sources);
    for (const session of registers.sessions) {
      for (const [key, ofKey] of groupBy(writesOf(registers, session), (write) => registers.events[write]!.key)) this.writes.set(key, [...(this.writes.get(key) ?? []), ofKey]);
    }
  }

  /** @returns whether there was something to draw */
  draw(relation: Relation, pasts: Pasts, meter: Meter): boolean {
    const before = relation.count;
    for (const read of this.reads) {
      const source = this.sources[read]!;
      for (const writes of this.writes.get(this.registers.events[read]!.key) ?? []) {
        meter.spend(4);
        const first = source === INITIAL ? writes[0]! : firstAfter(writes, source, pasts);
        if (first === undefined || this.drawn.has(read * relation.size + first)) continue;
        this.drawn.add(read * relation.size + first);
        drawArrow(relation, { from: read, to: first, kind: 'read-before', since: relation.count, ...(source === INITIAL ? {} : { via: source }) }, meter);
      }
    }
    return relation.count > before;
  }
}

/** Of the reads of one process that have read the same, the last: the others come before it. */
function lastReads({ events }: Registers, reads: readonly number[], sources: Sources): number[] {
  return [...new Map(reads.map((read) => [JSON.stringify([events[read]!.process, events[read]!.key, sources[read]]), read])).values()];
}

/** The first of a process's writes that comes after another write: with it all that follow do. */
function firstAfter(writes: readonly number[], source: number, pasts: Pasts): number | undefined {
  let low = 0;
  let high = writes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pasts.has(writes[middle]!, source)) high = middle;
    else low = middle + 1;
  }
  return writes[low];
}

/** Lets an operation come next where the arrows allow it, and a write only once its key's last value has been read by all who have. */
class RegisterGuide implements Guide {
  private readonly registers: Registers;
  private readonly sources: Sources;
  private readonly relation: Relation;
  /** The event of each operation that is one. */
  private readonly eventOf: Int32Array;
  /** How many arrows lead to an event from such as have no place yet. */
  private readonly missing: Int32Array;
  /** How many reads of a write have no place yet; of what there is in a key at first by key. */
  private readonly unread: Int32Array;
  private readonly unreadAtFirst = new Map<string, number>();
  /** The last writes of each key so far. */
  private readonly written = new Map<string, number[]>();
  /** Writes that may have been read by someone. */
  private readonly isWanted: Uint8Array;

  constructor(registers: Registers, operations: number, sources: Sources, relation: Relation) {
    const { events } = registers;
    this.registers = registers;
    this.sources = sources;
    this.relation = relation;
    this.eventOf = new Int32Array(operations).fill(-1);
    this.missing = new Int32Array(events.length);
    this.unread = new Int32Array(events.length);
    this.isWanted = new Uint8Array(events.length);
    events.forEach(({ id, key, candidates }, event) => {
      this.eventOf[id] = event;
      relation.forEachFrom(event, (to) => this.missing[to]!++);
      this.count(key, sources[event]!, 1);
      for (const candidate of candidates) if (candidate !== INITIAL) this.isWanted[candidate] = 1;
    });
  }

  allows(operation: number): boolean {
    const number = this.eventOf[operation]!;
    const event = this.registers.events[number];
    if (!event) return true;
    if (this.missing[number]! > 0) return false;
    if (!event.isWrite) return true;
    const last = this.written.get(event.key)?.at(-1);
    const unread = last === undefined ? (this.unreadAtFirst.get(event.key) ?? 0) : this.unread[last]!;
    return unread === 0 && (event.isKnown || this.isWanted[number] === 1);
  }

  take(operation: number): void {
    const number = this.eventOf[operation]!;
    const event = this.registers.events[number];
    if (!event) return;
    this.relation.forEachFrom(number, (to) => this.missing[to]!--);
    this.count(event.key, this.sources[number]!, -1);
    if (!event.isWrite) return;
    const written = this.written.get(event.key);
    if (written) written.push(number);
    else this.written.set(event.key, [number]);
  }

  putBack(operation: number): void {
    const number = this.eventOf[operation]!;
    const event = this.registers.events[number];
    if (!event) return;
    this.relation.forEachFrom(number, (to) => this.missing[to]!++);
    this.count(event.key, this.sources[number]!, 1);
    if (event.isWrite) this.written.get(event.key)!.pop();
  }

  private count(key: string, source: number, change: number): void {
    if (source === INITIAL) this.unreadAtFirst.set(key, (this.unreadAtFirst.get(key) ?? 0) + change);
    else if (source !== OPEN) this.unread[source]! += change;
  }
}
