/**
 * A seeded random source that can be split per consumer. A split depends on the seed and the label alone, never on how
 * many numbers were drawn, so adding a consumer does not disturb the others.
 *
 * The generator is sfc32 from Chris Doty-Humphrey's PractRand: 128 bits of state, 32-bit arithmetic only, hence the same
 * numbers in every JavaScript engine.
 */
export type RandomState = readonly [number, number, number, number];

export class Random {
  private readonly keyLow: number;
  private readonly keyHigh: number;
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 1;

  private constructor(keyLow: number, keyHigh: number) {
    this.keyLow = keyLow;
    this.keyHigh = keyHigh;
    this.a = keyLow;
    this.b = keyHigh;
    for (let round = 0; round < 15; round++) this.uint32();
  }

  /** @param seed an integer in [0, 2^53) */
  static fromSeed(seed: number): Random {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`A seed is an integer from 0 to 2^53 - 1, not ${seed}.`);
    }
    return new Random(seed | 0, Math.floor(seed / 4294967296) | 0);
  }

  /** An independent source for the consumer that `label` names. */
  split(label: string): Random {
    let low = this.keyLow ^ 0x9e3779b9;
    let high = this.keyHigh ^ 0x85ebca6b;
    for (let i = 0; i < label.length; i++) {
      const unit = label.charCodeAt(i);
      low = Math.imul(low ^ unit, 0x85ebca77);
      high = Math.imul(high ^ unit, 0xc2b2ae3d);
    }
    low = Math.imul(low ^ (low >>> 16), 0x7feb352d) ^ Math.imul(high ^ (high >>> 13), 0x846ca68b);
    high = Math.imul(high ^ (high >>> 16), 0x7feb352d) ^ Math.imul(low ^ (low >>> 13), 0x846ca68b);
    return new Random(low | 0, high | 0);
  }

  /** A number in [0, 2^32). */
  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1) with 53 random bits. */
  next(): number {
    return (this.uint32() * 2097152 + (this.uint32() >>> 11)) / 9007199254740992;
  }

  /** An integer in [0, bound). */
  integer(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** An integer in [minimum, maximum], both included. */
  between(minimum: number, maximum: number): number {
    return minimum + this.integer(maximum - minimum + 1);
  }

  /** True with this probability; a probability of 0 draws nothing. */
  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  /** One of the items, each as likely as the others. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  pick<Item>(items: readonly Item[]): Item | undefined;
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.integer(items.length)];
  }

  capture(): RandomState {
    return [this.a, this.b, this.c, this.d];
  }

  restore([a, b, c, d]: RandomState): void {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }
}
