/** What the checkers of weaker models say, in a form that can be drawn: operations by position in the history, and arrows. */

/** Why one operation comes before another. */
export type EdgeKind =
  /** Both are of one process, in this order. */
  | 'session'
  /** The second has read what the first wrote. */
  | 'reads-from'
  /** The second was read by one that comes after the first: the first can't lie between. */
  | 'overwritten'
  /** The first has read something that the second overwrites. */
  | 'read-before'
  /** A chain of sessions and reads leads from the first to the second. */
  | 'causal';

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
}

/** The way in which a history breaks a model. */
export interface Reason {
  /** The pattern's name in the literature, or `no-order` where only a search shows that there is none. */
  readonly pattern: string;
  /** In words. */
  readonly message: string;
  /** The operations that it is made of. */
  readonly operations: readonly number[];
  /** The arrows between them; a cycle where there is one. */
  readonly edges: readonly Edge[];
}

export type Consistency =
  /** Orders that show it: of the whole history under the name '', or of what each process sees under its number. */
  | { readonly kind: 'holds'; readonly orders: ReadonlyMap<string, readonly number[]> }
  | { readonly kind: 'violated'; readonly reason: Reason }
  | { readonly kind: 'undecided'; /** States looked at. */ readonly states: number };
