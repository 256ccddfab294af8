/** The states of a model as small numbers, and what each operation makes of each: looked up once, then remembered. */
import type { History } from '../history.ts';
import { Allowance, GrowingArray } from './allowance.ts';
import type { Model } from './model.ts';
import { IMPOSSIBLE, NONE, type Operations } from './operations.ts';

/** Of a small object, or an entry of a map. */
const BYTES_OF_AN_OBJECT = 48;
/** Of a transition: the state before and 1, the operation, the state after. */
const TRANSITION = 3;

export class States<State, Input, Output> implements Operations {
  readonly count: number;
  readonly initial: number;
  private readonly model: Model<State, Input, Output>;
  private readonly history: History<Input, Output>;
  private readonly allowance: Allowance;
  private readonly states: State[] = [];
  private readonly numbers = new Map<string, number>();
  /** Open addressing; a transition that begins with 0 is none. */
  private readonly transitions: GrowingArray;
  private remembered = 0;
  private refused = false;
  private readonly twins: Int32Array;

  /**
   * @param history whose positions are the numbers of operations
   * @param allowance for the states, which take about as much as their keys twice, and then for as many transitions as there is room
   */
  constructor(model: Model<State, Input, Output>, history: History<Input, Output>, allowance = new Allowance(Infinity)) {
    this.model = model;
    this.history = history;
    this.count = history.length;
    this.twins = twinsIn(history);
    this.allowance = allowance;
    this.transitions = new GrowingArray(64 * TRANSITION, allowance);
    this.initial = this.numberOf(model.initial);
  }

  get size(): number {
    return this.states.length;
  }

  /** Whether there has been a state for which the allowance had no room. */
  get isFull(): boolean {
    return this.refused;
  }

  observes(operation: number): boolean {
    const { input, output } = this.history[operation]!;
    return this.model.observes?.(input, output) ?? false;
  }

  twinOf(operation: number): number {
    return this.twins[operation]!;
  }

  /** The state after an operation, or `IMPOSSIBLE`. */
  after(state: number, operation: number): number {
    const entries = this.transitions.items;
    const last = entries.length / TRANSITION - 1;
    let slot = hashOf(state, operation) & last;
    for (let at = TRANSITION * slot; entries[at] !== 0; at = TRANSITION * slot) {
      if (entries[at] === state + 1 && entries[at + 1] === operation) return entries[at + 2]!;
      slot = (slot + 1) & last;
    }
    const after = this.apply(state, operation);
    if (this.hasRoom()) this.remember(state, operation, after);
    return after;
  }

  private apply(state: number, operation: number): number {
    const { input, output } = this.history[operation]!;
    const before = this.states[state]!;
    const after = this.model.apply(before, input, output);
    if (after === undefined) return IMPOSSIBLE;
    return after === before ? state : this.numberOf(after);
  }

  private numberOf(state: State): number {
    const key = this.model.key(state);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    if (!this.allowance.take(4 * key.length + 3 * BYTES_OF_AN_OBJECT)) this.refused = true;
    this.numbers.set(key, this.states.length);
    return this.states.push(state) - 1;
  }

  /** Whether there is room for one more transition; where there is none, it is worked out anew each time. */
  private hasRoom(): boolean {
    const { items } = this.transitions;
    if (2 * TRANSITION * this.remembered < items.length) return true;
    if (!this.transitions.grow(0)) return false;
    this.transitions.items.fill(0);
    this.remembered = 0;
    for (let at = 0; at < items.length; at += TRANSITION) if (items[at] !== 0) this.remember(items[at]! - 1, items[at + 1]!, items[at + 2]!);
    return true;
  }

  private remember(state: number, operation: number, after: number): void {
    const entries = this.transitions.items;
    const last = entries.length / TRANSITION - 1;
    let slot = hashOf(state, operation) & last;
    while (entries[TRANSITION * slot] !== 0) slot = (slot + 1) & last;
    entries[TRANSITION * slot] = state + 1;
    entries[TRANSITION * slot + 1] = operation;
    entries[TRANSITION * slot + 2] = after;
    this.remembered++;
  }
}

function hashOf(state: number, operation: number): number {
  const mixed = Math.imul(state, 0x9e3779b1) ^ Math.imul(operation + 1, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** By operation of unknown outcome the last one before it with the same input, or `NONE`. */
function twinsIn(history: History<unknown, unknown>): Int32Array {
  const twins = new Int32Array(history.length).fill(NONE);
  const unknown = [...history.keys()].filter((id) => history[id]!.returned === Infinity).sort((a, b) => history[a]!.invoked - history[b]!.invoked || a - b);
  const last = new Map<string, number>();
  for (const id of unknown) {
    const input = textOf(history[id]!.input);
    twins[id] = last.get(input) ?? NONE;
    last.set(input, id);
  }
  return twins;
}

/** The same for the same plain data, and for no other. */
function textOf(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value));
}
