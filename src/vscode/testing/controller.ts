/** The learner's exercises in the Testing view. */
import type * as vscode from 'vscode';
import type { Grader } from '../../lab/verdict.ts';
import type { CourseService } from '../course/course-service.ts';
import type { ProgressService } from '../course/progress-service.ts';
import { Debounce } from '../debounce.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { ExerciseCopies } from '../exercises/copies.ts';
import { isInside } from '../exercises/sources.ts';
import type { VsCode } from '../host.ts';
import { debugging } from './debug.ts';
import { ExerciseItems } from './items.ts';
import { runTests, type Debugging } from './run.ts';

export const CONTROLLER_ID = 'distributedSystemsMastery.exercises';

/** A continuous run waits this long after the last save. */
const SAVE_QUIET_MS = 250;

export interface TestingServices {
  readonly vscode: VsCode;
  readonly log: vscode.LogOutputChannel;
  readonly course: CourseService;
  readonly progress: ProgressService;
  readonly copies: ExerciseCopies;
  grader(): Promise<Grader>;
}

export class ExerciseTesting implements Disposable {
  readonly controller: vscode.TestController;
  readonly items: ExerciseItems;
  readonly profiles: { readonly run: vscode.TestRunProfile; readonly debug: vscode.TestRunProfile };
  readonly #services: TestingServices;
  readonly #disposables = new Disposables();
  #isShown = false;

  constructor(services: TestingServices) {
    this.#services = services;
    const { vscode, course, copies, log } = services;
    const { TestRunProfileKind, l10n, tests } = vscode;
    this.controller = this.#disposables.add(tests.createTestController(CONTROLLER_ID, l10n.t('Distributed Systems Exercises')));
    this.items = new ExerciseItems(vscode, this.controller);
    this.controller.resolveHandler = (item) => (item ? this.items.resolve(item) : this.discover());
    this.controller.refreshHandler = () => this.#refresh();
    this.profiles = {
      run: this.controller.createRunProfile(l10n.t('Run'), TestRunProfileKind.Run, (request, token) => this.#start(request, token), true, undefined, true),
      debug: this.controller.createRunProfile(l10n.t('Debug'), TestRunProfileKind.Debug, (request) => this.run(request, debugging(vscode, log)), true),
    };
    this.#disposables.add(copies.onDidChange(() => void this.#show()));
    this.#disposables.add(course.onDidChange(() => (this.#isShown ? void this.#show() : undefined)));
  }

  /** Looks for exercises in the workspace, the first time that somebody wants to see them. */
  async discover(): Promise<void> {
    await this.#services.copies.all();
    await this.#show();
  }

  /** Runs tests as the Testing view does. Settles when all have ended. */
  run(request: vscode.TestRunRequest, debug?: Debugging): Promise<void> {
    const run = this.controller.createTestRun(request);
    return runTests({ ...this.#services, items: this.items }, run, request, debug);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #refresh(): Promise<void> {
    await Promise.all([this.#services.course.reload(), this.#services.copies.refresh()]);
    await this.#show();
  }

  async #show(): Promise<void> {
    this.#isShown = true;
    const { course, copies } = this.#services;
    const [catalog, found] = await Promise.all([course.catalog(), copies.all()]);
    this.items.show(found, catalog);
  }

  async #start(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (request.continuous) this.#runOnSave(request, token);
    else await this.run(request);
  }

  /** Runs what was asked for, as far as it belongs to exercises whose files are saved. One run at a time. */
  #runOnSave(request: vscode.TestRunRequest, token: vscode.CancellationToken): void {
    const { workspace, TestRunRequest } = this.#services.vscode;
    const disposables = this.#disposables.add(new Disposables());
    const saved = new Set<vscode.TestItem>();
    let last: Promise<void> = Promise.resolve();
    const debounce = disposables.add(
      new Debounce(SAVE_QUIET_MS, () => {
        const include = (request.include ?? this.items.all()).filter((item) => saved.has(item.parent ?? item));
        saved.clear();
        last = last.then(() => (token.isCancellationRequested ? undefined : this.run(new TestRunRequest(include, request.exclude, request.profile, true))));
      }),
    );
    disposables.add(
      workspace.onDidSaveTextDocument(({ uri }) => {
        const touched = this.items.all().filter((item) => isInside(this.items.copyOf(item)?.folder ?? uri, uri));
        for (const item of touched) saved.add(item);
        if (touched.length > 0) debounce.trigger();
      }),
    );
    disposables.add(token.onCancellationRequested(() => disposables.dispose()));
  }
}
