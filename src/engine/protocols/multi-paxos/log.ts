/**
 * What a server knows of the slots, which may have holes. On the disk it is a log in the order of writing, whose latest
 * record of a slot counts, after a snapshot that stands for the slots that were collected.
 */
import type { DurableStore } from '../../sim/process.ts';
import type { Ballot, Entry, Slot, Snapshot, Value } from './messages.ts';

interface LogState {
  readonly snapshot: Snapshot | null;
  readonly collected: Slot;
  readonly entries: ReadonlyMap<Slot, Entry>;
}

export class SlotLog {
  /** The latest; null before the first. */
  snapshot: Snapshot | null = null;
  /** Of the slots up to this one nothing is left but the snapshot. */
  collected: Slot = 0;
  private entries = new Map<Slot, Entry>();

  private readonly store: DurableStore;

  constructor(store: DurableStore) {
    this.store = store;
  }

  /** Takes up what the disk has. @returns what of it can't be read any more, in words; null where all is well */
  recover(): string | null {
    const { store } = this;
    if (store.isDamaged('snapshot')) return 'its snapshot';
    if (store.isDamaged('collected')) return 'what it has collected';
    this.snapshot = (store.get('snapshot') as Snapshot | undefined) ?? null;
    this.collected = (store.get('collected') as Slot | undefined) ?? 0;
    for (let position = store.log.start; position < store.log.length; position++) {
      const entry = store.log.at(position) as Entry | undefined;
      if (!entry) return `record ${position + 1} of its log`;
      if (entry.slot > this.collected) this.entries.set(entry.slot, entry);
    }
    return null;
  }

  at(slot: Slot): Entry | undefined {
    return this.entries.get(slot);
  }

  /** The highest slot of which something is known. */
  get last(): Slot {
    let last = this.snapshot?.slot ?? 0;
    for (const slot of this.entries.keys()) last = Math.max(last, slot);
    return last;
  }

  /** Whether it is known what is chosen, and nothing else will ever be. */
  isChosen(slot: Slot): boolean {
    return slot <= this.collected || this.at(slot)?.chosen === true;
  }

  /** Ascending. */
  from(slot: Slot): readonly Entry[] {
    return [...this.entries.values()].filter((entry) => entry.slot >= slot).sort((one, other) => one.slot - other.slot);
  }

  accept(slot: Slot, ballot: Ballot, value: Value): void {
    this.write({ slot, ballot, value, chosen: false });
  }

  choose(slot: Slot, value: Value): void {
    if (!this.isChosen(slot)) this.write({ slot, ballot: this.at(slot)?.ballot ?? 0, value, chosen: true });
  }

  private write(entry: Entry): void {
    this.store.log.append(entry);
    this.entries.set(entry.slot, entry);
  }

  keep(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.store.set('snapshot', snapshot);
  }

  /** Forgets the slots up to one, for which a snapshot stands. */
  collect(upTo: Slot): void {
    const { store } = this;
    this.collected = upTo;
    store.set('collected', upTo);
    for (const slot of [...this.entries.keys()]) if (slot <= upTo) this.entries.delete(slot);
    let position = store.log.start;
    while (position < store.log.length && (store.log.at(position) as Entry).slot <= upTo) position++;
    store.log.discard(position);
  }

  capture(): LogState {
    return { snapshot: this.snapshot, collected: this.collected, entries: new Map(this.entries) };
  }

  restore({ snapshot, collected, entries }: LogState): void {
    this.snapshot = snapshot;
    this.collected = collected;
    this.entries = new Map(entries);
  }
}
