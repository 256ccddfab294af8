/**
 * What is still to come, earliest first; among things due at the same time, the one with the smaller order first.
 * A binary heap over flat arrays: `pop` leaves the item in the queue's `time`, `tag` and `item`, so that the innermost
 * loop of the engine allocates nothing. A tag is a small number that says what the item is and for whom.
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
  private times = new Float64Array(256);
  private orders = new Float64Array(256);
  private tags = new Int32Array(256);
  private items: Item[] = [];

  get size(): number {
    return this.length;
  }

  /** When the next item is due; infinity where there is none. */
  get nextTime(): Micros {
    return this.length === 0 ? Infinity : this.times[0]!;
  }

  /** Of the next item, where there is one. */
  get nextTag(): number {
    return this.tags[0]!;
  }

  get nextItem(): Item | undefined {
    return this.items[0];
  }

  get nextOrder(): number {
    return this.orders[0]!;
  }

  push(time: Micros, order: number, tag: number, item: Item): void {
    if (this.length === this.times.length) this.grow();
    const { times, orders, tags, items } = this;
    let hole = this.length++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && orders[parent]! < order)) break;
      times[hole] = parentTime;
      orders[hole] = orders[parent]!;
      tags[hole] = tags[parent]!;
      items[hole] = items[parent]!;
      hole = parent;
    }
    times[hole] = time;
    orders[hole] = order;
    tags[hole] = tag;
    items[hole] = item;
  }

  /** Takes the next item out, into `time`, `tag` and `item`. False where there is none. */
  pop(): boolean {
    if (this.length === 0) return false;
    const { times, orders, tags, items } = this;
    this.time = times[0]!;
    this.tag = tags[0]!;
    this.item = items[0]!;
    const last = --this.length;
    const time = times[last]!;
    const order = orders[last]!;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      const right = child + 1;
      if (right < last && isBefore(times[right]!, orders[right]!, times[child]!, orders[child]!)) child = right;
      if (!isBefore(times[child]!, orders[child]!, time, order)) break;
      times[hole] = times[child]!;
      orders[hole] = orders[child]!;
      tags[hole] = tags[child]!;
      items[hole] = items[child]!;
      hole = child;
    }
    times[hole] = time;
    orders[hole] = order;
    tags[hole] = tags[last]!;
    items[hole] = items[last]!;
    items.length = last;
    return true;
  }

  /** Everything that waits, in no particular order. */
  waiting(): readonly Item[] {
    return this.items;
  }

  /** @param save makes of an item what is kept of it, where items change or belong to their run */
  capture<Saved>(save: (item: Item) => Saved): QueueState<Saved> {
    return {
      times: this.times.slice(0, this.length),
      orders: this.orders.slice(0, this.length),
      tags: this.tags.slice(0, this.length),
      items: this.items.map(save),
    };
  }

  /** @param load the counterpart of `save` */
  restore<Saved>(state: QueueState<Saved>, load: (saved: Saved, tag: number) => Item): void {
    this.length = state.times.length;
    while (this.times.length < this.length) this.grow();
    this.times.set(state.times);
    this.orders.set(state.orders);
    this.tags.set(state.tags);
    this.items = state.items.map((saved, position) => load(saved, state.tags[position]!));
    this.item = undefined;
  }

  private grow(): void {
    const { times, orders, tags } = this;
    this.times = new Float64Array(times.length * 2);
    this.orders = new Float64Array(times.length * 2);
    this.tags = new Int32Array(times.length * 2);
    this.times.set(times);
    this.orders.set(orders);
    this.tags.set(tags);
  }
}

function isBefore(time: Micros, order: number, otherTime: Micros, otherOrder: number): boolean {
  return time < otherTime || (time === otherTime && order < otherOrder);
}
