/** The configurations that a search has been in: which operations have taken effect, and the state that they left. */
import { GrowingArray, type Allowance } from './allowance.ts';
import type { Effects } from './effects.ts';

/** Of an entry: its key, the state, and the bounds of the words that follow. */
const HEADER = 4;

export class SeenConfigurations {
  private readonly effects: Effects;
  private count = 0;
  /** Open addressing: a slot holds the position of an entry among `entries` and 1, or 0. */
  private readonly slots: GrowingArray;
  private readonly entries: GrowingArray;
  private end = 0;

  /**
   * @param effects whose configurations these are
   * @param allowance where it is used up, what comes is not remembered, and so may be looked at again: the search comes to the
   * same verdict, only later
   */
  constructor(effects: Effects, allowance: Allowance) {
    this.effects = effects;
    this.slots = new GrowingArray(32, allowance);
    this.entries = new GrowingArray(128, allowance);
  }

  /** Remembers the effects as they are now, with the state that they left. @returns false where they are known to have been there already */
  add(state: number): boolean {
    const key = Math.imul(this.effects.hash ^ Math.imul(state + 1, 0x9e3779b1), 0x85ebca6b);
    const slots = this.slots.items;
    const entries = this.entries.items;
    let slot = slotOf(key, slots);
    for (let entry = slots[slot]! - 1; entry >= 0; entry = slots[slot]! - 1) {
      if (entries[entry] === key && entries[entry + 1] === state && this.isNow(entry)) return false;
      slot = (slot + 1) & (slots.length - 1);
    }
    if (this.hasRoom()) this.append(key, state);
    return true;
  }

  release(): void {
    this.slots.release();
    this.entries.release();
  }

  private hasRoom(): boolean {
    const { front, low, high } = this.effects;
    const end = this.end + HEADER + front + high - low;
    if (end > this.entries.items.length && !this.entries.grow(end)) return false;
    return 2 * this.count < this.slots.items.length || this.spread();
  }

  private append(key: number, state: number): void {
    const entries = this.entries.items;
    const { words, front, low, high } = this.effects;
    this.slots.items[this.freeSlot(key)] = this.end + 1;
    entries[this.end] = key;
    entries[this.end + 1] = state;
    entries[this.end + 2] = low;
    entries[this.end + 3] = high;
    let at = this.end + HEADER;
    for (let word = 0; word < front; word++) entries[at++] = words[word]!;
    for (let word = low; word < high; word++) entries[at++] = words[word]!;
    this.end = at;
    this.count++;
  }

  /** Whether an entry is of the effects as they are now. */
  private isNow(entry: number): boolean {
    const entries = this.entries.items;
    const { words, front, low, high } = this.effects;
    if (entries[entry + 2] !== low || entries[entry + 3] !== high) return false;
    let at = entry + HEADER;
    for (let word = 0; word < front; word++) if (entries[at++] !== words[word]) return false;
    for (let word = low; word < high; word++) if (entries[at++] !== words[word]) return false;
    return true;
  }

  /** Puts the entries into twice as many slots. @returns false where there is no room for them */
  private spread(): boolean {
    if (!this.slots.grow(0)) return false;
    const slots = this.slots.items.fill(0);
    const entries = this.entries.items;
    const { front } = this.effects;
    for (let entry = 0; entry < this.end; entry += HEADER + front + entries[entry + 3]! - entries[entry + 2]!) {
      slots[this.freeSlot(entries[entry]!)] = entry + 1;
    }
    return true;
  }

  private freeSlot(key: number): number {
    const slots = this.slots.items;
    let slot = slotOf(key, slots);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    return slot;
  }
}

/** `slots` are a power of two. */
function slotOf(key: number, slots: Int32Array): number {
  return (key ^ (key >>> 15)) & (slots.length - 1);
}
