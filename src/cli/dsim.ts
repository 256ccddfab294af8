/** `dsim run FILE…`: carries out scenarios without an editor, and says whether they go as they say. */
import { parseArgs } from 'node:util';
import type { Scene } from '../engine/scene/scene.ts';
import { compile } from '../scenario/compile/compile.ts';
import { describeProblem } from '../scenario/problem.ts';
import { carryOut, trials } from '../scenario/trial.ts';
import { jsonOf, junitOf } from './dsim/formats.ts';
import { countOf, type FailedSeed, type Outcome } from './dsim/outcome.ts';
import { reportOf } from './dsim/report.ts';
import { runFileOf } from './dsim/run-file.ts';

export const USAGE = `usage: dsim run FILE… [options]

  FILE             a scenario (.dsim); docs/dsim.md describes the language
  --seeds A..B     with these seeds rather than those that the scenario names; one number stands for itself
  --json FILE      writes what came of it for a program to read
  --junit FILE     writes it as JUnit's XML, a case for each seed
  --run FILE       where the first run that fails is written, for "Open Run…" in the editor;
                   beside the scenario where it is left out
  --no-run         writes no run

exit code: 0 all go as they say, 1 some do not, 2 the input is bad`;

const FAILED = 1;
const BAD_INPUT = 2;

/** What the command reads and writes. */
export interface Surroundings {
  /** @throws Error where it can't be read */
  readFile(file: string): string;
  writeFile(file: string, text: string): void;
  print(text: string): void;
  complain(text: string): void;
  /** Called often, with how far it has come. */
  progress(title: string, done: number, of: number): void;
}

class UsageError extends Error {}

interface Options {
  readonly files: readonly string[];
  readonly seeds: Scene['seeds'] | undefined;
  readonly json: string | undefined;
  readonly junit: string | undefined;
  /** Null for none; undefined for beside the scenario. */
  readonly run: string | null | undefined;
}

/** @returns the exit code */
export function dsim(args: readonly string[], surroundings: Surroundings): number {
  try {
    const options = optionsOf(args);
    if (options === undefined) {
      surroundings.print(USAGE);
      return 0;
    }
    return run(options, surroundings);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    surroundings.complain(error.message);
    return BAD_INPUT;
  }
}

function run(options: Options, surroundings: Surroundings): number {
  const scenes = options.files.map((file) => [file, sceneIn(file, surroundings)] as const);
  let isWritten = false;
  const outcomes = scenes.map(([file, scene]): Outcome => {
    const outcome = outcomeOf(file, scene, options, surroundings, isWritten);
    isWritten ||= outcome.runFile !== null;
    return outcome;
  });
  if (options.json !== undefined) surroundings.writeFile(options.json, jsonOf(outcomes));
  if (options.junit !== undefined) surroundings.writeFile(options.junit, junitOf(outcomes));
  surroundings.print(reportOf(outcomes));
  return outcomes.some(({ failed }) => failed.length > 0) ? FAILED : 0;
}

/** @throws UsageError that says what is wrong with the file */
function sceneIn(file: string, { readFile }: Surroundings): Scene {
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { scene, problems } = compile(text);
  if (!scene) throw new UsageError(problems.map((problem) => `${file}:${describeProblem(text, problem)}`).join('\n'));
  return scene;
}

/** @param hasRun whether a run was written already */
function outcomeOf(file: string, scene: Scene, options: Options, { progress, writeFile }: Surroundings, hasRun: boolean): Outcome {
  const seeds = options.seeds ?? scene.seeds;
  const failed: FailedSeed[] = [];
  let done = 0;
  for (const { seed, failures } of trials(scene, seeds)) {
    if (failures.length > 0) failed.push({ seed, failures });
    progress(scene.title, ++done, countOf(seeds));
  }
  const [first] = failed;
  if (!first || hasRun || options.run === null) return { file, title: scene.title, seeds, failed, runFile: null };
  const runFile = options.run ?? `${file.replace(/\.dsim$/, '')}.dsim-run.json`;
  writeFile(runFile, runFileOf(scene, first.seed, carryOut(scene, first.seed)));
  return { file, title: scene.title, seeds, failed, runFile };
}

/** Undefined where help is asked for. @throws UsageError */
function optionsOf(args: readonly string[]): Options | undefined {
  const { values, positionals } = parsed(args);
  const [command, ...files] = positionals;
  if (values.help || command === undefined) return undefined;
  if (command !== 'run') throw new UsageError(`There is no command "${command}"; "dsim run FILE" carries out a scenario.`);
  if (files.length === 0) throw new UsageError('Name a scenario: dsim run FILE.dsim');
  return { files, seeds: values.seeds === undefined ? undefined : seedsOf(values.seeds), json: values.json, junit: values.junit, run: values['no-run'] ? null : values.run };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { seeds: { type: 'string' }, json: { type: 'string' }, junit: { type: 'string' }, run: { type: 'string' }, 'no-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    // Whatever it throws says what is wrong with the arguments.
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

const GREATEST_SEED = 4_294_967_295;

/** @throws UsageError */
function seedsOf(text: string): Scene['seeds'] {
  const [, one, other = one] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  const [first, last] = [Number(one), Number(other)];
  if (!(first <= last && last <= GREATEST_SEED)) throw new UsageError(`Seeds are a whole number or a range of them, such as 1..1000, up to ${GREATEST_SEED}; "${text}" is not.`);
  return { first, last };
}
