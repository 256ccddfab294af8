/** Vectors of integers that were seen before. */
import { GrowingArray, type Allowance } from '../linearizability/allowance.ts';

export class SeenVectors {
  private readonly length: number;
  private count = 0;
  /** Open addressing: a slot holds the number of an entry and 1, or 0. */
  private readonly slots: GrowingArray;
  /** Of each entry its hash, and the vector. */
  private readonly entries: GrowingArray;

  /** @param allowance where it is used up, what comes is not remembered, and so may be looked at again */
  constructor(length: number, allowance: Allowance) {
    this.length = length;
    this.slots = new GrowingArray(64, allowance);
    this.entries = new GrowingArray(32 * (1 + length), allowance);
  }

  /** @returns false where the vector is known to have been there already */
  add(vector: Int32Array, hash: number): boolean {
    const slots = this.slots.items;
    let slot = hash & (slots.length - 1);
    for (let entry = slots[slot]! - 1; entry >= 0; entry = slots[slot]! - 1) {
      if (this.holds(entry, vector, hash)) return false;
      slot = (slot + 1) & (slots.length - 1);
    }
    if (this.hasRoom()) this.append(vector, hash);
    return true;
  }

  private holds(entry: number, vector: Int32Array, hash: number): boolean {
    const { items } = this.entries;
    let at = entry * (1 + this.length);
    if (items[at++] !== hash) return false;
    for (const item of vector) if (items[at++] !== item) return false;
    return true;
  }

  private append(vector: Int32Array, hash: number): void {
    const at = this.count++ * (1 + this.length);
    this.entries.items[at] = hash;
    this.entries.items.set(vector, at + 1);
    this.place(hash, this.count);
  }

  private place(hash: number, number: number): void {
    const slots = this.slots.items;
    let slot = hash & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = number;
  }

  private hasRoom(): boolean {
    const end = (this.count + 1) * (1 + this.length);
    if (end > this.entries.items.length && !this.entries.grow(end)) return false;
    return 2 * this.count < this.slots.items.length || this.spread();
  }

  private spread(): boolean {
    if (!this.slots.grow(0)) return false;
    this.slots.items.fill(0);
    for (let entry = 0; entry < this.count; entry++) this.place(this.entries.items[entry * (1 + this.length)]!, entry + 1);
    return true;
  }
}
