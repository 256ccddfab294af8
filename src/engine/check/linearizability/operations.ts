/** No state. */
export const IMPOSSIBLE = -1;
/** No operation. */
export const NONE = -1;

/** What a search for an order has to know of the operations, which are numbered from 0, and of the states of their object, which are numbered too. */
export interface Operations {
  readonly count: number;
  /** The state after an operation, or `IMPOSSIBLE`. */
  after(state: number, operation: number): number;
  /** Whether an operation leaves every state as it is. */
  observes(operation: number): boolean;
  /** Of an operation of unknown outcome one before it that is of unknown outcome and does the same, or `NONE`: the two need not be told apart. */
  twinOf(operation: number): number;
  /** Whether there is no room for what would have to be known to go on. */
  readonly isFull: boolean;
}
