/**
 * Is a history linearizable (Herlihy and Wing, 1990)? The independent parts of an object take turns under a doubling
 * budget, so that an easy violation need not wait for a hard part.
 */
import { eventsOf, validateHistory, type History, type Operation } from '../history.ts';
import type { Model } from './model.ts';
import { LinearizationSearch } from './search.ts';
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
  /** Bytes that the memory of configurations may take. */
  readonly bytes: number;
}

const GENEROUS: Budget = { moves: 50_000_000, bytes: 1_000_000_000 };
const FIRST_TURN = 4096;

/** @throws RangeError for a history that can't be */
export function checkLinearizability<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  budget: Budget = GENEROUS,
): Linearizability {
  validateHistory(history);
  let open = split(model, history).map((part) => new Part(model, part));
  const orders = new Map<string, readonly number[]>();
  let moves = 0;
  for (let turn = FIRST_TURN; open.length > 0; turn *= 2) {
    const still: typeof open = [];
    for (const part of open) {
      const result = part.search.run(Math.min(turn, budget.moves - moves));
      moves += turn;
      if (result.kind === 'none') return { kind: 'violated', conflict: part.conflict(result.blockedAt) };
      if (result.kind === 'found') orders.set(part.name, result.order.map((id) => part.ids[id]!));
      else still.push(part);
      if (still.length > 0 && (moves >= budget.moves || bytesOf(open) > budget.bytes)) return { kind: 'undecided', configurations: configurationsOf(open) };
    }
    open = still;
  }
  return { kind: 'linearizable', orders };
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

  constructor(model: Model<State, Input, Output>, { name, ids, history }: Share<Input, Output>) {
    this.name = name;
    this.ids = ids;
    this.history = history;
    this.events = eventsOf(history);
    this.states = new States(model, history);
    this.search = new LinearizationSearch(this.events, history.length, this.states, this.states.initial);
  }

  conflict(blockedAt: number): Conflict {
    const { first, operations } = narrow(this.events, this.states, blockedAt);
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

function bytesOf(parts: readonly { search: LinearizationSearch }[]): number {
  return parts.reduce((sum, { search }) => sum + search.bytes, 0);
}

function configurationsOf(parts: readonly { search: LinearizationSearch }[]): number {
  return parts.reduce((sum, { search }) => sum + search.configurations, 0);
}
