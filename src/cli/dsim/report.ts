/** What is told of outcomes, on a terminal. */
import { formatCount, formatTime } from '../../simulations/format.ts';
import { countOf, WHOLE, type Seeds, type Shard } from '../../scenario/batch.ts';
import { tableLines, tablesOf } from '../../scenario/plot/table.ts';
import type { SweepResult } from '../../scenario/sweep.ts';
import { describeFailure, outcomesOf, resultsOf, type Outcome, type Report } from './outcome.ts';

/** Seeds, reasons and points that are told of one scenario. */
const MOST_LISTED = 10;

/** A scenario, with the outcome of each point of what it varies. */
interface Part {
  readonly outcomes: readonly Outcome[];
  readonly result: SweepResult | undefined;
}

/** @param isStopped whether it ended before all was done */
export function reportOf(report: Report, isStopped = false): string {
  const parts = partsOf(report);
  return [...parts.map((part) => sectionOf(part, report.shard)), isStopped ? stoppedAfter(report.outcomes) : summaryOf(parts)].join('\n\n');
}

function partsOf(report: Report): readonly Part[] {
  const { outcomes, sweeps } = report;
  const results = resultsOf(report);
  const byFirst = new Map(sweeps.map((sweep, position) => [sweep.first, { outcomes: outcomesOf(sweep, outcomes), result: results[position] }]));
  const parts: Part[] = [];
  for (let next = 0; next < outcomes.length; next += parts.at(-1)!.outcomes.length) parts.push(byFirst.get(next) ?? { outcomes: [outcomes[next]!], result: undefined });
  return parts;
}

function summaryOf(parts: readonly Part[]): string {
  const failed = parts.filter(({ outcomes }) => outcomes.some(hasFailures)).length;
  const undecided = parts.filter(({ outcomes }) => outcomes.some(isUndecided)).length;
  const scenarios = counted(parts.length, 'scenario');
  if (failed === 0 && undecided > 0) return `${scenarios}: none fails, and of ${undecided} it was not decided with all seeds.`;
  return failed === 0 ? `${scenarios}: all go as they say.` : `${scenarios}: ${failed} ${failed === 1 ? 'does' : 'do'} not go as ${failed === 1 ? 'it says' : 'they say'}.`;
}

function hasFailures({ failed }: Outcome): boolean {
  return failed.length > 0;
}

function stoppedAfter(outcomes: readonly Outcome[]): string {
  const done = outcomes.reduce((sum, outcome) => sum + outcome.done, 0);
  const all = outcomes.reduce((sum, { share }) => sum + countOf(share), 0);
  return `Interrupted after ${formatCount(done)} of ${counted(all, 'run')}; no files were written.`;
}

function sectionOf({ outcomes, result }: Part, shard: Shard): string {
  const [first] = outcomes;
  const body = outcomes.length === 1 ? linesOf(first!, shard) : linesOfPoints(outcomes, shard);
  return [`${first!.title} (${first!.file})`, ...indented(body), ...(result ? indented(['', ...tableLines(tablesOf(result))]) : [])].join('\n');
}

function linesOfPoints(outcomes: readonly Outcome[], shard: Shard): readonly string[] {
  const told = outcomes.filter((outcome) => hasFailures(outcome) || isUndecided(outcome) || outcome.done < countOf(outcome.share));
  const failed = outcomes.filter(hasFailures).length;
  const more = told.length - MOST_LISTED;
  return [
    failed > 0 ? `FAILED at ${failed} of ${outcomes.length} points.` : `${told.length > 0 ? 'does not fail' : 'goes as it says'} at all ${outcomes.length} points, with ${shard.of === WHOLE.of ? `${seedsOf(outcomes[0]!.seeds)} each` : `their seeds of shard ${shard.index}/${shard.of}`}.`,
    ...told.slice(0, MOST_LISTED).flatMap((outcome) => [`${outcome.point}:`, ...indented(linesOf(outcome, shard))]),
    ...(more > 0 ? [`There is more to tell of ${more} other points.`] : []),
  ];
}

function linesOf(outcome: Outcome, shard: Shard): readonly string[] {
  const { seeds, share, done, failed, run } = outcome;
  const own = countOf(share);
  const isWhole = shard.of === WHOLE.of;
  if (own === 0) return [`has no seed in shard ${shard.index}/${shard.of}.`];
  // Of how many seeds it is told, and which these are.
  const tried = done < own ? `${formatCount(done)} of ` : '';
  const which = isWhole ? seedsOf(seeds) : `${counted(own, 'seed')} of shard ${shard.index}/${shard.of} (of ${seeds.first} to ${seeds.last})`;
  if (done === 0) return ['was not begun.'];
  if (failed.length === 0) return [`${isUndecided(outcome) ? 'does not fail' : 'goes as it says'}, with ${tried}${which}.`, ...undecidedLines(outcome)];
  return [
    `FAILED with ${formatCount(failed.length)} of ${tried}${which}: ${listOf(failed)}`,
    ...indented(reasonsOf(failed)),
    ...undecidedLines(outcome),
    ...(run ? [`The run with seed ${run.seed} is in ${run.file}: open it with "Open Run…" in the editor.`, ...(run.shrinking === null ? [] : [run.shrinking])] : []),
  ];
}

function isUndecided({ noted }: Outcome): boolean {
  return noted.some(({ doubts }) => doubts.length > 0);
}

/** A claim of which nobody knows whether it holds is no failure, and not passed over in silence. */
function undecidedLines({ noted }: Outcome): readonly string[] {
  const undecided = noted.filter(({ doubts }) => doubts.length > 0);
  if (undecided.length === 0) return [];
  const claims = new Set(undecided.flatMap(({ doubts }) => doubts.map(({ what }) => what)));
  return [`With ${counted(undecided.length, 'seed')} a check was not decided within its budget, so nobody knows whether this holds: ${listOf(undecided)}`, ...indented([...claims].slice(0, MOST_LISTED))];
}

function listOf(trials: readonly { readonly seed: number }[]): string {
  const more = trials.length - MOST_LISTED;
  return `${trials.slice(0, MOST_LISTED).map(({ seed }) => seed).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
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
  return [...reasons.values()].slice(0, MOST_LISTED).map(({ example, seeds }) => `${example}${seeds > 1 ? ` (with ${formatCount(seeds)} seeds)` : ''}`);
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function seedsOf(seeds: Seeds): string {
  return countOf(seeds) === 1 ? `seed ${seeds.first}` : `${formatCount(countOf(seeds))} seeds (${seeds.first} to ${seeds.last})`;
}

function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}
