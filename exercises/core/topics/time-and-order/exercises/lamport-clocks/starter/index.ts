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

/** The logical clock of one process. Events happen in the order in which the methods are called. */
export class LamportClock {
  /**
   * Made when the process starts, and again when it restarts after a crash.
   * @param process the number of this process
   * @param store survives crashes: `get`, `set`, and `await sync()`, without which a crash may undo what was set
   */
  constructor(process: number, store: Store) {
    void process;
    void store;
  }

  /**
   * A local event, or the sending of a message, happens (rule IR1).
   * @returns its timestamp; for a sending, the one that travels with the message
   */
  async tick(): Promise<Timestamp> {
    throw new Error('tick() is yours to write: rule IR1.');
  }

  /**
   * A message arrives (rule IR2).
   * @param sent the timestamp that the message carries
   * @returns the timestamp of the receipt
   */
  async receive(sent: Timestamp): Promise<Timestamp> {
    void sent;
    throw new Error('receive() is yours to write: rule IR2.');
  }
}

/**
 * The total order of events, for `events.sort(compare)`.
 * @returns a negative number where `a` comes before `b`, a positive one where it comes after, 0 for the same event
 */
export function compare(a: Timestamp, b: Timestamp): number {
  void a;
  void b;
  throw new Error('compare() is yours to write: break ties.');
}
