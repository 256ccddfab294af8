import type { History } from '../history.ts';
import type { Precedence } from './precedence.ts';

/** A sequential specification: what an object does when one operation comes after another. */
export interface Model<State, Input, Output> {
  readonly name: string;
  readonly initial: State;
  /**
   * The state after an operation; undefined where the object would not have given this output.
   * @param output undefined where nobody knows it: then every output will do
   */
  apply(state: State, input: Input, output: Output | undefined): State | undefined;
  /** Tells states apart: equal for equal states, and for no others. */
  key(state: State): string;
  /**
   * Whether an operation with this output leaves every state as it is in which it can give that output. The search for an
   * order is much shorter for it.
   * @param output undefined where nobody knows it
   */
  observes?(input: Input, output: Output | undefined): boolean;
  /** What the outputs of a whole history of one part say of the order of its operations; a search is much shorter for it. */
  precedence?(history: History<Input, Output>): Precedence;
  /** The same object, with states that are written shortly by one who knows the whole history of a part. */
  compact?(history: History<Input, Output>): CompactModel<unknown, Input, Output>;
  /**
   * The part of the object that an operation concerns, where parts are independent: a history of an object is
   * linearizable if that of each part is (locality, Herlihy and Wing 1990, Theorem 1).
   */
  partOf?(input: Input): string;
}

export type CompactModel<State, Input, Output> = Pick<Model<State, Input, Output>, 'initial' | 'apply' | 'key'>;
