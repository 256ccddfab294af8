/** What came of scenarios, for programs to read, and for `dsim merge`. */
import * as v from 'valibot';
import { ENGINE_VERSION } from '../../engine/sim/version.ts';
import { countOf, sharesOf, WHOLE } from '../../scenario/batch.ts';
import { UsageError } from './options.ts';
import type { Outcome, Report } from './outcome.ts';

export const REPORT_FORMAT = 'distributed-systems-mastery/dsim-report';
export const REPORT_VERSION = 2;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(index, v.minValue(1));

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
      digest: v.string(),
      seeds: v.pipe(v.object({ first: index, last: index }), v.check(({ first, last }) => first <= last, 'seeds go from a lower to a higher one')),
      passed: index,
      failed: v.array(v.object({ seed: index, failures: v.pipe(v.array(Failure), v.minLength(1)) })),
      run: v.nullable(v.object({ seed: index, file: v.string(), shrinking: v.nullable(v.string()) })),
    }),
  ),
});
type StoredReport = v.InferOutput<typeof StoredReport>;

export function jsonOf({ shard, outcomes }: Report): string {
  const stored: StoredReport = { format: REPORT_FORMAT, version: REPORT_VERSION, engine: ENGINE_VERSION, shard: shard.of === WHOLE.of ? null : { ...shard }, scenarios: outcomes.map(storedOutcome) };
  return `${JSON.stringify(stored, null, 2)}\n`;
}

/** With each key at its place, so that what was read is written as it was. */
function storedOutcome({ file, title, digest, seeds, done, failed, run }: Outcome): StoredReport['scenarios'][number] {
  return {
    file,
    title,
    digest,
    seeds: { first: seeds.first, last: seeds.last },
    passed: done - failed.length,
    failed: failed.map(({ seed, failures }) => ({ seed, failures: failures.map(({ step, time, kind, what, why, claim }) => ({ step, time, kind, what, why, claim })) })),
    run: run && { seed: run.seed, file: run.file, shrinking: run.shrinking },
  };
}

/** @param name what the report is called where something is wrong with it @throws UsageError */
export function readReport(text: string, name: string): Report {
  const { engine, shard, scenarios } = parsed(text, name);
  if (engine !== ENGINE_VERSION) throw new UsageError(`${name} was written with version ${engine} of the engine, and this is version ${ENGINE_VERSION}: run all shards with one version of dsim, and merge them with the same.`);
  const shares = sharesOf(scenarios.map(({ seeds }) => seeds), shard ?? WHOLE);
  const outcomes = scenarios.map(({ passed, ...scenario }, position): Outcome => {
    const share = shares[position]!;
    const done = passed + scenario.failed.length;
    const isStrange = scenario.failed.some(({ seed }) => seed < share.first || seed > share.last || (seed - share.first) % share.step !== 0);
    if (done !== countOf(share) || isStrange) throw new UsageError(`${name} does not say of each seed of "${scenario.title}" that is its own what came of it, once: it was changed, or cut short.`);
    return { ...scenario, share, done };
  });
  return { shard: shard ?? WHOLE, outcomes };
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
