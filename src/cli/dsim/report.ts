/** What is told of outcomes, on a terminal. */
import { formatCount, formatTime } from '../../simulations/format.ts';
import { countOf, WHOLE, type Seeds, type Shard } from '../../scenario/batch.ts';
import { describeFailure, type Outcome, type Report } from './outcome.ts';

/** Seeds and reasons that are told of one scenario. */
const MOST_LISTED = 10;

/** @param isStopped whether it ended before all was done */
export function reportOf({ shard, outcomes }: Report, isStopped = false): string {
  return [...outcomes.map((outcome) => sectionOf(outcome, shard)), isStopped ? stoppedAfter(outcomes) : summaryOf(outcomes)].join('\n\n');
}

function summaryOf(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter((outcome) => outcome.failed.length > 0).length;
  const scenarios = counted(outcomes.length, 'scenario');
  return failed === 0 ? `${scenarios}: all go as they say.` : `${scenarios}: ${failed} ${failed === 1 ? 'does' : 'do'} not go as ${failed === 1 ? 'it says' : 'they say'}.`;
}

function stoppedAfter(outcomes: readonly Outcome[]): string {
  const done = outcomes.reduce((sum, outcome) => sum + outcome.done, 0);
  const all = outcomes.reduce((sum, { share }) => sum + countOf(share), 0);
  return `Interrupted after ${formatCount(done)} of ${counted(all, 'run')}; no files were written.`;
}

function sectionOf({ file, title, seeds, share, done, failed, run }: Outcome, shard: Shard): string {
  const head = `${title} (${file})`;
  const own = countOf(share);
  const isWhole = shard.of === WHOLE.of;
  if (own === 0) return `${head}\n  has no seed in shard ${shard.index}/${shard.of}.`;
  // Of how many seeds it is told, and which these are.
  const tried = done < own ? `${formatCount(done)} of ` : '';
  const which = isWhole ? seedsOf(seeds) : `${counted(own, 'seed')} of shard ${shard.index}/${shard.of} (of ${seeds.first} to ${seeds.last})`;
  if (done === 0) return `${head}\n  was not begun.`;
  if (failed.length === 0) return `${head}\n  goes as it says, with ${tried}${which}.`;
  const listed = failed.slice(0, MOST_LISTED).map(({ seed }) => seed);
  const more = failed.length - listed.length;
  return [
    head,
    `  FAILED with ${formatCount(failed.length)} of ${tried}${which}: ${listed.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
    ...reasonsOf(failed),
    ...(run ? [`  The run with seed ${run.seed} is in ${run.file}: open it with "Open Run…" in the editor.`, ...(run.shrinking === null ? [] : [`  ${run.shrinking}`])] : []),
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

function seedsOf(seeds: Seeds): string {
  return countOf(seeds) === 1 ? `seed ${seeds.first}` : `${formatCount(countOf(seeds))} seeds (${seeds.first} to ${seeds.last})`;
}

function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}
