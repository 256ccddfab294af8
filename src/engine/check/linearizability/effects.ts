/**
 * The operations that have taken effect. Those that returned have places in order of invocation, so that the set is full
 * up to some place and empty from some other on, and few words between the two tell it from other sets. Those of unknown
 * outcome, which may be missing for ever, have words of their own in front.
 */
import { Random } from '../../sim/random.ts';

export class Effects {
  readonly words: Int32Array;
  /** Words of the operations of unknown outcome. */
  readonly front: number;
  /** Between the front and this word all are full. */
  low: number;
  /** From this word on all are empty. */
  high: number;
  /** The same for equal sets: the xor of one random word for each member (Zobrist 1970). */
  hash = 0;
  private readonly places: Int32Array;
  private readonly hashes: Int32Array;

  /**
   * @param operations ids in order of invocation
   * @param returns by id whether it returned
   */
  constructor(operations: readonly number[], returns: (operation: number) => boolean) {
    const count = operations.length;
    this.places = new Int32Array(count);
    let unknown = 0;
    for (const operation of operations) if (!returns(operation)) this.places[operation] = unknown++;
    this.front = (unknown + 31) >>> 5;
    let place = this.front * 32;
    for (const operation of operations) if (returns(operation)) this.places[operation] = place++;
    this.words = new Int32Array((place + 31) >>> 5);
    this.low = this.front;
    this.high = this.front;
    const random = Random.fromSeed(count);
    this.hashes = Int32Array.from({ length: count }, () => random.uint32());
  }

  has(operation: number): boolean {
    const place = this.places[operation]!;
    return (this.words[place >>> 5]! & (1 << (place & 31))) !== 0;
  }

  /** Puts an operation in that is not there. */
  add(operation: number): void {
    const place = this.places[operation]!;
    const word = place >>> 5;
    this.words[word]! |= 1 << (place & 31);
    this.hash ^= this.hashes[operation]!;
    if (word < this.front) return;
    if (word >= this.high) this.high = word + 1;
    while (this.words[this.low] === -1) this.low++;
  }

  /** Takes an operation out that is there. */
  delete(operation: number): void {
    const place = this.places[operation]!;
    const word = place >>> 5;
    this.words[word]! &= ~(1 << (place & 31));
    this.hash ^= this.hashes[operation]!;
    if (word < this.front) return;
    if (word < this.low) this.low = word;
    while (this.high > this.front && this.words[this.high - 1] === 0) this.high--;
  }
}
