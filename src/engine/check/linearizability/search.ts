/**
 * The search for a linearization: Wing and Gong's algorithm (1993) with Lowe's memory of configurations ("Testing for
 * linearizability", 2017). Operations wait in a doubly linked list of invocations and returns; one that takes effect is
 * lifted out, and put back when the search turns round. It stops at a budget and can be taken up again.
 */
import { Random } from '../../sim/random.ts';
import { SeenConfigurations } from './seen.ts';
import { IMPOSSIBLE } from './states.ts';

export interface Transitions {
  /** The state after an operation, or `IMPOSSIBLE`. */
  after(state: number, operation: number): number;
}

export type SearchResult =
  | { readonly kind: 'found'; /** Operations in the order in which they take effect. */ readonly order: readonly number[] }
  /** No order goes past this event: the return of an operation that can't have taken effect by then. */
  | { readonly kind: 'none'; readonly blockedAt: number }
  | { readonly kind: 'unfinished' };

const HEAD = 0;
const NOWHERE = -1;

export class LinearizationSearch {
  private readonly events: Int32Array;
  private readonly transitions: Transitions;
  // The list: node i + 1 is event i; node 0 is its head.
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly invocation: Int32Array;
  private readonly return: Int32Array;
  private readonly effects: Int32Array;
  private readonly hashes: Int32Array;
  private readonly seen: SeenConfigurations;
  // What has taken effect, in order, and the state before each.
  private readonly order: Int32Array;
  private readonly before: Int32Array;
  private depth = 0;
  private state: number;
  private hash = 0;
  /** Operations that returned and have yet to take effect. */
  private owed = 0;
  private cursor: number;
  private furthest = 0;

  /**
   * @param events as `eventsOf` gives them: id + 1 for an invocation, -(id + 1) for a return
   * @param operations how many there are
   * @param bytes that the memory of configurations may take
   */
  constructor(events: Int32Array, operations: number, transitions: Transitions, initial: number, bytes: number) {
    this.events = events;
    this.transitions = transitions;
    this.state = initial;
    this.next = new Int32Array(events.length + 1);
    this.previous = new Int32Array(events.length + 1);
    this.invocation = new Int32Array(operations);
    this.return = new Int32Array(operations).fill(NOWHERE);
    for (let i = 0; i < events.length; i++) {
      this.next[i] = i + 1;
      this.previous[i + 1] = i;
      const event = events[i]!;
      if (event > 0) this.invocation[event - 1] = i + 1;
      else {
        this.return[-event - 1] = i + 1;
        this.owed++;
      }
    }
    this.next[events.length] = HEAD;
    this.effects = new Int32Array((operations + 31) >>> 5);
    this.hashes = zobrist(operations);
    this.seen = new SeenConfigurations(this.effects.length, bytes);
    this.order = new Int32Array(operations);
    this.before = new Int32Array(operations);
    this.cursor = this.next[HEAD]!;
  }

  /** Configurations seen so far. */
  get configurations(): number {
    return this.seen.size;
  }

  get bytes(): number {
    return this.seen.bytes;
  }

  /** @param budget moves of the search, of which each takes a fraction of a microsecond */
  run(budget: number): SearchResult {
    const { events, next } = this;
    for (let moves = 0; this.owed > 0; moves++) {
      if (moves >= budget) return { kind: 'unfinished' };
      const event = this.cursor === HEAD ? 0 : events[this.cursor - 1]!;
      if (event > 0) {
        if (!this.takeEffect(event - 1)) this.cursor = next[this.cursor]!;
      } else {
        if (this.cursor > this.furthest) this.furthest = this.cursor;
        if (this.depth === 0) return { kind: 'none', blockedAt: this.furthest - 1 };
        this.turnRound();
      }
    }
    return { kind: 'found', order: Array.from(this.order.subarray(0, this.depth)) };
  }

  private takeEffect(operation: number): boolean {
    const after = this.transitions.after(this.state, operation);
    if (after === IMPOSSIBLE) return false;
    this.toggle(operation);
    if (!this.seen.add(this.effects, this.hash, after)) {
      this.toggle(operation);
      return false;
    }
    this.order[this.depth] = operation;
    this.before[this.depth++] = this.state;
    this.state = after;
    this.unlink(this.invocation[operation]!);
    if (this.return[operation] !== NOWHERE) {
      this.unlink(this.return[operation]!);
      this.owed--;
    }
    this.cursor = this.next[HEAD]!;
    return true;
  }

  private turnRound(): void {
    const operation = this.order[--this.depth]!;
    this.state = this.before[this.depth]!;
    this.toggle(operation);
    if (this.return[operation] !== NOWHERE) {
      this.relink(this.return[operation]!);
      this.owed++;
    }
    this.relink(this.invocation[operation]!);
    this.cursor = this.next[this.invocation[operation]!]!;
  }

  private toggle(operation: number): void {
    this.effects[operation >>> 5]! ^= 1 << (operation & 31);
    this.hash ^= this.hashes[operation]!;
  }

  private unlink(node: number): void {
    const { next, previous } = this;
    next[previous[node]!] = next[node]!;
    previous[next[node]!] = previous[node]!;
  }

  private relink(node: number): void {
    const { next, previous } = this;
    next[previous[node]!] = node;
    previous[next[node]!] = node;
  }
}

/** One random word for each operation: the hash of a set is the xor of its members' (Zobrist 1970). */
function zobrist(operations: number): Int32Array {
  const random = Random.fromSeed(operations);
  return Int32Array.from({ length: operations }, () => random.uint32());
}
