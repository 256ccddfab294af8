/** What came of scenarios, for programs to read, and for `dsim merge`. */
import * as v from 'valibot';
import { ENGINE_VERSION } from '../../engine/sim/version.ts';
import { countOf, sharesOf, WHOLE } from '../../scenario/batch.ts';
import { countOfPoints, type SweepResult } from '../../scenario/sweep.ts';
import type { Trial } from '../../scenario/trial.ts';
import { UsageError } from './options.ts';
import { resultsOf, type Outcome, type Report, type ReportedSweep } from './outcome.ts';

export const REPORT_FORMAT = 'distributed-systems-mastery/dsim-report';
export const REPORT_VERSION = 3;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(index, v.minValue(1));

const Doubt = v.object({ step: index, time: index, what: v.string(), claim: index });
const Values = v.array(v.nullable(v.number()));
const Noted = v.object({ seed: index, doubts: v.array(Doubt), values: Values });

/** What is varied and measured, with what came of it at each point: that follows from the scenarios' trials, and is here for whoever reads this. */
const StoredSweep = v.object({
  file: v.string(),
  title: v.string(),
  /** Its first point's place among the scenarios; the others follow. */
  first: index,
  axes: v.array(v.object({ parameter: v.string(), label: v.string(), isNumeric: v.boolean(), values: v.pipe(v.array(v.number()), v.minLength(1)), names: v.array(v.string()) })),
  plots: v.array(v.object({ title: v.string(), unit: v.picklist(['number', 'duration']) })),
  points: v.array(v.object({ at: v.array(index), runs: index, failed: index, undecided: index, plots: v.array(v.nullable(v.object({ runs: index, minimum: v.number(), median: v.number(), maximum: v.number() }))) })),
});

const Failure = v.object({ step: index, time: index, kind: v.picklist(['claim', 'property', 'statement']), what: v.string(), why: v.string(), claim: v.nullable(index) });

const StoredReport = v.object({
  format: v.literal(REPORT_FORMAT),
  version: v.literal(REPORT_VERSION),
  /** The engine's version: another may come to other runs. */
  engine: index,
  /** Null for a report of the whole. */
  shard: v.nullable(v.pipe(v.object({ index: positive, of: positive }), v.check((shard) => shard.index <= shard.of, 'a shard is one of as many as there are'))),
  scenarios: v.array(
    v.object({
      file: v.string(),
      title: v.string(),
      /** With which values of what the scenario varies. */
      point: v.string(),
      digest: v.string(),
      seeds: v.pipe(v.object({ first: index, last: index }), v.check(({ first, last }) => first <= last, 'seeds go from a lower to a higher one')),
      passed: index,
      failed: v.array(v.object({ seed: index, failures: v.pipe(v.array(Failure), v.minLength(1)), doubts: v.array(Doubt), values: Values })),
      /** Those of the others of which something was measured, or not decided. */
      noted: v.array(Noted),
      run: v.nullable(v.object({ seed: index, file: v.string(), shrinking: v.nullable(v.string()) })),
    }),
  ),
  sweeps: v.array(StoredSweep),
});
type StoredReport = v.InferOutput<typeof StoredReport>;

export function jsonOf(report: Report): string {
  const { shard, outcomes, sweeps } = report;
  const results = resultsOf(report);
  const stored: StoredReport = { format: REPORT_FORMAT, version: REPORT_VERSION, engine: ENGINE_VERSION, shard: shard.of === WHOLE.of ? null : { ...shard }, scenarios: outcomes.map(storedOutcome), sweeps: sweeps.map((sweep, position) => storedSweep(sweep, results[position]!)) };
  return `${JSON.stringify(stored, null, 2)}\n`;
}

/** With each key at its place, so that what was read is written as it was. */
function storedOutcome({ file, title, point, digest, seeds, done, failed, noted, run }: Outcome): StoredReport['scenarios'][number] {
  return {
    file,
    title,
    point,
    digest,
    seeds: { first: seeds.first, last: seeds.last },
    passed: done - failed.length,
    failed: failed.map(({ seed, failures, ...trial }) => ({ seed, failures: failures.map(({ step, time, kind, what, why, claim }) => ({ step, time, kind, what, why, claim })), ...storedNotes(trial) })),
    noted: noted.map((trial) => ({ seed: trial.seed, ...storedNotes(trial) })),
    run: run && { seed: run.seed, file: run.file, shrinking: run.shrinking },
  };
}

function storedNotes({ doubts, values }: Pick<Trial, 'doubts' | 'values'>): { doubts: v.InferOutput<typeof Doubt>[]; values: (number | null)[] } {
  return { doubts: doubts.map(({ step, time, what, claim }) => ({ step, time, what, claim })), values: [...values] };
}

function storedSweep({ file, title, first, axes, plots }: ReportedSweep, { points }: SweepResult): v.InferOutput<typeof StoredSweep> {
  return {
    file,
    title,
    first,
    axes: axes.map(({ parameter, label, isNumeric, values, names }) => ({ parameter, label, isNumeric, values: [...values], names: [...names] })),
    plots: plots.map((plot) => ({ title: plot.title, unit: plot.unit })),
    points: points.map(({ at, runs, failed, undecided, plots: spreads }) => ({ at: [...at], runs, failed, undecided, plots: spreads.map((spread) => spread && { ...spread }) })),
  };
}

/** @param name what the report is called where something is wrong with it @throws UsageError */
export function readReport(text: string, name: string): Report {
  const { engine, shard, scenarios, sweeps } = parsed(text, name);
  if (engine !== ENGINE_VERSION) throw new UsageError(`${name} was written with version ${engine} of the engine, and this is version ${ENGINE_VERSION}: run all shards with one version of dsim, and merge them with the same.`);
  const shares = sharesOf(scenarios.map(({ seeds }) => seeds), shard ?? WHOLE);
  const outcomes = scenarios.map(({ passed, ...scenario }, position): Outcome => {
    const share = shares[position]!;
    const done = passed + scenario.failed.length;
    const told = [...scenario.failed, ...scenario.noted];
    const isStrange = new Set(told.map(({ seed }) => seed)).size < told.length || told.some(({ seed }) => seed < share.first || seed > share.last || (seed - share.first) % share.step !== 0);
    if (done !== countOf(share) || isStrange) throw new UsageError(`${name} does not say of each seed of "${scenario.title}" that is its own what came of it, once: it was changed, or cut short.`);
    return { ...scenario, noted: scenario.noted.map((trial) => ({ ...trial, failures: [] })), share, done };
  });
  for (const sweep of sweeps) if (sweep.first + countOfPoints(sweep) > outcomes.length) throw new UsageError(`${name} does not have all points of "${sweep.title}": it was changed, or cut short.`);
  return { shard: shard ?? WHOLE, outcomes, sweeps: sweeps.map(({ points: _, ...sweep }) => sweep) };
}

function parsed(text: string, name: string): StoredReport {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new UsageError(`${name} is no JSON, and so no report of "dsim run --json".`);
  }
  const { success, output, issues } = v.safeParse(StoredReport, data);
  if (success) return output;
  const path = v.getDotPath(issues[0]);
  throw new UsageError(`${name} is no report of "dsim run --json" of version ${REPORT_VERSION}: ${issues[0].message}${path === null ? '' : ` at ${path}`}.`);
}
