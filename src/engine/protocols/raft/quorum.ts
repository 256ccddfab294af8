/** The arithmetic of majorities. */

/** The smallest number of servers of which any two groups of this size share one. */
export function majority(servers: number): number {
  return Math.floor(servers / 2) + 1;
}

/** The highest index that a majority of the servers has reached, given how far each has. */
export function majorityIndex(matchIndex: ArrayLike<number>): number {
  const ascending = Int32Array.from(matchIndex).sort();
  return ascending[ascending.length - majority(ascending.length)] ?? 0;
}
