/** Runs the tests that were asked for, one exercise after the other, and reports what comes of each. */
import type * as vscode from 'vscode';
import { graded } from '../../course/progress.ts';
import type { CaseResult, DebugOptions, GradeEvent, GradeOptions, Grader, GradeRequest } from '../../lab/verdict.ts';
import type { ProgressService } from '../course/progress-service.ts';
import { Disposables } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import { readTests } from '../exercises/pack-content.ts';
import { readSources, saveSources } from '../exercises/sources.ts';
import type { VsCode } from '../host.ts';
import { readSetting } from '../settings.ts';
import type { ExerciseItems, GradableCopy } from './items.ts';
import { MESSAGE_CONTEXT, terminalLines, testMessage, toLocation } from './messages.ts';

export interface RunServices {
  readonly vscode: VsCode;
  readonly log: vscode.LogOutputChannel;
  readonly progress: ProgressService;
  readonly items: ExerciseItems;
  grader(): Promise<Grader>;
}

/** Makes the options with which one exercise is debugged; left out, it is only run. */
export type Debugging = (run: vscode.TestRun, copy: GradableCopy, stop: AbortController) => DebugOptions;

/** The cases of one exercise that were asked for. */
interface Batch {
  readonly exercise: vscode.TestItem;
  readonly cases: readonly vscode.TestItem[];
}

export async function runTests(services: RunServices, run: vscode.TestRun, request: vscode.TestRunRequest, debugging?: Debugging): Promise<void> {
  const batches = batchesOf(services.items, request);
  for (const { cases } of batches) for (const item of cases) run.enqueued(item);
  for (const batch of batches) {
    if (run.token.isCancellationRequested) batch.cases.forEach((item) => run.skipped(item));
    else await runBatch(services, run, batch, debugging);
  }
  run.end();
}

async function runBatch(services: RunServices, run: vscode.TestRun, batch: Batch, debugging: Debugging | undefined): Promise<void> {
  const { vscode, items, log } = services;
  const ended = new Set<string>();
  try {
    const copy = items.copyOf(batch.exercise);
    if (!copy) throw new Error(textOf(batch.exercise.error) ?? vscode.l10n.t('This exercise can\'t be graded.'));
    // VS Code asks for trust before it runs tests; this holds for every other way here.
    if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('Nothing was run, because this workspace is not trusted. Trust it to have your code graded.'));
    await grade(services, run, batch, copy, ended, debugging);
  } catch (error) {
    log.error(`Grading of "${batch.exercise.label}" failed.`, error instanceof Error ? error : String(error));
    for (const item of batch.cases) if (!ended.has(item.id)) run.errored(item, plainMessage(vscode, messageOf(error)));
  }
}

async function grade(
  services: RunServices,
  run: vscode.TestRun,
  { exercise: exerciseItem, cases }: Batch,
  copy: GradableCopy,
  ended: Set<string>,
  debugging: Debugging | undefined,
): Promise<void> {
  const { vscode, progress, log } = services;
  const { exercise } = copy.found;
  await saveSources(vscode, copy.folder);
  const [sources, tests, grader] = await Promise.all([readSources(vscode, copy.folder), readTests(copy.found), services.grader()]);
  const { exerciseId, entry, exports, limits } = exercise;
  const request: GradeRequest = {
    exerciseId,
    entry,
    exports,
    sources,
    tests,
    cases: cases.map(({ id }) => id),
    limits: { ...limits, seconds: limits.seconds * readSetting(vscode, 'timeLimitFactor') },
  };
  const byId = new Map(cases.map((item) => [item.id, item]));
  const report = new Report(vscode, run, copy, byId, ended);
  const stop = new AbortController();
  const disposables = new Disposables();
  disposables.add(run.token.onCancellationRequested(() => stop.abort()));
  try {
    const options: GradeOptions = { signal: stop.signal, onEvent: (event) => report.hear(event) };
    const verdict = await grader.grade(request, debugging ? { ...options, debug: debugging(run, copy, stop) } : options);
    log.info(`Graded "${exerciseItem.label}": ${verdict.cases.map(({ id, state }) => `${id} ${state}`).join(', ')}.`);
    if (verdict.outcome.kind === 'cancelled') return;
    const key = { kind: 'exercise', packId: exercise.packId, topicId: exercise.topicId, itemId: exerciseId } as const;
    const caseIds = exercise.cases.map(({ id }) => id);
    await progress.update((before, now) => graded(before, key, caseIds, verdict.cases, now));
  } finally {
    disposables.dispose();
  }
}

