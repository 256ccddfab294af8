/**
 * Lamport clocks. Lamport: "Time, Clocks, and the Ordering of Events in a Distributed System" (1978), sections
 * "Logical Clocks" and "Ordering the Events Totally".
 */
import type { Store } from 'dsim';

/** When an event happened: the counter that its process gave it, and which process that is. */
export interface Timestamp {
  readonly counter: number;
  readonly process: number;
}

const KEY = 'counter';

/** The logical clock of one process. Events happen in the order in which the methods are called. */
export class LamportClock {
  readonly #process: number;
  readonly #store: Store;
  #counter: number;

  constructor(process: number, store: Store) {
    this.#process = process;
    this.#store = store;
    this.#counter = store.get<number>(KEY) ?? 0;
  }

  /** IR1: the counter advances between any two events. */
  async tick(): Promise<Timestamp> {
    return this.#advance(this.#counter);
  }

  /** IR2: the receipt comes after the sending as well as after every earlier event here. */
  async receive(sent: Timestamp): Promise<Timestamp> {
    return this.#advance(Math.max(this.#counter, sent.counter));
  }

  /**
   * The counter moves before anything is awaited, so that calls that overlap get different timestamps; and it is on the
   * disk before anyone sees it, so that no later life of this process can give it out again.
   */
  async #advance(from: number): Promise<Timestamp> {
    const counter = from + 1;
    this.#counter = counter;
    this.#store.set(KEY, counter);
    await this.#store.sync();
    return { counter, process: this.#process };
  }
}

/** By counter; the process decides between equal counters, which only concurrent events can have. */
export function compare(a: Timestamp, b: Timestamp): number {
  return a.counter - b.counter;
}
