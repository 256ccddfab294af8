/** What a check of a history has found, in words and as data. */

export type Verdict = 'holds' | 'violated' | 'undecided';

export interface Finding {
  readonly verdict: Verdict;
  /** The verdict in a sentence, and what shows it, line by line. */
  readonly lines: readonly string[];
  /** The same for a program to read: plain JSON. */
  readonly details: Readonly<Record<string, unknown>>;
}
