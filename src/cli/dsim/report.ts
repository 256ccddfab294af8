/** What is told of outcomes, on a terminal. */
import { formatCount, formatTime } from '../../simulations/format.ts';
import { countOf, describeFailure, type Outcome } from './outcome.ts';

/** Seeds and reasons that are told of one scenario. */
const MOST_LISTED = 10;

export function reportOf(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter((outcome) => outcome.failed.length > 0).length;
  const summary = failed === 0 ? `${counted(outcomes.length, 'scenario')}: all go as they say.` : `${counted(outcomes.length, 'scenario')}: ${failed} ${failed === 1 ? 'does' : 'do'} not go as ${failed === 1 ? 'it says' : 'they say'}.`;
  return [...outcomes.map(sectionOf), summary].join('\n\n');
}

function sectionOf({ file, title, seeds, failed, runFile }: Outcome): string {
  const head = `${title} (${file})`;
  if (failed.length === 0) return `${head}\n  goes as it says, with ${seedsOf(seeds)}.`;
  const listed = failed.slice(0, MOST_LISTED).map(({ seed }) => seed);
  const more = failed.length - listed.length;
  return [
    head,
    `  FAILED with ${formatCount(failed.length)} of ${seedsOf(seeds)}: ${listed.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
    ...reasonsOf(failed),
    ...(runFile === null ? [] : [`  The run with seed ${failed[0]!.seed} is in ${runFile}: open it with "Open Run…" in the editor.`]),
  ].join('\n');
}

/** Each reason once, with the first seed that has it. */
function reasonsOf(failed: Outcome['failed']): readonly string[] {
  const reasons = new Map<string, { readonly example: string; seeds: number }>();
  for (const { seed, failures } of failed) {
    const first = failures[0]!;
    const key = `${first.kind} ${first.what}`;
    const reason = reasons.get(key);
    if (reason) reason.seeds++;
    else reasons.set(key, { example: `seed ${seed}, at ${formatTime(first.time)}: ${describeFailure(first)}`, seeds: 1 });
  }
  return [...reasons.values()].slice(0, MOST_LISTED).map(({ example, seeds }) => `    ${example}${seeds > 1 ? ` (with ${formatCount(seeds)} seeds)` : ''}`);
}

function seedsOf(seeds: Outcome['seeds']): string {
  return countOf(seeds) === 1 ? `seed ${seeds.first}` : `${formatCount(countOf(seeds))} seeds (${seeds.first} to ${seeds.last})`;
}

function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}
