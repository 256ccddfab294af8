/** Runs a job: the learner's code is loaded and looked at, then each case runs in a realm of its own. */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Cases } from '../grading/api.ts';
import { Tester } from '../grading/tester.ts';
import type { Job } from '../messages.ts';
import { CodeError, compileProgram, type Program } from '../realm/program.ts';
import { decode } from '../realm/wire.ts';
import { Realm } from '../realm/realm.ts';
import type { LearnerError } from '../realm/learner-error.ts';
import type { CaseResult, GradeEvent, Location, Outcome } from '../verdict.ts';
import { Bench } from '../grading/bench.ts';
import { describeFailure } from './case-result.ts';
import { withDeadline } from './deadline.ts';
import { Output } from './output.ts';
import { Sources } from './sources.ts';
import { loadTests } from './test-modules.ts';

export async function runJob(job: Job, emit: (event: GradeEvent) => void): Promise<Outcome> {
  const sources = new Sources(job.sources, job.modules, job.entry);
  const output = new Output(emit, (frame) => sources.refine(frame));
  const { root } = job;
  const nameOf = root === null ? (path: string) => path : (path: string) => pathToFileURL(join(root, path)).href;
  try {
    const program = compileProgram(job.modules, job.entry, nameOf);
    const cases = loadTests(job.tests);
    withDeadline(() => checkExports(program, job, sources), job.lifetime);
    for (const id of job.cases) await runCase(id, cases, program, { job, sources, output, emit });
    return { kind: 'completed' };
  } catch (error) {
    if (error instanceof Unfit) return error.outcome;
    if (error instanceof CodeError) return { kind: 'compile-error', message: error.message, location: sources.refine(error.location) };
    throw error;
  }
}

/** The learner's code can't be judged at all. */
class Unfit extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

const SILENT = { open: false, print: () => undefined };

/** Loads the learner's modules once. What they throw is left to the cases, which meet it again. */
function checkExports(program: Program, job: Job, sources: Sources): void {
  const bench = new Bench(new Realm(program, SILENT), 1);
  const loaded = bench.life.load().settled;
  bench.end();
  if (!loaded) throw new Error('A module is loaded at once.');
  if (loaded.kind === 'returned') {
    const exported = decode(loaded.text) as readonly string[];
    const missing = job.exports.find((name) => !exported.includes(name));
    if (missing === undefined) return;
    const location = sources.declarationOf(missing);
    throw new Unfit({ kind: 'missing-export', message: `${job.entry} has to export ${missing}.`, location });
  }
  const { error } = loaded;
  if (error.thrown.name !== 'ImportError') return;
  const [frame] = error.frames;
  const location: Location = frame ? sources.refine({ file: frame.file, line: frame.line, column: frame.column }) : { file: job.entry, line: 1, column: 1 };
  throw new Unfit({ kind: 'compile-error', message: error.thrown.message, location });
}

interface Surroundings {
  readonly job: Job;
  readonly sources: Sources;
  readonly output: Output;
  readonly emit: (event: GradeEvent) => void;
}

async function runCase(id: string, cases: Cases, program: Program, { job, sources, output, emit }: Surroundings): Promise<void> {
  emit({ kind: 'case-started', id });
  const start = performance.now();
  const realm = new Realm(program, output);
  const tester = new Tester(realm, 1);
  const rejections = watchRejections(realm);
  let failure: unknown;
  let failed = false;
  try {
    const body = cases[id];
    if (!body) throw new Error(`tests/index.ts has no case "${id}".`);
    withDeadline(() => void body(tester), job.lifetime);
  } catch (error) {
    failed = true;
    failure = error;
  }
  tester.end();
  // Node tells of rejections that nothing handles when it comes to rest; and what was sent gets out.
  await new Promise((resolve) => setImmediate(resolve));
  const [unhandled] = rejections.stop();
  const durationMs = performance.now() - start;
  const result: CaseResult =
    failed || unhandled
      ? { id, ...describeFailure(failed ? failure : unhandled, sources, tester.lastCalled), durationMs }
      : { id, state: 'passed', message: '', durationMs };
  emit({ kind: 'case-ended', result });
}

function watchRejections(realm: Realm): { stop(): LearnerError[] } {
  const found: LearnerError[] = [];
  const listener = (reason: unknown): void => void found.push(realm.unhandled(reason));
  process.on('unhandledRejection', listener);
  return {
    stop() {
      process.off('unhandledRejection', listener);
      return found;
    },
  };
}
