/** The arithmetic of majorities. */

/** The smallest number of servers of which any two groups of this size share one. */
export function majority(servers: number): number {
  return Math.floor(servers / 2) + 1;
}

/** The highest index that a majority of the servers has reached, given how far each has. */
export function majorityIndex(matchIndex: Int32Array): number {
  const quorum = majority(matchIndex.length);
  let highest = 0;
  for (const index of matchIndex) {
    if (index > highest && countAtLeast(matchIndex, index) >= quorum) highest = index;
  }
  return highest;
}

function countAtLeast(values: Int32Array, bound: number): number {
  let count = 0;
  for (const value of values) if (value >= bound) count++;
  return count;
}
