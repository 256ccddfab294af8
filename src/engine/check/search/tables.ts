/** Hash tables over 32-bit integers in flat arrays: what a search looks up millions of times allocates nothing. */

const EMPTY = -1;

/** From pairs of integers from 0 on to an integer from 0 on. */
export class PairTable {
  private count = 0;
  private keys = new Int32Array(2048);
  private values = new Int32Array(1024).fill(EMPTY);

  /** @returns -1 where there is none */
  get(a: number, b: number): number {
    const { keys, values } = this;
    const mask = values.length - 1;
    for (let slot = mix(a, b) & mask; ; slot = (slot + 1) & mask) {
      const value = values[slot]!;
      if (value === EMPTY || (keys[2 * slot] === a && keys[2 * slot + 1] === b)) return value;
    }
  }

  set(a: number, b: number, value: number): void {
    if (2 * (this.count + 1) > this.values.length) this.grow();
    const { keys, values } = this;
    const mask = values.length - 1;
    let slot = mix(a, b) & mask;
    while (values[slot] !== EMPTY) slot = (slot + 1) & mask;
    keys[2 * slot] = a;
    keys[2 * slot + 1] = b;
    values[slot] = value;
    this.count++;
  }

  get bytes(): number {
    return this.keys.byteLength + this.values.byteLength;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(2 * keys.length);
    this.values = new Int32Array(2 * values.length).fill(EMPTY);
    this.count = 0;
    for (let slot = 0; slot < values.length; slot++) {
      if (values[slot] !== EMPTY) this.set(keys[2 * slot]!, keys[2 * slot + 1]!, values[slot]!);
    }
  }
}

/** Numbers vectors of one width in the order in which they are first seen. Vectors are told apart by comparing them. */
export class VectorTable {
  readonly width: number;
  private count = 0;
  private vectors: Int32Array;
  private slots = new Int32Array(2048).fill(EMPTY);

  constructor(width: number) {
    this.width = width;
    this.vectors = new Int32Array(1024 * width);
  }

  get size(): number {
    return this.count;
  }

  get bytes(): number {
    return this.vectors.byteLength + this.slots.byteLength;
  }

  /** @returns the vector's number, which is `size` before the call where it is new */
  add(vector: Int32Array): number {
    const { width, slots } = this;
    const mask = slots.length - 1;
    let slot = hashOf(vector, width) & mask;
    for (let entry = slots[slot]!; entry !== EMPTY; entry = slots[slot]!) {
      if (this.equals(entry, vector)) return entry;
      slot = (slot + 1) & mask;
    }
    if ((this.count + 1) * width > this.vectors.length) this.vectors = enlarged(this.vectors);
    this.vectors.set(vector, this.count * width);
    slots[slot] = this.count++;
    if (2 * this.count > slots.length) this.rehash();
    return this.count - 1;
  }

  /** Copies a vector out. */
  read(number: number, into: Int32Array): void {
    const offset = number * this.width;
    for (let i = 0; i < this.width; i++) into[i] = this.vectors[offset + i]!;
  }

  private equals(number: number, vector: Int32Array): boolean {
    const offset = number * this.width;
    for (let i = 0; i < this.width; i++) if (this.vectors[offset + i] !== vector[i]) return false;
    return true;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length).fill(EMPTY);
    const mask = slots.length - 1;
    const vector = new Int32Array(this.width);
    for (let entry = 0; entry < this.count; entry++) {
      this.read(entry, vector);
      let slot = hashOf(vector, this.width) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.slots = slots;
  }
}

/** Numbers lists of integers in the order in which they are first seen. Lists are told apart by comparing them. */
export class ListTable {
  private readonly items = new IntegerList();
  /** Where each list ends, and the next one begins. */
  private readonly ends = new IntegerList();
  private slots = new Int32Array(2048).fill(EMPTY);

  get size(): number {
    return this.ends.length;
  }

  lengthOf(number: number): number {
    return this.ends.at(number) - this.startOf(number);
  }

  at(number: number, position: number): number {
    return this.items.at(this.startOf(number) + position);
  }

  /** @returns the list's number, which is `size` before the call where it is new */
  add(list: IntegerList): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hashOfList(list, 0, list.length) & mask;
    for (let entry = slots[slot]!; entry !== EMPTY; entry = slots[slot]!) {
      if (this.equals(entry, list)) return entry;
      slot = (slot + 1) & mask;
    }
    for (let position = 0; position < list.length; position++) this.items.push(list.at(position));
    this.ends.push(this.items.length);
    slots[slot] = this.size - 1;
    if (2 * this.size > slots.length) this.rehash();
    return this.size - 1;
  }

  private startOf(number: number): number {
    return number === 0 ? 0 : this.ends.at(number - 1);
  }

  private equals(number: number, list: IntegerList): boolean {
    const start = this.startOf(number);
    if (this.ends.at(number) - start !== list.length) return false;
    for (let position = 0; position < list.length; position++) if (this.items.at(start + position) !== list.at(position)) return false;
    return true;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length).fill(EMPTY);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.size; entry++) {
      let slot = hashOfList(this.items, this.startOf(entry), this.ends.at(entry)) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.slots = slots;
  }
}

/** Integers that are only ever added at the end. */
export class IntegerList {
  private count = 0;
  private values = new Int32Array(1024);

  get length(): number {
    return this.count;
  }

  get bytes(): number {
    return this.values.byteLength;
  }

  clear(): void {
    this.count = 0;
  }

  push(value: number): void {
    if (this.count === this.values.length) this.values = enlarged(this.values);
    this.values[this.count++] = value;
  }

  at(position: number): number {
    return this.values[position]!;
  }

  set(position: number, value: number): void {
    this.values[position] = value;
  }

  includes(value: number): boolean {
    for (let position = 0; position < this.count; position++) if (this.values[position] === value) return true;
    return false;
  }
}

function enlarged(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * values.length);
  larger.set(values);
  return larger;
}

function mix(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function hashOfList(list: IntegerList, start: number, end: number): number {
  let hash = 0;
  for (let position = start; position < end; position++) {
    hash = Math.imul(hash ^ list.at(position), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function hashOf(vector: Int32Array, width: number): number {
  let hash = 0;
  for (let i = 0; i < width; i++) {
    hash = Math.imul(hash ^ vector[i]!, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
