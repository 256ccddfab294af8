/** For each event the writes that lead to it, as a row of bits. */
import type { Meter } from './meter.ts';
import type { Registers } from './registers.ts';
import type { Relation } from './relation.ts';

const NOT_A_WRITE = -1;
const NO_WRITE = -1;

export class Pasts {
  private readonly words: number;
  private readonly rows: Int32Array;
  /** For each write its bit, and for each bit its write. */
  private readonly bits: Int32Array;
  private readonly writes: Int32Array;
  private readonly keys: readonly string[];
  private readonly masks = new Map<string, Int32Array>();
  private readonly scratch: Int32Array;

  constructor({ events, writes }: Registers, meter: Meter) {
    this.keys = events.map(({ key }) => key);
    this.writes = Int32Array.from([...events.keys()].filter((event) => events[event]!.isWrite));
    this.bits = new Int32Array(events.length).fill(NOT_A_WRITE);
    this.writes.forEach((write, bit) => (this.bits[write] = bit));
    this.words = (this.writes.length + 31) >>> 5;
    meter.hold(4 * this.words * (events.length + writes.size));
    this.rows = new Int32Array(events.length * this.words);
    for (const [key, ofKey] of writes) {
      const mask = new Int32Array(this.words);
      for (const write of ofKey) mask[this.bits[write]! >>> 5]! |= 1 << this.bits[write]!;
      this.masks.set(key, mask);
    }
    this.scratch = new Int32Array(this.words);
  }

  private get movesOfRow(): number {
    return 1 + (this.words >>> 6);
  }

  /** Looks at a relation anew. @param order of all events, in which its arrows go forward */
  compute(relation: Relation, order: Int32Array, meter: Meter): void {
    meter.spend((relation.count + relation.size) * this.movesOfRow);
    this.rows.fill(0);
    for (const event of order) relation.forEachFrom(event, (to) => this.join(to, event));
  }

  /** Whether a write leads to an event. */
  has(event: number, write: number): boolean {
    const bit = this.bits[write]!;
    return (this.rows[event * this.words + (bit >>> 5)]! & (1 << bit)) !== 0;
  }

  /** An event's past takes in another event and its past. */
  join(event: number, other: number): void {
    const { words, rows } = this;
    const row = event * words;
    const from = other * words;
    for (let word = 0; word < words; word++) rows[row + word]! |= rows[from + word]!;
    const bit = this.bits[other]!;
    if (bit !== NOT_A_WRITE) rows[row + (bit >>> 5)]! |= 1 << bit;
  }

  /** Takes over what another has found. */
  copy(other: Pasts, meter: Meter): void {
    meter.spend(1 + (this.rows.length >>> 9));
    this.rows.set(other.rows);
  }

  /**
   * The writes of its key that lead to a read but, as far as is known, not to the one that it has read: each would have to be
   * written over by that. Those that lead to another of them are left out.
   * @param source the write that the read has read; undefined where it has read that nothing was written
   * @param known of which write leads to which other
   */
  rivals(read: number, source: number | undefined, known: Pasts, meter: Meter): readonly number[] {
    const { words, rows, scratch } = this;
    const mask = this.masks.get(this.keys[read]!);
    if (!mask) return [];
    for (let word = 0; word < words; word++) {
      const before = source === undefined ? 0 : known.rows[source * words + word]!;
      scratch[word] = rows[read * words + word]! & mask[word]! & ~before;
    }
    if (source !== undefined) scratch[this.bits[source]! >>> 5]! &= ~(1 << this.bits[source]!);
    const rivals: number[] = [];
    for (let write = this.lastOfScratch(); write !== NO_WRITE; write = this.lastOfScratch()) {
      rivals.push(write);
      for (let word = 0; word < words; word++) scratch[word]! &= ~known.rows[write * words + word]!;
      scratch[this.bits[write]! >>> 5]! &= ~(1 << this.bits[write]!);
    }
    meter.spend((1 + rivals.length) * this.movesOfRow);
    return rivals;
  }

  /** The write that was invoked last, which is most likely to come after the others. */
  private lastOfScratch(): number {
    for (let word = this.words - 1; word >= 0; word--) {
      if (this.scratch[word] !== 0) return this.writes[32 * word + 31 - Math.clz32(this.scratch[word]!)]!;
    }
    return NO_WRITE;
  }
}
