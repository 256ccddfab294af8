/** `dsim merge REPORT…`: one report of all shards, the very one that the whole run would have given. */
import { joined, seedsIn, sharesOf, WHOLE } from '../../scenario/batch.ts';
import { readReport } from './json.ts';
import { UsageError, type MergeOptions } from './options.ts';
import type { Outcome, Report } from './outcome.ts';
import { checkPlot, writeReports } from './reports.ts';
import type { Surroundings } from './surroundings.ts';

interface NamedReport extends Report {
  readonly name: string;
}

/** @returns the exit code */
export function merge(options: MergeOptions, surroundings: Surroundings): number {
  const reports = options.reports.map((name): NamedReport => ({ name, ...readReport(textIn(name, surroundings), name) }));
  const report = merged(reports);
  checkPlot(options, report.sweeps);
  return writeReports(report, options, surroundings);
}

function textIn(name: string, { readFile }: Surroundings): string {
  try {
    return readFile(name);
  } catch (error) {
    throw new UsageError(`${name} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @throws UsageError where they are not all the shards of one run */
export function merged(reports: readonly NamedReport[]): Report {
  const [first] = reports;
  if (!first) throw new UsageError('There is no report to merge.');
  checkShards(reports, first);
  for (const report of reports) checkScenarios(report, first);
  const shares = sharesOf(first.outcomes.map(({ seeds }) => seeds), WHOLE);
  const results = reports.flatMap(({ outcomes }) => outcomes.map(({ done, failed, noted }, scene) => ({ scene, done, failed, noted })));
  const tallies = joined(first.outcomes.length, results);
  const firstFailed = tallies.findIndex(({ failed }) => failed.length > 0);
  const outcomes = first.outcomes.map(({ file, title, point, digest, seeds }, position): Outcome => {
    const tally = tallies[position]!;
    // The whole run keeps its first failure alone; that is the first one of its shard, too.
    const run = position === firstFailed ? reports.map((report) => report.outcomes[position]!.run).find((kept) => kept?.seed === tally.failed[0]!.seed) : undefined;
    return { file, title, point, digest, seeds, share: shares[position]!, ...tally, run: run ?? null };
  });
  return { shard: WHOLE, outcomes, sweeps: first.sweeps };
}

function checkShards(reports: readonly NamedReport[], first: NamedReport): void {
  const { of } = first.shard;
  const byIndex = new Map<number, string>();
  for (const { name, shard } of reports) {
    if (shard.of === WHOLE.of) throw new UsageError(`${name} is of a whole run, not of a shard: there is nothing to merge it with.`);
    if (shard.of !== of) throw new UsageError(`${first.name} is of a run in ${of} shards and ${name} of one in ${shard.of}: merge the shards of one run.`);
    const other = byIndex.get(shard.index);
    if (other !== undefined) throw new UsageError(`${other} and ${name} are both of shard ${shard.index}/${of}: name each shard once.`);
    byIndex.set(shard.index, name);
  }
  const missing = seedsIn({ first: 1, last: of, step: 1 }).filter((index) => !byIndex.has(index));
  if (missing.length > 0) throw new UsageError(`${missing.length === 1 ? 'A shard is' : 'Shards are'} missing: ${missing.map((index) => `${index}/${of}`).join(', ')}.`);
}

function checkScenarios({ name, outcomes }: NamedReport, first: NamedReport): void {
  if (outcomes.length !== first.outcomes.length) throw new UsageError(`${first.name} is of ${first.outcomes.length} scenarios and ${name} of ${outcomes.length}: run all shards with the same files.`);
  for (const [position, { file, title, digest, seeds }] of outcomes.entries()) {
    const other = first.outcomes[position]!;
    if (file !== other.file) throw new UsageError(`Scenario ${position + 1} is ${other.file} in ${first.name} and ${file} in ${name}: name the same files in the same order.`);
    if (digest !== other.digest || title !== other.title) throw new UsageError(`${file} has changed between ${first.name} and ${name}: run all shards with one version of it.`);
    if (seeds.first !== other.seeds.first || seeds.last !== other.seeds.last) {
      throw new UsageError(`${file} was to be run with seeds ${other.seeds.first} to ${other.seeds.last} in ${first.name} and ${seeds.first} to ${seeds.last} in ${name}: give all shards the same.`);
    }
  }
}
