/** The word that was probably meant. */

/** The most words that are listed where none is near. */
const MOST_LISTED = 12;

/** Letters of a word that say what it begins. */
const SHORTEST_BEGINNING = 3;

/** One that differs from it in a third of its letters at most, else one that begins with it; undefined where there is none. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let found: string | undefined;
  let least = Math.floor(Math.max(word.length, 3) / 3) + 1;
  for (const candidate of known) {
    const changes = distance(word.toLowerCase(), candidate.toLowerCase(), least);
    if (changes < least) [found, least] = [candidate, changes];
  }
  return found ?? (word.length < SHORTEST_BEGINNING ? undefined : known.find((candidate) => candidate.startsWith(word)));
}

/** What to do about a word that is not known: ` Did you mean "leader"?`, else ` There is leader, follower.`, else nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return ` Did you mean "${near}"?`;
  if (known.length === 0) return '';
  const more = known.length - MOST_LISTED;
  return ` There ${known.length === 1 ? 'is' : 'are'} ${known.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** Letters to put in, take out, replace or exchange with their neighbour; not counted beyond `limit` (optimal string alignment). */
function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let last: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let changes = Math.min(row[j - 1]! + (isSame ? 0 : 1), row[j]! + 1, next[j - 1]! + 1);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) changes = Math.min(changes, last[j - 2]! + 1);
      next.push(changes);
    }
    [last, row] = [row, next];
  }
  return row[other.length]!;
}
