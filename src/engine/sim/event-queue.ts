/**
 * What is still to come, earliest first; among things due at the same time, the one with the smaller order first.
 * A binary heap of times, each with the slot in which the rest of its entry lies, so that sifting moves two numbers and no
 * object. `pop` leaves the item in the queue's `time`, `tag` and `item`: the innermost loop of the engine allocates
 * nothing. A tag is a small number that says what the item is and for whom.
 */
import type { Micros } from './time.ts';

export interface QueueState<Item> {
  readonly times: Float64Array;
  readonly orders: Float64Array;
  readonly tags: Int32Array;
  readonly items: readonly Item[];
}

export class EventQueue<Item> {
  /** Of the item popped last. */
  time: Micros = 0;
  tag = 0;
  item: Item | undefined;

  private length = 0;
  // The heap.
  private times = new Float64Array(256);
  private slots = new Int32Array(256);
  // By slot. The slots from `length` on in `slots` are the free ones.
  private orders = new Float64Array(256);
  private tags = new Int32Array(256);
  private items: (Item | undefined)[] = new Array<Item | undefined>(256).fill(undefined);

  constructor() {
    this.slots.forEach((_, position, slots) => (slots[position] = position));
  }

  get size(): number {
    return this.length;
  }

  /** When the next item is due; infinity where there is none. */
  get nextTime(): Micros {
    return this.length === 0 ? Infinity : this.times[0]!;
  }

  /** Of the next item, where there is one. */
  get nextTag(): number {
    return this.tags[this.slots[0]!]!;
  }

  get nextItem(): Item | undefined {
    return this.items[this.slots[0]!];
  }

  get nextOrder(): number {
    return this.orders[this.slots[0]!]!;
  }

  push(time: Micros, order: number, tag: number, item: Item): void {
    if (this.length === this.times.length) this.grow();
    const { times, slots, orders } = this;
    let hole = this.length++;
    const slot = slots[hole]!;
    orders[slot] = order;
    this.tags[slot] = tag;
    this.items[slot] = item;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && orders[slots[parent]!]! < order)) break;
      times[hole] = parentTime;
      slots[hole] = slots[parent]!;
      hole = parent;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  /** Takes the next item out, into `time`, `tag` and `item`. False where there is none. */
  pop(): boolean {
    if (this.length === 0) return false;
    const { times, slots, orders } = this;
    const first = slots[0]!;
    this.time = times[0]!;
    this.tag = this.tags[first]!;
    this.item = this.items[first];
    this.items[first] = undefined;
    const last = --this.length;
    const time = times[last]!;
    const slot = slots[last]!;
    const order = orders[slot]!;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      let childTime = times[child]!;
      const right = child + 1;
      if (right < last) {
        const rightTime = times[right]!;
        if (rightTime < childTime || (rightTime === childTime && orders[slots[right]!]! < orders[slots[child]!]!)) {
          child = right;
          childTime = rightTime;
        }
      }
      if (childTime > time || (childTime === time && orders[slots[child]!]! > order)) break;
      times[hole] = childTime;
      slots[hole] = slots[child]!;
      hole = child;
    }
    times[hole] = time;
    slots[hole] = slot;
    slots[last] = first;
    return true;
  }

  /** Everything that waits, in no particular order. */
  waiting(): readonly Item[] {
    return this.bySlot((slot) => this.items[slot]!);
  }

  /** @param save makes of an item what is kept of it, where items change or belong to their run */
  capture<Saved>(save: (item: Item) => Saved): QueueState<Saved> {
    return {
      times: this.times.slice(0, this.length),
      orders: Float64Array.from(this.bySlot((slot) => this.orders[slot]!)),
      tags: Int32Array.from(this.bySlot((slot) => this.tags[slot]!)),
      items: this.bySlot((slot) => save(this.items[slot]!)),
    };
  }

  /** @param load the counterpart of `save` */
  restore<Saved>(state: QueueState<Saved>, load: (saved: Saved, tag: number) => Item): void {
    this.items.fill(undefined);
    this.length = 0;
    state.items.forEach((saved, position) => {
      const tag = state.tags[position]!;
      this.push(state.times[position]!, state.orders[position]!, tag, load(saved, tag));
    });
    this.item = undefined;
  }

  private bySlot<Value>(value: (slot: number) => Value): Value[] {
    return Array.from({ length: this.length }, (_, position) => value(this.slots[position]!));
  }

  private grow(): void {
    const { times, slots, orders, tags, length } = this;
    this.times = new Float64Array(2 * length);
    this.slots = new Int32Array(2 * length).map((_, position) => position);
    this.orders = new Float64Array(2 * length);
    this.tags = new Int32Array(2 * length);
    this.items = this.items.concat(new Array<undefined>(length).fill(undefined));
    this.times.set(times);
    this.slots.set(slots);
    this.orders.set(orders);
    this.tags.set(tags);
  }
}
