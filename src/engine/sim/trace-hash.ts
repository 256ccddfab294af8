/**
 * A digest of a trace: 64 bits that tell runs apart, in every runtime and on every machine the same. It is taken over
 * the columns and the values in the payloads, not over text or objects: neither the identity of an object nor the order
 * of its keys is of account. It is no protection against those who look for two traces with the same digest.
 */
import { emptyRow, EVENT_KINDS, type TraceView } from './trace.ts';

/** The digest of the first events of a trace, as 16 hexadecimal digits. */
export function traceHash(trace: TraceView, events: number = trace.length): string {
  const hash = new TraceHash(trace);
  hash.coverTo(events);
  return hash.digest();
}

/** Goes along a trace and gives its digest at any point on the way. */
export class TraceHash {
  private readonly trace: TraceView;
  private readonly words = new WordHash();
  private readonly row = emptyRow();
  private events = 0;
  private step = 1;

  constructor(trace: TraceView) {
    this.trace = trace;
  }

  /** Goes on until so many events are covered. */
  coverTo(events: number): void {
    const { trace, words, row } = this;
    while (this.events < events) {
      const id = this.events++;
      trace.read(id, row);
      if (this.step <= trace.steps && trace.firstEvent(this.step) === id) {
        this.step++;
        words.add(NEW_STEP);
      }
      words.add(KIND_WORDS[row.code]!);
      words.addNumber(row.time);
      words.add(row.node);
      words.add(row.cause);
      words.add(row.target);
      words.addNumber(row.arrivesAt);
      words.addValue(row.detail);
    }
  }

  digest(): string {
    return this.words.digest();
  }
}

/** Words that stand before a value and say what it is, so that no two different values are the same words. */
const NEW_STEP = 0x51ed270b;
const UNDEFINED = 0x6a09e667;
const NULL = 0x2545f491;
const TRUE = 0x1b873593;
const FALSE = 0x4cf5ad43;
const INTEGER = 0x38b34ae5;
const DOUBLE = 0x7ed55d16;
const NOT_A_NUMBER = 0x165667b1;
const STRING = 0x27d4eb2f;
const ARRAY = 0x61c88647;
const OBJECT = 0x3c6ef372;

/** Two lanes of 32 bits, of which the second also takes in the first. Each word changes them in a way that can be undone. */
class WordHash {
  private low = 0x243f6a88;
  private high = 0x13198a2e;
  private readonly bits = new DataView(new ArrayBuffer(8));

  add(word: number): void {
    let low = Math.imul(this.low ^ word, 0x9e3779b1);
    low ^= low >>> 15;
    const high = Math.imul((this.high + low) | 0, 0x85ebca77);
    this.low = low;
    this.high = high ^ (high >>> 13);
  }

  addNumber(value: number): void {
    // -0 is 0, as it is in comparisons and in JSON.
    if ((value | 0) === value) {
      this.add(INTEGER);
      this.add(value | 0);
    } else if (Number.isNaN(value)) {
      this.add(NOT_A_NUMBER);
    } else {
      this.bits.setFloat64(0, value);
      this.add(DOUBLE);
      this.add(this.bits.getInt32(0));
      this.add(this.bits.getInt32(4));
    }
  }

  /** @throws TypeError for what is no plain data */
  addValue(value: unknown): void {
    switch (typeof value) {
      case 'number':
        return this.addNumber(value);
      case 'string':
        return this.addString(value);
      case 'boolean':
        return this.add(value ? TRUE : FALSE);
      case 'undefined':
        return this.add(UNDEFINED);
      case 'object':
        if (value === null) return this.add(NULL);
        return Array.isArray(value) ? this.addArray(value) : this.addObject(value as Readonly<Record<string, unknown>>);
      default:
        throw new TypeError(`A trace holds plain data, and no ${typeof value}.`);
    }
  }

  digest(): string {
    const low = avalanche(this.low ^ (this.high >>> 16));
    const high = avalanche(this.high ^ low);
    return hex(high) + hex(low);
  }

  private addString(text: string): void {
    this.add(STRING);
    this.add(text.length);
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
  }

  private addArray(values: readonly unknown[]): void {
    this.add(ARRAY);
    this.add(values.length);
    for (const value of values) this.addValue(value);
  }

  /** Each entry is hashed by itself and the hashes are added up, which no order of the keys can change. */
  private addObject(object: Readonly<Record<string, unknown>>): void {
    const { low, high } = this;
    let entries = 0;
    let lowSum = 0;
    let highSum = 0;
    for (const key of Object.keys(object)) {
      const value = object[key];
      // As in JSON.
      if (value === undefined) continue;
      this.low = OBJECT;
      this.high = STRING;
      this.addString(key);
      this.addValue(value);
      entries++;
      lowSum = (lowSum + this.low) | 0;
      highSum = (highSum + this.high) | 0;
    }
    this.low = low;
    this.high = high;
    this.add(OBJECT);
    this.add(entries);
    this.add(lowSum);
    this.add(highSum);
  }
}

/** The finalizer of MurmurHash3 by Austin Appleby: each bit of the word comes to bear on all of them. */
function avalanche(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/** By code: a word for the name of the kind, since codes may be given anew. */
const KIND_WORDS = Int32Array.from(EVENT_KINDS, (kind) => {
  let word = 0;
  for (let i = 0; i < kind.length; i++) word = Math.imul(word ^ kind.charCodeAt(i), 0x9e3779b1);
  return avalanche(word);
});
