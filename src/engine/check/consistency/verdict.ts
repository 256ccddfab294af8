/** What the checkers of weaker models say, in a form that can be drawn: operations by position in the history, and arrows. */

/** Why one operation comes before another. */
export type EdgeKind =
  /** Both are of one process, in this order. */
  | 'session'
  /** The second has read what the first wrote. */
  | 'reads-from'
  /** Writes of one key: the read `via` sees the first and gives the second, so the second was written over the first. */
  | 'overwritten'
  /** The first has read what the second writes over: the write `via`, which comes before the second, or that nothing was written. */
  | 'read-before'
  /** The second gave a value that the first may have written, as may others. */
  | 'may-read';

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  /** Of an arrow that follows from others, the operation that it follows by; a read that found nothing has none. */
  readonly via?: number;
}

/** The way in which a history breaks a model. */
export interface Reason {
  /**
   * The pattern's name in the literature, or the model's. `no-order` where only a search shows that there is no order,
   * `no-sources` where values were written more than once and however reads are matched with writes, some pattern comes up.
   */
  readonly pattern: string;
  /** In words. */
  readonly message: string;
  /** The operations that it is made of, those of `support` included. */
  readonly operations: readonly number[];
  /** Where there is a cycle, its arrows, one after another. */
  readonly edges: readonly Edge[];
  /** The arrows from which those of the cycle follow that are neither of a session nor of a read. */
  readonly support: readonly Edge[];
  /** The process whose view can't be; left out where it is not about one. */
  readonly process?: number;
}

/** Orders of operations: of the whole history under the name '', or of what each process sees under its number. */
export type Orders = ReadonlyMap<string, readonly number[]>;

export type Consistency =
  | { readonly kind: 'holds'; readonly orders: Orders }
  | { readonly kind: 'violated'; readonly reason: Reason }
  | { readonly kind: 'undecided'; /** Configurations looked at, or choices of what was read. */ readonly states: number };
