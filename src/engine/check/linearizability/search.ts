/**
 * The search for a linearization: Wing and Gong's algorithm (1993) with Lowe's memory of configurations ("Testing for
 * linearizability", 2017). Operations wait in a doubly linked list of invocations and returns; one that takes effect is
 * lifted out, and put back when the search turns round. It stops at a budget and can be taken up again.
 *
 * Two things are added. An operation that leaves every state as it is takes effect as soon as it can, once and for all: no
 * order is lost by that, and many are saved. Operations of unknown outcome wait in a list of their own and are tried last,
 * since an order that does without them leaves the more possible; and one of which nothing comes is not tried at all.
 */
import type { Allowance } from './allowance.ts';
import { Effects } from './effects.ts';
import { IMPOSSIBLE, NONE, type Operations } from './operations.ts';
import { Gate, type Precedence } from './precedence.ts';
import { SeenConfigurations } from './seen.ts';

export type SearchResult =
  | { readonly kind: 'found'; /** Operations in the order in which they take effect. */ readonly order: readonly number[] }
  /** No order goes past this event: the return of an operation that can't have taken effect by then. */
  | { readonly kind: 'none'; readonly blockedAt: number }
  | { readonly kind: 'unfinished' };

/** What is looked for among the operations that may take effect now, one after the other. */
type Phase = 'observing' | 'known' | 'unknown';

const UNFINISHED: SearchResult = { kind: 'unfinished' };
/** Of the list of operations that returned. */
const HEAD = 0;

export class LinearizationSearch {
  private readonly events: Int32Array;
  private readonly operations: Operations;
  // Two circular lists: node i + 1 is event i. Node 0 is the head of those that returned, the last node that of the others.
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly unknownHead: number;
  private readonly invocation: Int32Array;
  /** `HEAD` where an operation did not return. */
  private readonly return: Int32Array;
  private readonly observing: Uint8Array;
  private readonly effects: Effects;
  private readonly seen: SeenConfigurations;
  private readonly gate: Gate | undefined;
  // What has taken effect, in order, and the state before each.
  private readonly order: Int32Array;
  private readonly before: Int32Array;
  private depth = 0;
  private readonly starts: readonly number[];
  private start = 0;
  private state: number;
  /** Operations that returned and have yet to take effect. */
  private owed = 0;
  private phase: Phase = 'observing';
  private cursor = HEAD;
  /** The first return in the list: operations that were invoked later can't take effect now. */
  private barrier = HEAD;
  private furthest = 0;
  private lookedAt = 0;

  /**
   * @param events as `eventsOf` gives them: id + 1 for an invocation, -(id + 1) for a return
   * @param starts states in which the object may be at the beginning, one at least
   * @param allowance what may be held to remember configurations
   * @param precedence what is known of the order beforehand
   */
  constructor(events: Int32Array, operations: Operations, starts: readonly number[], allowance: Allowance, precedence?: Precedence) {
    const { count } = operations;
    this.events = events;
    this.operations = operations;
    this.next = new Int32Array(events.length + 2);
    this.previous = new Int32Array(events.length + 2);
    this.unknownHead = events.length + 1;
    this.next[this.unknownHead] = this.unknownHead;
    this.previous[this.unknownHead] = this.unknownHead;
    this.invocation = new Int32Array(count);
    this.return = new Int32Array(count);
    this.observing = new Uint8Array(count);
    const invoked: number[] = [];
    events.forEach((event, position) => {
      const node = position + 1;
      if (event > 0) {
        invoked.push(event - 1);
        this.invocation[event - 1] = node;
        if (operations.observes(event - 1)) this.observing[event - 1] = 1;
      } else {
        this.return[-event - 1] = node;
        this.owed++;
      }
    });
    events.forEach((event, position) => {
      const operation = event > 0 ? event - 1 : -event - 1;
      if (this.return[operation] !== HEAD) this.insertBefore(HEAD, position + 1);
      // What may never take effect and would change nothing if it did is of no account.
      else if (!this.observing[operation]) this.insertBefore(this.unknownHead, position + 1);
    });
    this.effects = new Effects(invoked, (operation) => this.return[operation] !== HEAD);
    this.seen = new SeenConfigurations(this.effects, allowance);
    this.gate = precedence && precedence.pairs.length > 0 ? new Gate(precedence, count) : undefined;
    this.order = new Int32Array(count);
    this.before = new Int32Array(count);
    this.starts = starts;
    this.state = starts[0]!;
    this.cursor = this.next[HEAD]!;
  }

  /** Configurations looked at. */
  get configurations(): number {
    return this.lookedAt;
  }

  /** @param budget moves of the search, of which each takes a fraction of a microsecond */
  run(budget: number): SearchResult {
    for (let moves = 0; this.owed > 0; moves++) {
      if (moves >= budget || this.operations.isFull) return UNFINISHED;
      if (!this.move()) return { kind: 'none', blockedAt: this.furthest - 1 };
    }
    return { kind: 'found', order: Array.from(this.order.subarray(0, this.depth)) };
  }

