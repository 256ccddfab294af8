/** The states of a model as small numbers, and what each operation makes of each: looked up once, then remembered. */
import type { History } from '../history.ts';
import type { Model } from './model.ts';

export const IMPOSSIBLE = -1;

/** Of a map of small values. */
const BYTES_OF_AN_ENTRY = 48;

export class States<State, Input, Output> {
  private readonly model: Model<State, Input, Output>;
  private readonly history: History<Input, Output>;
  private readonly states: State[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly transitions = new Map<number, number>();
  readonly initial: number;
  private held = 0;

  constructor(model: Model<State, Input, Output>, history: History<Input, Output>) {
    this.model = model;
    this.history = history;
    this.initial = this.numberOf(model.initial);
  }

  get size(): number {
    return this.states.length;
  }

  /** About how many bytes the states and what is known of them take: a state about as much as its text, twice. */
  get bytes(): number {
    return this.held + this.transitions.size * BYTES_OF_AN_ENTRY;
  }

  at(number: number): State {
    return this.states[number]!;
  }

  /** The state after an operation, or `IMPOSSIBLE`. */
  after(state: number, operation: number): number {
    const transition = state * this.history.length + operation;
    const known = this.transitions.get(transition);
    if (known !== undefined) return known;
    const { input, output } = this.history[operation]!;
    const next = this.model.apply(this.states[state]!, input, output);
    const number = next === undefined ? IMPOSSIBLE : this.numberOf(next);
    this.transitions.set(transition, number);
    return number;
  }

  private numberOf(state: State): number {
    const key = this.model.key(state);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.states.length);
    this.held += 4 * key.length + 2 * BYTES_OF_AN_ENTRY;
    return this.states.push(state) - 1;
  }
}
