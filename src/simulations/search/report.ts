/** What a search has found and covered, in words that promise no more than it has seen. */
import type { SearchOrder, SearchProgress } from '../../contract/search.ts';
import type { Property } from '../../engine/check/monitor.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { formatCount } from '../format.ts';
import { WALK_LENGTH, type FoundViolation, type SearchEnd } from './task.ts';

export interface SearchReport {
  readonly outcome: 'violated' | 'clear' | 'undecided';
  readonly headline: string;
  readonly details: readonly string[];
}

/** What a search judges. */
export interface Judged {
  /** What a run is watched for. */
  readonly watched: readonly Property[];
  /** What only a search can see, which knows all that may follow. */
  readonly searched: readonly Property[];
}

export function judgedIn<Message>({ properties, search }: SimulationDefinition<Message>, values: Values): Judged {
  return { watched: properties(values), searched: search.properties ?? [] };
}

export function reportOf(end: SearchEnd, order: SearchOrder, progress: SearchProgress, judged: Judged): SearchReport {
  switch (end.kind) {
    case 'violated':
      return { outcome: 'violated', headline: headlineOf(end.found, judged), details: [end.found.message, brevityOf(end.found), ...visibilityOf(end.found, judged)] };
    case 'exhausted':
      return {
        outcome: 'clear',
        headline: 'Nothing is violated within these bounds.',
        details: [`Every world that can be reached was looked at: ${formatCount(progress.worlds)}, at most ${steps(progress.depth)} from the first.`, 'Larger bounds may hold something else.'],
      };
    case 'not found':
      return { outcome: 'undecided', headline: 'The walks met no violation.', details: [walksOf(progress), NO_PROOF] };
    case 'cut short':
      return { outcome: 'undecided', headline: `${CUT_SHORT[end.by]} before anything was found.`, details: order.method === 'walk' ? [walksOf(progress), NO_PROOF] : coverageOf(progress) };
  }
}

const CUT_SHORT: Readonly<Record<(SearchEnd & { kind: 'cut short' })['by'], string>> = {
  worlds: 'So many worlds were looked at',
  memory: 'The memory was used up',
  time: 'The time was up',
  user: 'You stopped the search',
};

const NO_PROOF = 'Walks prove nothing: they may have passed a violation by. Another seed takes other ways, and a search breadth first leaves none out.';

function headlineOf({ property, length }: FoundViolation, { watched, searched }: Judged): string {
  const title = [...watched, ...searched].find(({ id }) => id === property)?.title ?? property;
  return `“${title}” is violated after ${steps(length)}.`;
}

function brevityOf({ brevity, length, metAfter }: FoundViolation): string {
  switch (brevity) {
    case 'shortest':
      return 'Within these bounds no shorter way leads to a violation.';
    case 'minimal':
      return `The walk met it after ${steps(metAfter)}. Of these ${length} are needed: without any one of them it does not come about.`;
    case 'unknown':
      return `The walk met it after ${steps(metAfter)}. It was made shorter for as long as was allowed, and some of the ${length} may still not be needed.`;
  }
}

/** Said where the run, opened, shows all its properties to hold. */
function visibilityOf({ property }: FoundViolation, { searched }: Judged): readonly string[] {
  return searched.some(({ id }) => id === property) ? ['In the run you see where it ends, but not that nothing better could have followed: the search has looked at all that can.'] : [];
}

function walksOf({ worlds, walks }: SearchProgress): string {
  return `${formatCount(worlds)} steps were taken in ${formatCount(walks)} walks of up to ${WALK_LENGTH} steps.`;
}

function coverageOf({ worlds, depth, frontier }: SearchProgress): readonly string[] {
  return [
    `Every world fewer than ${steps(depth)} from the first was looked at, and more: ${formatCount(worlds)} in all. Nothing is violated in any of them.`,
    `From ${formatCount(frontier)} of them the search has not gone on: what comes after these is not known.`,
  ];
}

function steps(count: number): string {
  return count === 1 ? '1 step' : `${formatCount(count)} steps`;
}
