/**
 * Is a history linearizable (Herlihy and Wing, 1990)? The independent parts of an object take turns under a doubling
 * budget, so that an easy violation need not wait for a hard part.
 */
import { eventsOf, validateHistory, type History, type Operation } from '../history.ts';
import type { Model } from './model.ts';
import { LinearizationSearch, type SearchResult } from './search.ts';
import { States } from './states.ts';
import { narrow } from './window.ts';

export type Linearizability =
  /** Ids of operations in the order in which they take effect, for each part of the object; operations of unknown outcome that need not take effect are left out. */
  | { readonly kind: 'linearizable'; readonly orders: ReadonlyMap<string, readonly number[]> }
  | { readonly kind: 'violated'; readonly conflict: Conflict }
  | { readonly kind: 'undecided'; /** Configurations looked at. */ readonly configurations: number };

/**
 * The smallest window found in which no order of the operations explains their outputs, whatever the state before it. A
 * window that reaches back to the beginning of the part's history starts from its initial state.
 */
export interface Conflict {
  readonly part: string;
  readonly from: number;
  /** The return which no order reaches. */
  readonly until: number;
  /** The operations that overlap the window; no order of them will do. */
  readonly operations: readonly number[];
  /** The one that returns at `until`. */
  readonly culprit: number;
}

export interface Budget {
  /** Moves of the search in all parts together. */
  readonly moves: number;
  /**
   * Bytes that may be held. Half of them are for configurations that were looked at; beyond those the search goes on without
   * remembering more. States of the object have to be remembered, so where they take the rest it ends undecided.
   */
  readonly bytes: number;
}

const GENEROUS: Budget = { moves: 50_000_000, bytes: 1_000_000_000 };
const FIRST_TURN = 4096;
/** A few milliseconds' worth. */
const LONGEST_TURN = 131_072;
/** Moves after which a turn looks whether the budget is spent. */
const SLICE = 4096;

/** @throws RangeError for a history that can't be */
export function checkLinearizability<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, budget: Budget = GENEROUS): Linearizability {
  const check = new LinearizabilityCheck(model, history, budget);
  for (;;) {
    const verdict = check.run(Infinity);
    if (verdict) return verdict;
  }
}

/** A check that can be paused, for those who have to give way to others meanwhile. */
export class LinearizabilityCheck<State, Input, Output> {
  private readonly budget: Budget;
  private readonly orders = new Map<string, readonly number[]>();
  /** Parts that are undecided; those before `position` have had their turn. */
  private open: Part<State, Input, Output>[];
  private still: Part<State, Input, Output>[] = [];
  private position = 0;
  private turn = FIRST_TURN;
  private moves = 0;
  private narrowing: Generator<number, Conflict> | undefined;
  private verdict: Linearizability | undefined;

  /** @throws RangeError for a history that can't be */
  constructor(model: Model<State, Input, Output>, history: History<Input, Output>, budget: Budget = GENEROUS) {
    validateHistory(history);
    this.budget = budget;
    const shares = split(model, history);
    this.open = shares.map((share) => new Part(model, share, budget.bytes / 2 / shares.length));
  }

  /** Moves taken so far. */
  get progress(): number {
    return this.moves;
  }

  /** Bytes that are held: configurations that were looked at, and states of the object. */
  get bytes(): number {
    return this.open.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private get isSpent(): boolean {
    return this.moves >= this.budget.moves || this.bytes > this.budget.bytes;
  }

  /** Goes on for about so many moves, each a fraction of a microsecond. Undefined where it is not decided by then. */
  run(moves: number): Linearizability | undefined {
    for (const end = this.moves + moves; !this.verdict; ) {
      if (this.narrowing) this.narrow(this.narrowing);
      else this.giveTurn();
      if (this.moves >= end) break;
    }
    return this.verdict;
  }

  private giveTurn(): void {
    const part = this.open[this.position++];
    if (!part) return this.nextRound();
    let result: SearchResult = { kind: 'unfinished' };
    for (let left = this.turn; left > 0 && result.kind === 'unfinished' && !this.isSpent; left -= SLICE) {
      result = part.search.run(SLICE);
      this.moves += SLICE;
    }
    if (result.kind === 'none') this.narrowing = part.conflict(result.blockedAt, this.budget.bytes);
    else if (result.kind === 'found') this.orders.set(part.name, result.order.map((id) => part.ids[id]!));
    else this.still.push(part);
    if (this.still.length > 0 && this.isSpent) this.verdict = { kind: 'undecided', configurations: configurationsOf(this.open) };
  }

  private nextRound(): void {
    this.open = this.still;
    this.still = [];
    this.position = 0;
    this.turn = Math.min(2 * this.turn, LONGEST_TURN);
    if (this.open.length === 0) this.verdict = { kind: 'linearizable', orders: this.orders };
  }

  private narrow(narrowing: Generator<number, Conflict>): void {
    const next = narrowing.next();
    if (next.done) this.verdict = { kind: 'violated', conflict: next.value };
    else this.moves += next.value;
  }
}

interface Share<Input, Output> {
  readonly name: string;
  /** Positions in the whole history. */
  readonly ids: readonly number[];
  readonly history: History<Input, Output>;
}

class Part<State, Input, Output> {
  readonly name: string;
  readonly ids: readonly number[];
  readonly search: LinearizationSearch;
  private readonly history: History<Input, Output>;
  private readonly events: Int32Array;
  private readonly states: States<State, Input, Output>;

  constructor(model: Model<State, Input, Output>, { name, ids, history }: Share<Input, Output>, bytes: number) {
    this.name = name;
    this.ids = ids;
    this.history = history;
    this.events = eventsOf(history);
    this.states = new States(model, history);
    this.search = new LinearizationSearch(this.events, history.length, this.states, this.states.initial, bytes);
  }

  get bytes(): number {
    return this.search.bytes + this.states.bytes;
  }

  *conflict(blockedAt: number, bytes: number): Generator<number, Conflict> {
    const { first, operations } = yield* narrow(this.events, this.states, blockedAt, bytes);
    const culprit = -this.events[blockedAt]! - 1;
    return {
      part: this.name,
      from: timeOf(this.history, this.events[first]!),
      until: this.history[culprit]!.returned,
      operations: operations.map((id) => this.ids[id]!),
      culprit: this.ids[culprit]!,
    };
  }
}

function timeOf(history: History<unknown, unknown>, event: number): number {
  return event > 0 ? history[event - 1]!.invoked : history[-event - 1]!.returned;
}

function split<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>): Share<Input, Output>[] {
  const shares = new Map<string, { name: string; ids: number[]; history: Operation<Input, Output>[] }>();
  history.forEach((operation, id) => {
    const name = model.partOf?.(operation.input) ?? '';
    const share = shares.get(name) ?? { name, ids: [], history: [] };
    share.ids.push(id);
    share.history.push(operation);
    shares.set(name, share);
  });
  return [...shares.values()];
}

function configurationsOf(parts: readonly { search: LinearizationSearch }[]): number {
  return parts.reduce((sum, { search }) => sum + search.configurations, 0);
}