  /** Gives back what it remembers; it can't be taken up again. */
  release(): void {
    this.seen.release();
  }

  /** @returns false where everything has been tried */
  private move(): boolean {
    const { cursor, phase } = this;
    if (phase === 'unknown') {
      // Nodes of both lists are numbered in order of time.
      if (cursor > this.barrier) return this.turnRound();
      this.tryUnknown(this.events[cursor - 1]! - 1);
      return true;
    }
    const event = this.events[cursor - 1]!;
    if (event > 0) {
      if (phase === 'observing') this.observe(event - 1);
      else this.tryKnown(event - 1);
    } else {
      this.barrier = cursor;
      if (cursor > this.furthest) this.furthest = cursor;
      if (phase === 'observing') this.goOn('known', this.next[HEAD]!);
      else this.goOn('unknown', this.next[this.unknownHead]!);
    }
    return true;
  }

  private goOn(phase: Phase, cursor: number): void {
    this.phase = phase;
    this.cursor = cursor;
  }

  private observe(operation: number): void {
    if (this.observing[operation] && this.after(operation) !== IMPOSSIBLE) {
      this.effects.add(operation);
      this.lift(operation, this.state);
    }
    this.cursor = this.next[this.cursor]!;
  }

  private tryKnown(operation: number): void {
    // What observes has taken effect by now, or can't.
    const after = this.observing[operation] ? IMPOSSIBLE : this.after(operation);
    if (after === IMPOSSIBLE || this.isInVain(operation, after) || !this.takeEffect(operation, after)) this.cursor = this.next[this.cursor]!;
  }

  private tryUnknown(operation: number): void {
    const twin = this.operations.twinOf(operation);
    const after = twin === NONE || this.effects.has(twin) ? this.after(operation) : IMPOSSIBLE;
    // It need not take effect, so where it changes nothing it does not.
    if (after === IMPOSSIBLE || after === this.state || this.isInVain(operation, after) || !this.takeEffect(operation, after)) this.cursor = this.next[this.cursor]!;
  }

  /**
   * Whether the last thing that took effect is of unknown outcome, and this operation would leave the same state without it.
   * Then nothing came of it, and the order without it, which is tried too, leaves the more possible.
   */
  private isInVain(operation: number, after: number): boolean {
    const last = this.depth - 1;
    return last >= 0 && this.return[this.order[last]!] === HEAD && this.operations.after(this.before[last]!, operation) === after;
  }

  private after(operation: number): number {
    return this.gate && !this.gate.isOpen(operation) ? IMPOSSIBLE : this.operations.after(this.state, operation);
  }

  private takeEffect(operation: number, after: number): boolean {
    this.effects.add(operation);
    if (!this.seen.add(after)) {
      this.effects.delete(operation);
      return false;
    }
    this.lookedAt++;
    this.lift(operation, after);
    this.goOn('observing', this.next[HEAD]!);
    return true;
  }

  /** Takes an operation out of its list. */
  private lift(operation: number, after: number): void {
    this.gate?.pass(operation);
    this.order[this.depth] = operation;
    this.before[this.depth++] = this.state;
    this.state = after;
    // The return first, so that the invocation's `next` leads past both.
    if (this.return[operation] !== HEAD) {
      this.unlink(this.return[operation]!);
      this.owed--;
    }
    this.unlink(this.invocation[operation]!);
  }

  private putBack(): number {
    const operation = this.order[--this.depth]!;
    this.gate?.takeBack(operation);
    this.state = this.before[this.depth]!;
    this.effects.delete(operation);
    this.relink(this.invocation[operation]!);
    if (this.return[operation] !== HEAD) {
      this.relink(this.return[operation]!);
      this.owed++;
    }
    return operation;
  }

  /** To before the last operation that could as well have come later. @returns false where there is none, whatever the beginning */
  private turnRound(): boolean {
    while (this.depth > 0) {
      const operation = this.putBack();
      if (this.observing[operation]) continue;
      if (this.return[operation] === HEAD) this.barrier = this.firstReturn();
      this.goOn(this.return[operation] === HEAD ? 'unknown' : 'known', this.next[this.invocation[operation]!]!);
      return true;
    }
    if (++this.start >= this.starts.length) return false;
    this.state = this.starts[this.start]!;
    this.goOn('observing', this.next[HEAD]!);
    return true;
  }

  private firstReturn(): number {
    let node = this.next[HEAD]!;
    while (this.events[node - 1]! > 0) node = this.next[node]!;
    return node;
  }

  private insertBefore(head: number, node: number): void {
    const { next, previous } = this;
    next[node] = head;
    previous[node] = previous[head]!;
    this.relink(node);
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