/** Passes on to the Testing view what the grader says, in its order. */
class Report {
  readonly #vscode: VsCode;
  readonly #run: vscode.TestRun;
  readonly #copy: GradableCopy;
  readonly #items: ReadonlyMap<string, vscode.TestItem>;
  readonly #ended: Set<string>;
  #running: vscode.TestItem | undefined;

  constructor(vscode: VsCode, run: vscode.TestRun, copy: GradableCopy, items: ReadonlyMap<string, vscode.TestItem>, ended: Set<string>) {
    this.#vscode = vscode;
    this.#run = run;
    this.#copy = copy;
    this.#items = items;
    this.#ended = ended;
  }

  hear(event: GradeEvent): void {
    switch (event.kind) {
      case 'case-started':
        this.#running = this.#items.get(event.id);
        if (this.#running) this.#run.started(this.#running);
        return;
      case 'output':
        this.#run.appendOutput(terminalLines(event.text), event.location && toLocation(this.#vscode, this.#copy, event.location), this.#running);
        return;
      case 'case-ended':
        this.#end(event.result);
        return;
    }
  }

  #end(result: CaseResult): void {
    const item = this.#items.get(result.id);
    if (!item) return;
    this.#ended.add(result.id);
    this.#running = undefined;
    switch (result.state) {
      case 'passed':
        this.#run.passed(item, result.durationMs);
        return;
      case 'skipped':
        this.#run.appendOutput(terminalLines(`${item.label}: ${result.message}`));
        this.#run.skipped(item);
        return;
      case 'failed':
        this.#run.failed(item, testMessage(this.#vscode, this.#copy, result), result.durationMs);
        return;
      case 'errored':
        this.#run.errored(item, testMessage(this.#vscode, this.#copy, result), result.durationMs);
        return;
    }
  }
}

/** The cases asked for, by exercise, in the order of the view. */
function batchesOf(items: ExerciseItems, { include, exclude }: vscode.TestRunRequest): Batch[] {
  const excluded = new Set(exclude);
  const chosen = new Map<vscode.TestItem, Set<vscode.TestItem>>();
  const add = (exercise: vscode.TestItem, cases: Iterable<vscode.TestItem>): void => {
    const known = chosen.get(exercise) ?? new Set();
    for (const item of cases) if (!excluded.has(item) && !excluded.has(exercise)) known.add(item);
    if (known.size > 0) chosen.set(exercise, known);
  };
  for (const item of include ?? items.all()) {
    if (item.parent) add(item.parent, [item]);
    else add(item, casesOf(items, item));
  }
  return [...chosen].map(([exercise, cases]) => ({
    exercise,
    cases: [...cases].sort((left, right) => (left.sortText ?? '').localeCompare(right.sortText ?? '')),
  }));
}

/** An exercise's cases; one that can't be graded stands for itself, so that it too ends in a state. */
function casesOf(items: ExerciseItems, exercise: vscode.TestItem): vscode.TestItem[] {
  if (exercise.children.size === 0) items.resolve(exercise);
  const cases = [...exercise.children].map(([, item]) => item);
  return cases.length > 0 ? cases : [exercise];
}

function textOf(error: string | vscode.MarkdownString | undefined): string | undefined {
  return typeof error === 'object' ? error.value : error;
}

function plainMessage({ TestMessage }: VsCode, text: string): vscode.TestMessage {
  const message = new TestMessage(text);
  message.contextValue = MESSAGE_CONTEXT;
  return message;
}
