/** The configurations that a search has been in: which operations have taken effect, and the state that they left. */
export class SeenConfigurations {
  private readonly words: number;
  private readonly limit: number;
  private count = 0;
  private capacity = 16;
  private slots = new Int32Array(2 * this.capacity).fill(-1);
  private hashes = new Int32Array(this.capacity);
  private states = new Int32Array(this.capacity);
  private sets: Int32Array;

  /**
   * @param words 32-bit words of a set of operations
   * @param limit bytes that may be held. What comes after that is not remembered, and so may be looked at again: the search
   * comes to the same verdict, only later
   */
  constructor(words: number, limit: number) {
    this.words = words;
    this.limit = limit;
    this.sets = new Int32Array(this.capacity * words);
  }

  get size(): number {
    return this.count;
  }

  /** Bytes that are held. */
  get bytes(): number {
    return this.slots.byteLength + this.hashes.byteLength + this.states.byteLength + this.sets.byteLength;
  }

  /** @param hash of the set alone @returns false where the configuration is known to have been there already */
  add(set: Int32Array, hash: number, state: number): boolean {
    const key = Math.imul(hash ^ Math.imul(state + 1, 0x9e3779b1), 0x85ebca6b);
    let slot = this.slotOf(key);
    for (let entry = this.slots[slot]!; entry >= 0; entry = this.slots[slot]!) {
      if (this.hashes[entry] === key && this.states[entry] === state && this.holds(entry, set)) return false;
      slot = (slot + 1) & (this.slots.length - 1);
    }
    if (this.count === this.capacity) {
      if (2 * this.bytes > this.limit) return true;
      this.grow();
      slot = this.slotOf(key);
      while (this.slots[slot]! >= 0) slot = (slot + 1) & (this.slots.length - 1);
    }
    this.slots[slot] = this.count;
    this.hashes[this.count] = key;
    this.states[this.count] = state;
    this.sets.set(set, this.count * this.words);
    this.count++;
    return true;
  }

  private slotOf(key: number): number {
    return (key ^ (key >>> 15)) & (this.slots.length - 1);
  }

  private holds(entry: number, set: Int32Array): boolean {
    const offset = entry * this.words;
    for (let word = 0; word < this.words; word++) if (this.sets[offset + word] !== set[word]) return false;
    return true;
  }

  private grow(): void {
    const { hashes, states, sets } = this;
    this.capacity *= 2;
    this.hashes = new Int32Array(this.capacity);
    this.states = new Int32Array(this.capacity);
    this.sets = new Int32Array(this.capacity * this.words);
    this.hashes.set(hashes);
    this.states.set(states);
    this.sets.set(sets);
    this.slots = new Int32Array(2 * this.capacity).fill(-1);
    for (let entry = 0; entry < this.count; entry++) {
      let slot = this.slotOf(this.hashes[entry]!);
      while (this.slots[slot]! >= 0) slot = (slot + 1) & (this.slots.length - 1);
      this.slots[slot] = entry;
    }
  }
}
