/** Grades exercises: one fresh child process for each run, with one more kept warm for the next. */
import { dirname } from 'node:path';
import { LabChild, type Exit } from './child-process.ts';
import { compile } from './compile.ts';
import type { ChildMessage, Job, Openings } from './messages.ts';
import { VerdictBuilder } from './verdict-builder.ts';
import type { GradeOptions, Grader, GradeRequest, Outcome, Verdict } from './verdict.ts';

export interface GraderOptions {
  /** The child's program: `dist/lab-child.cjs`, or `src/lab/child/main.ts` from source. */
  readonly childScript: string;
  /** Folders that the child may read; the program's own unless given. */
  readonly readable?: readonly string[];
  /** The Node, or Electron, that runs it; the present one unless given. */
  readonly execPath?: string;
  /** Keeps a child ready for the next run; true unless given. */
  readonly warm?: boolean;
  /** Hears what the user should know and can't see in a verdict. */
  readonly warn?: (message: string) => void;
}

/** How long a child may take to start. */
const START_SECONDS = 20;
/** How much longer than its limit a child lives when nobody ends it. */
const GRACE_SECONDS = 5;

export function createGrader(options: GraderOptions): Grader {
  return new ProcessGrader(options);
}

class ProcessGrader implements Grader {
  private readonly options: GraderOptions;
  private readonly children = new Set<LabChild>();
  private spare: { readonly child: LabChild; readonly memory: number } | undefined;
  private disposed = false;
  private warned = false;

  constructor(options: GraderOptions) {
    this.options = options;
  }

  async grade(request: GradeRequest, options: GradeOptions = {}): Promise<Verdict> {
    const builder = new VerdictBuilder(request.cases, (event) => options.onEvent?.(event));
    return builder.finish(await this.run(request, options, builder));
  }

  dispose(): void {
    this.disposed = true;
    for (const child of this.children) child.kill();
  }

  private async run(request: GradeRequest, { signal, debug }: GradeOptions, builder: VerdictBuilder): Promise<Outcome> {
    if (this.disposed || signal?.aborted) return { kind: 'cancelled' };
    const [code, tests] = await Promise.all([compile(request.sources), compile(request.tests)]);
    if (code.kind === 'failed') return { kind: 'compile-error', message: code.message, location: code.location };
    if (tests.kind === 'failed') {
      const { file, line } = tests.location;
      return { kind: 'crashed', message: `The exercise can't be graded: ${file}:${line}: ${tests.message}` };
    }
    const limits = debug ? undefined : request.limits;
    const job: Job = {
      sources: request.sources,
      modules: code.modules,
      tests: tests.modules,
      entry: request.entry,
      exports: request.exports,
      cases: request.cases,
      lifetime: limits ? limits.seconds + GRACE_SECONDS : null,
      root: debug?.root ?? null,
    };
    if (this.disposed || signal?.aborted) return { kind: 'cancelled' };
    const child = limits ? this.take(limits.memory) : this.spawn(null, true);
    if (debug) child.onInspector(debug.onInspector);
    try {
      return await this.supervise(child, job, limits, signal, builder);
    } finally {
      child.kill();
      if (limits) this.keepWarm(limits.memory);
      await child.ended;
    }
  }

  /** Runs a job to its end, or to the first thing that ends it. */
  private supervise(
    child: LabChild,
    job: Job,
    limits: GradeRequest['limits'] | undefined,
    signal: AbortSignal | undefined,
    builder: VerdictBuilder,
  ): Promise<Outcome> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (outcome: Outcome): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        child.listen(() => undefined);
        resolve(outcome);
      };
      const cancel = (): void => end({ kind: 'cancelled' });
      const endAfter = (seconds: number, outcome: Outcome): void => {
        clearTimeout(timer);
        timer = setTimeout(() => end(outcome), seconds * 1_000);
      };
      const hear = (message: ChildMessage): void => {
        switch (message.kind) {
          case 'ready':
            this.warnOf(message.openings);
            if (limits) endAfter(limits.seconds, timedOut(limits.seconds));
            else clearTimeout(timer);
            child.start(job);
            return;
          case 'event':
            builder.hear(message.event);
            return;
          case 'ended':
            end(message.outcome);
        }
      };
      signal?.addEventListener('abort', cancel);
      if (limits) endAfter(START_SECONDS, { kind: 'crashed', message: `The process that runs your code did not start within ${START_SECONDS} s.` });
      child.idle(false);
      void child.ended.then((exit) => end(this.disposed ? { kind: 'cancelled' } : outcomeOf(exit, limits?.memory)));
      child.listen(hear);
    });
  }

  private take(memory: number): LabChild {
    const { spare } = this;
    if (spare?.memory !== memory) return this.spawn(memory, false);
    this.spare = undefined;
    return spare.child;
  }

  private keepWarm(memory: number): void {
    if (this.disposed || this.options.warm === false || this.spare?.memory === memory) return;
    this.spare?.child.kill();
    const child = this.spawn(memory, false);
    this.spare = { child, memory };
    void child.ended.then(() => {
      if (this.spare?.child === child) this.spare = undefined;
    });
  }

  private spawn(memory: number | null, inspect: boolean): LabChild {
    const { childScript, execPath = process.execPath, readable = [dirname(childScript)] } = this.options;
    const child = new LabChild({ script: childScript, execPath, readable, memory, inspect });
    this.children.add(child);
    void child.ended.then(() => this.children.delete(child));
    return child;
  }

  private warnOf({ write, spawn }: Openings): void {
    if (this.warned || !(write || spawn)) return;
    this.warned = true;
    const what = [write ? 'write files' : '', spawn ? 'start programs' : ''].filter(Boolean).join(' and ');
    this.options.warn?.(`This host ignores Node's permission model: the process that runs learner code could ${what}. Run only code that you trust.`);
  }
}

function timedOut(seconds: number): Outcome {
  return { kind: 'timed-out', message: `Your code did not finish within ${seconds} s: is there a loop that never ends?` };
}

function outcomeOf({ code, signal, stderr, failure }: Exit, memory: number | undefined): Outcome {
  if (failure !== undefined) return { kind: 'crashed', message: `The process that runs your code could not be started: ${failure}.` };
  if (/heap out of memory|Allocation failed/i.test(stderr)) {
    return { kind: 'out-of-memory', message: `Your code needed more than the ${memory ?? '?'} MB of memory that it may use.` };
  }
  const [reason = ''] = stderr.split('\n').filter((line) => /error/i.test(line));
  const how = signal ? `signal ${signal}` : `exit code ${code ?? '?'}`;
  return { kind: 'crashed', message: `The process that ran your code ended unexpectedly (${how})${reason && `: ${reason.trim()}`}.` };
}
