/** What the command line says. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { WHOLE, type Seeds, type Shard } from '../../scenario/batch.ts';

export const USAGE = `usage: dsim run FILE… [options]        carries out scenarios, and says whether they go as they say
       dsim merge REPORT… [options]    joins the reports (--json) of all shards of a run into one

  FILE             a scenario (.dsim); docs/dsim.md describes the language
  --json FILE      writes what came of it for a program to read
  --junit FILE     writes it as JUnit's XML, a case for each seed
  --plot FILE      draws what came of sweeps and plots, as an SVG picture
  --help           prints this

of "run" only:
  --seeds A..B     with these seeds rather than those that the scenario names; one number stands for itself
  --jobs N         on so many threads; as many as there are cores where it is left out
  --shard I/N      the I-th of N equal parts of all seeds of all files, so that N machines share the work
  --run FILE       where the first run that fails is written, for "Open Run…" in the editor;
                   beside the scenario where it is left out
  --no-run         writes no run
  --no-shrink      writes the run as it was, rather than the smallest that fails in the same way
  --progress, --no-progress
                   tells on stderr how far it is; as long as that is a terminal where neither is said

exit code: 0 all go as they say, 1 some do not, 2 the input is bad, 130 it was interrupted`;

export class UsageError extends Error {}

/** Where what is written. */
export interface Outputs {
  readonly json: string | undefined;
  readonly junit: string | undefined;
  readonly plot: string | undefined;
}

export interface RunOptions extends Outputs {
  readonly command: 'run';
  readonly files: readonly string[];
  readonly seeds: Seeds | undefined;
  /** Threads; undefined for as many as there are cores. */
  readonly jobs: number | undefined;
  readonly shard: Shard;
  /** Null for none; undefined for beside the scenario. */
  readonly run: string | null | undefined;
  readonly isShrunk: boolean;
  /** Undefined for where it is read by a person. */
  readonly progress: boolean | undefined;
}

export interface MergeOptions extends Outputs {
  readonly command: 'merge';
  readonly reports: readonly string[];
}

const OUTPUTS = { json: { type: 'string' }, junit: { type: 'string' }, plot: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

/** Undefined where help is asked for. @throws UsageError */
export function optionsOf(args: readonly string[]): RunOptions | MergeOptions | undefined {
  const [command, ...rest] = args;
  switch (command) {
    case undefined:
    case '--help':
    case '-h':
      return undefined;
    case 'run':
      return runOptions(rest);
    case 'merge':
      return mergeOptions(rest);
    default:
      throw new UsageError(`There is no command "${command}"; "dsim run FILE" carries out a scenario, "dsim merge REPORT…" joins reports.`);
  }
}

function runOptions(args: readonly string[]): RunOptions | undefined {
  const { values, positionals: files } = parsed(args, {
    ...OUTPUTS,
    seeds: { type: 'string' },
    jobs: { type: 'string' },
    shard: { type: 'string' },
    run: { type: 'string' },
    'no-run': { type: 'boolean' },
    'no-shrink': { type: 'boolean' },
    progress: { type: 'boolean' },
    'no-progress': { type: 'boolean' },
  });
  if (values.help) return undefined;
  if (files.length === 0) throw new UsageError('Name a scenario: dsim run FILE.dsim');
  return {
    command: 'run',
    files,
    seeds: values.seeds === undefined ? undefined : seedsOf(values.seeds),
    jobs: values.jobs === undefined ? undefined : jobsOf(values.jobs),
    shard: values.shard === undefined ? WHOLE : shardOf(values.shard),
    json: values.json,
    junit: values.junit,
    plot: values.plot,
    run: values['no-run'] ? null : values.run,
    isShrunk: !values['no-shrink'],
    progress: values['no-progress'] ? false : values.progress,
  };
}

function mergeOptions(args: readonly string[]): MergeOptions | undefined {
  const { values, positionals: reports } = parsed(args, OUTPUTS);
  if (values.help) return undefined;
  if (reports.length === 0) throw new UsageError('Name the reports of all shards: dsim merge 1.json 2.json');
  return { command: 'merge', reports, json: values.json, junit: values.junit, plot: values.plot };
}

function parsed<const Options extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    // Whatever it throws says what is wrong with the arguments.
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

const GREATEST_SEED = 4_294_967_295;

function seedsOf(text: string): Seeds {
  const [, one, other = one] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  const [first, last] = [Number(one), Number(other)];
  if (!(first <= last && last <= GREATEST_SEED)) throw new UsageError(`Seeds are a whole number or a range of them, such as 1..1000, up to ${GREATEST_SEED}; "${text}" is not.`);
  return { first, last };
}

const MOST_JOBS = 256;

function jobsOf(text: string): number {
  const jobs = /^\d+$/.test(text) ? Number(text) : 0;
  if (!(jobs >= 1 && jobs <= MOST_JOBS)) throw new UsageError(`Threads are a whole number from 1 to ${MOST_JOBS}; "${text}" is not.`);
  return jobs;
}

const MOST_SHARDS = 10_000;

function shardOf(text: string): Shard {
  const [, index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index === undefined || of === undefined || !(index >= 1 && index <= of && of <= MOST_SHARDS)) {
    throw new UsageError(`A shard is one of so many, such as 2/5 for the second of five, of ${MOST_SHARDS} at most; "${text}" is not.`);
  }
  return { index, of };
}
