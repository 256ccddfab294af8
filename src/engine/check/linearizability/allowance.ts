/** Bytes that may be held, shared by all who hold some. */
export class Allowance {
  private readonly limit: number;
  private taken = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Bytes that are held. */
  get held(): number {
    return this.taken;
  }

  /** @returns false where there are not as many left; then none are taken */
  take(bytes: number): boolean {
    if (this.taken + bytes > this.limit) return false;
    this.taken += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.taken -= bytes;
  }
}

/** An array of integers that grows as far as an allowance lets it; what it is made with is not counted. */
export class GrowingArray {
  items: Int32Array;
  private readonly allowance: Allowance;
  private counted = 0;

  constructor(length: number, allowance: Allowance) {
    this.items = new Int32Array(length);
    this.allowance = allowance;
  }

  /**
   * Makes room for at least so many, with zeros behind the items that there are. Meanwhile both the old and the new array are held.
   * @returns false where the allowance has not as many bytes
   */
  grow(length: number): boolean {
    const bytes = 4 * Math.max(length, 2 * this.items.length);
    if (!this.allowance.take(bytes)) return false;
    const items = new Int32Array(bytes / 4);
    items.set(this.items);
    this.items = items;
    this.allowance.giveBack(this.counted);
    this.counted = bytes;
    return true;
  }

  release(): void {
    this.allowance.giveBack(this.counted);
    this.counted = 0;
    this.items = new Int32Array(0);
  }
}
