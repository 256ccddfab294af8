/** Makes a document of how each planted bug was found. */
import type { MutantHunt, MutantRecord } from '../../test/harness/campaign.ts';

const HEAD = ['what is broken', 'the property it breaks', 'seeds: runs', 'walk: choices', 'steps left', 'breadth-first: worlds', 'steps'];

/** @param circumstances of the run: its commit, date and machine, as items of a list */
export function mutantsDocument(circumstances: readonly string[], mutants: readonly MutantRecord[]): string {
  const protocols = [...new Set(mutants.map(({ protocol }) => protocol))];
  return [
    '# Planted bugs, and how they are found',
    '',
    'Written by `npm run test:full -- mutants` from what it measured; run it again rather than edit this.',
    '',
    ...circumstances,
    '',
    'Each protocol is broken in one way at a time, and every broken one has to be found. `seeds` are runs of the simulator under',
    'random faults, one after the other. A `walk` goes at random through the worlds of a small system, and what it finds is made',
    'short: `steps left` are those without which the failure would be gone. A `breadth-first` search looks at every world of the',
    'small system in order of its distance, so that its way is the shortest there is; where nodes are alike it looks at one world',
    'of each kind. Efforts are the median of all campaigns and, in brackets, the most. A dash means that the search is not asked:',
    'it has no time and no damaged disks, sees neither what clients are told nor that nothing happens any more unless a goal says',
    'so, and gives no commands that name one of the nodes that are alike.',
    ...protocols.flatMap((protocol) => ['', `## ${protocol}`, '', ...table(mutants.filter((mutant) => mutant.protocol === protocol))]),
    '',
  ].join('\n');
}

function table(mutants: readonly MutantRecord[]): readonly string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(HEAD),
    row(HEAD.map((_, column) => (column < 2 ? '---' : '---:'))),
    ...mutants.map(({ mutant, breaks, seeds, walk, breadthFirst }) => row([mutant, breaks.join(', '), effort(seeds), effort(walk), length(walk), effort(breadthFirst), length(breadthFirst)])),
  ];
}

function effort(hunt: MutantHunt | undefined): string {
  if (!hunt) return '–';
  const { efforts, campaigns, patience } = hunt;
  if (efforts.length === 0) return `not found within ${count(patience)}`;
  const missed = campaigns - efforts.length;
  return [
    count(median(efforts)),
    ...(campaigns > 1 ? [` (${count(efforts.at(-1)!)})`] : []),
    ...(missed > 0 ? [`; ${missed} of ${campaigns} times not within ${count(patience)}`] : []),
  ].join('');
}

function length(hunt: MutantHunt | undefined): string {
  if (!hunt || hunt.lengths.length === 0) return '–';
  return String(median(hunt.lengths));
}

/** @param ascending with one value at least */
function median(ascending: readonly number[]): number {
  return ascending[ascending.length >> 1]!;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
