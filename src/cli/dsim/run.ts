/** `dsim run FILE…` */
import { createHash } from 'node:crypto';
import type { Scene } from '../../engine/scene/scene.ts';
import { batchesOf, countOf, joined, sharesOf, type BatchResult } from '../../scenario/batch.ts';
import { compile } from '../../scenario/compile/compile.ts';
import { describeProblem } from '../../scenario/problem.ts';
import { pointsOf, sweepSubjectOf } from '../../scenario/sweep.ts';
import type { Crew } from '../../running/crew.ts';
import { UsageError, type RunOptions } from './options.ts';
import type { KeptRun, Outcome, Report, ReportedSweep, Subject } from './outcome.ts';
import { checkPlot, writeReports } from './reports.ts';
import { reportOf } from './report.ts';
import type { Surroundings } from './surroundings.ts';

export const INTERRUPTED = 130;

/** Batches for each thread, so that all are busy to the end; trials of a batch at most; and batches in all, about. */
const BATCHES_PER_JOB = 8;
const LARGEST_BATCH = 10;
const MOST_BATCHES = 100_000;

/** @returns the exit code */
export async function run(options: RunOptions, surroundings: Surroundings): Promise<number> {
  const { subjects, scenes, sweeps } = planOf(options, surroundings);
  checkPlot(options, sweeps);
  const jobs = options.jobs ?? surroundings.cores;
  const crew = surroundings.crew(scenes, jobs);
  let isStopped = false;
  const forget = surroundings.onInterrupt(() => {
    isStopped = true;
    crew.stop();
  });
  try {
    const outcomes = await carryOut(subjects, options, jobs, crew, surroundings);
    const first = isStopped ? -1 : outcomes.findIndex(({ failed }) => failed.length > 0);
    const kept = first < 0 ? null : await keepRun(first, outcomes[first]!, options, crew, surroundings);
    const report: Report = { shard: options.shard, sweeps, outcomes: outcomes.map((outcome, position) => (position === first ? { ...outcome, run: kept } : outcome)) };
    if (!isStopped) return writeReports(report, options, surroundings);
    surroundings.print(reportOf(report, true));
    return INTERRUPTED;
  } finally {
    forget();
    crew.stop();
  }
}

/** Each point of what a scenario varies is a scene that is carried out like any other. */
interface Plan {
  readonly subjects: readonly Subject[];
  /** Of each subject. */
  readonly scenes: readonly Scene[];
  readonly sweeps: readonly ReportedSweep[];
}

function planOf(options: RunOptions, surroundings: Surroundings): Plan {
  const subjects: Subject[] = [];
  const scenes: Scene[] = [];
  const sweeps: ReportedSweep[] = [];
  for (const file of options.files) {
    const whole = sceneIn(file, surroundings);
    const sweep = sweepSubjectOf(whole);
    if (sweep) sweeps.push({ ...sweep, file, first: subjects.length });
    for (const { name, scene } of pointsOf(whole)) {
      scenes.push(scene);
      subjects.push({ file, title: scene.title, point: name, digest: digestOf(scene), seeds: options.seeds ?? scene.seeds });
    }
  }
  return { subjects, scenes, sweeps };
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

async function carryOut(subjects: readonly Subject[], options: RunOptions, jobs: number, crew: Crew, { progress, isWatched }: Surroundings): Promise<readonly Outcome[]> {
  const shares = sharesOf(subjects.map(({ seeds }) => seeds), options.shard);
  const total = shares.reduce((sum, share) => sum + countOf(share), 0);
  const size = Math.max(1, Math.min(LARGEST_BATCH, Math.ceil(total / (jobs * BATCHES_PER_JOB))), Math.ceil(total / MOST_BATCHES));
  const results: BatchResult[] = [];
  let done = 0;
  await crew.carryOut(batchesOf(shares, size), (result) => {
    results.push(result);
    done += result.done;
    if (options.progress ?? isWatched) progress(subjects[result.scene]!.title, done, total);
  });
  const tallies = joined(subjects.length, results);
  return subjects.map((subject, position) => ({ ...subject, share: shares[position]!, ...tallies[position]!, run: null }));
}

/** What differs in nothing but its seeds is the same. */
function digestOf({ seeds: _, ...scene }: Scene): string {
  return createHash('sha256').update(JSON.stringify(scene)).digest('hex').slice(0, 16);
}

/** Writes the first run that fails; null where none is wanted, or it was stopped. */
async function keepRun(scene: number, { file, title, failed }: Outcome, options: RunOptions, crew: Crew, surroundings: Surroundings): Promise<KeptRun | null> {
  const [first] = failed;
  if (!first || options.run === null) return null;
  if (options.isShrunk && (options.progress ?? surroundings.isWatched)) surroundings.progress(`${title}: shrinking the run with seed ${first.seed}`, 0, 0);
  const found = await crew.counterexample({ scene, seed: first.seed, position: 0 }, options.isShrunk);
  if (!found) return null;
  const runFile = options.run ?? `${file.replace(/\.dsim$/, '')}.dsim-run.json`;
  surroundings.writeFile(runFile, JSON.stringify(found.stored));
  return { seed: first.seed, file: runFile, shrinking: found.shrinking };
}
