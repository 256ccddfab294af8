/**
 * Is a history linearizable (Herlihy and Wing, 1990)? The independent parts of an object take turns under a doubling
 * budget, so that an easy violation need not wait for a hard part.
 */
import { eventsOf, validateHistory, type History, type Operation } from '../history.ts';
import { Allowance } from './allowance.ts';
import type { Model } from './model.ts';
import { isContradictory, type Precedence } from './precedence.ts';
import { shortestPrefix } from './prefix.ts';
import { LinearizationSearch, type SearchResult } from './search.ts';
import { States } from './states.ts';
import { narrow, windowOf, type Window } from './window.ts';

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
  /** Moves of the search in all parts together. To narrow a violation down may take some millions more. */
  readonly moves: number;
  /**
   * Bytes that may be held besides the history and what is proportional to it. Half of them are
   * for configurations that were looked at; beyond those the search goes on without remembering more. States of the object
   * have to be remembered, so where they take the rest it ends undecided.
   */
  readonly bytes: number;
}

const GENEROUS: Budget = { moves: 50_000_000, bytes: 1_000_000_000 };
/** Moves of a part before the next one has its turn. */
const FIRST_TURN = 4096;
/** Of a search for where a violation begins that does not make use of what is known of the order. */
const MOST_MOVES = 2_000_000;
/** Moves between two moments at which a check can be paused: some tenths of a millisecond. */
const SLICE = 2048;

/** @throws RangeError for a history that can't be */
export function checkLinearizability<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, budget: Budget = GENEROUS): Linearizability {
  const check = new LinearizabilityCheck(model, history, budget);
  for (;;) {
    const verdict = check.run(Infinity);
    if (verdict) return verdict;
  }
}

/** A check that can be paused, for those who have to give way to others meanwhile, and that can be dropped at any pause. */
export class LinearizabilityCheck<State, Input, Output> {
  private readonly budget: Budget;
  private readonly forConfigurations: Allowance;
  private readonly forStates: Allowance;
  private readonly slices: Generator<number, Linearizability>;
  private moves = 0;
  private verdict: Linearizability | undefined;

  /** @throws RangeError for a history that can't be */
  constructor(model: Model<State, Input, Output>, history: History<Input, Output>, budget: Budget = GENEROUS) {
    validateHistory(history);
    this.budget = budget;
    this.forConfigurations = new Allowance(budget.bytes / 2);
    this.forStates = new Allowance(budget.bytes / 2);
    this.slices = this.check(split(model, history).map((share) => new Part(model, share, this.forConfigurations, this.forStates)));
  }

  /** Moves taken so far. */
  get progress(): number {
    return this.moves;
  }

  /** Bytes that are held: configurations that were looked at, and states of the object. */
  get bytes(): number {
    return this.forConfigurations.held + this.forStates.held;
  }

  /** Goes on for about so many moves, each a fraction of a microsecond. Undefined where it is not decided by then. */
  run(moves: number): Linearizability | undefined {
    for (const end = this.moves + moves; !this.verdict && this.moves < end; ) {
      const slice = this.slices.next();
      if (slice.done) this.verdict = slice.value;
      else this.moves += slice.value;
    }
    return this.verdict;
  }

  /** Each value that it yields is the moves of one slice. */
  private *check(parts: readonly Part<State, Input, Output>[]): Generator<number, Linearizability> {
    const orders = new Map<string, readonly number[]>();
    let open = parts;
    for (let turn = FIRST_TURN; open.length > 0; turn *= 2) {
      const still: Part<State, Input, Output>[] = [];
      for (const part of open) {
        const result = yield* this.giveTurn(part, turn);
        if (result.kind === 'none') return { kind: 'violated', conflict: yield* part.conflict(result.blockedAt) };
        if (result.kind === 'found') orders.set(part.name, part.namesOf(result.order));
        else if (this.moves >= this.budget.moves || part.isFull) return { kind: 'undecided', configurations: parts.reduce((sum, { configurations }) => sum + configurations, 0) };
        else still.push(part);
      }
      open = still;
    }
    return { kind: 'linearizable', orders };
  }

  private *giveTurn(part: Part<State, Input, Output>, moves: number): Generator<number, SearchResult> {
    for (let left = moves; ; left -= SLICE) {
      const result = part.search(SLICE);
      if (result.kind !== 'unfinished') part.release();
      else yield SLICE;
      if (result.kind !== 'unfinished' || left <= SLICE || this.moves >= this.budget.moves || part.isFull) return result;
    }
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
  private readonly ids: readonly number[];
  private readonly history: History<Input, Output>;
  private readonly events: Int32Array;
  private readonly states: States<unknown, Input, Output>;
  private readonly forConfigurations: Allowance;
  private readonly model: Model<State, Input, Output>;
  private readonly precedence: Precedence | undefined;
  private readonly isContradictory: boolean;
  private readonly linearization: LinearizationSearch;

  constructor(model: Model<State, Input, Output>, { name, ids, history }: Share<Input, Output>, forConfigurations: Allowance, forStates: Allowance) {
    this.name = name;
    this.ids = ids;
    this.history = history;
    this.events = eventsOf(history);
    this.states = new States(model.compact ? { ...model, ...model.compact(history) } : model, history, forStates);
    this.forConfigurations = forConfigurations;
    this.model = model;
    this.precedence = model.precedence?.(history);
    this.isContradictory = this.precedence !== undefined && isContradictory(this.precedence, this.events, history.length);
    this.linearization = new LinearizationSearch(this.events, this.states, [this.states.initial], forConfigurations, this.precedence);
  }

  get configurations(): number {
    return this.linearization.configurations;
  }

  /** Whether there is no room for more states. */
  get isFull(): boolean {
    return this.states.isFull;
  }

  search(moves: number): SearchResult {
    if (this.isContradictory) return { kind: 'none', blockedAt: this.events.length - 1 };
    return this.linearization.run(moves);
  }

  release(): void {
    this.linearization.release();
  }

  /** What operations of the part are called in the whole history. */
  namesOf(operations: readonly number[]): readonly number[] {
    return operations.map((operation) => this.ids[operation]!);
  }

  *conflict(blockedAt: number): Generator<number, Conflict> {
    const { first, last, operations } = yield* this.window(blockedAt);
    const culprit = -this.events[last]! - 1;
    return {
      part: this.name,
      from: timeOf(this.history, this.events[first]!),
      until: this.history[culprit]!.returned,
      operations: this.namesOf(operations),
      culprit: this.ids[culprit]!,
    };
  }

  private *window(blockedAt: number): Generator<number, Window> {
    const { events, states, forConfigurations } = this;
    if (!this.precedence || this.precedence.pairs.length === 0) return yield* narrow(events, states, blockedAt, forConfigurations);
    // What is known of the order comes from the whole history. Where it stops being explained is found without that; or, where
    // the search is too long for that, by asking the same of ever shorter beginnings.
    const search = new LinearizationSearch(events, states, [states.initial], forConfigurations);
    for (let moves = 0; moves < MOST_MOVES && !states.isFull; moves += SLICE) {
      const result = search.run(SLICE);
      yield SLICE;
      if (result.kind !== 'none') continue;
      search.release();
      return yield* narrow(events, states, result.blockedAt, forConfigurations);
    }
    search.release();
    const last = yield* shortestPrefix(this.model, this.history, events, states, forConfigurations);
    return { first: 0, last, operations: windowOf(events, 0, last).ids };
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
