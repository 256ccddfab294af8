/** Scenarios in the Testing view: those of the workspace, and those that the topics of the course offer. */
import type * as vscode from 'vscode';
import { commandId, type TestMessageArgument } from '../commands.ts';
import type { CourseService } from '../course/course-service.ts';
import { Debounce } from '../debounce.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';
import type { SimulationSubject } from '../panels/simulation.ts';
import { LANGUAGE, ScenarioFiles, textOf } from './files.ts';
import { ScenarioItems, type ListedScenario, type ListedTopic } from './items.ts';
import { ScenarioResults } from './results.ts';

export const SCENARIOS_CONTROLLER = 'distributedSystemsMastery.scenarios';

/** After the last keystroke, before the claims are looked for. */
const QUIET_MS = 400;

/** A single run of a scenario takes no longer; it is bounded by its steps before. */
const SECONDS_PER_TASK = 120;

export interface ScenarioTestingServices {
  readonly vscode: VsCode;
  readonly log: vscode.LogOutputChannel;
  readonly course: CourseService;
  /** The bundle of src/running/worker.ts. */
  readonly workerScript: string;
}

export class ScenarioTesting implements Disposable {
  readonly controller: vscode.TestController;
  readonly items: ScenarioItems;
  readonly profile: vscode.TestRunProfile;
  readonly #services: ScenarioTestingServices;
  readonly #disposables = new Disposables();
  readonly #results: ScenarioResults;
  readonly #files: ScenarioFiles;
  readonly #edited = new Map<string, Debounce>();
  #isShown = false;

  constructor(services: ScenarioTestingServices) {
    this.#services = services;
    const { vscode, course } = services;
    const { TestRunProfileKind, l10n, tests, workspace } = vscode;
    this.controller = this.#disposables.add(tests.createTestController(SCENARIOS_CONTROLLER, l10n.t('Distributed Systems Scenarios')));
    this.items = new ScenarioItems(vscode, this.controller);
    this.#results = this.#disposables.add(new ScenarioResults(vscode, commandId('openFailingRun')));
    this.#files = this.#disposables.add(new ScenarioFiles(vscode, () => void this.discover()));
    this.controller.resolveHandler = (item) => (item ? this.#resolve(item) : this.discover());
    this.controller.refreshHandler = () => this.discover();
    this.profile = this.controller.createRunProfile(l10n.t('Run'), TestRunProfileKind.Run, (request) => this.run(request), true);
    this.#disposables.add(course.onDidChange(() => (this.#isShown ? void this.discover() : undefined)));
    this.#disposables.add(workspace.onDidOpenTextDocument((document) => this.#opened(document)));
    this.#disposables.add(workspace.onDidChangeTextDocument(({ document }) => this.#lookSoon(document)));
    this.#disposables.add(workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.#disposables.add({ dispose: () => this.#edited.forEach((pending) => pending.dispose()) });
    for (const document of workspace.textDocuments) this.#opened(document);
  }

  /** Shows the scenarios that there are; from then on it follows what changes. */
  async discover(): Promise<void> {
    this.#isShown = true;
    const [files, topics] = await Promise.all([this.#files.all(), this.#listTopics()]);
    const open = this.#services.vscode.workspace.textDocuments.filter((document) => isScenario(document) && this.#isEdited(document)).map(({ uri }) => uri);
    const offered = new Set(topics.flatMap(({ scenarios }) => scenarios.map(({ file }) => file.toString())));
    const own = new Map([...files, ...open].filter((file) => !offered.has(file.toString())).map((file) => [file.toString(), file]));
    this.items.show(await this.#list([...own.values()]), topics);
  }

  /** Runs what was asked for as the Testing view does. Settles when all have ended. */
  async run(request: vscode.TestRunRequest): Promise<void> {
    if (!request.include && !this.#isShown) await this.discover();
    const run = this.controller.createTestRun(request);
    const [{ runScenarios }, { createCrew }] = await Promise.all([import('./run.ts'), import('../../running/crew.ts')]);
    const { workerScript: script } = this.#services;
    await runScenarios({ ...this.#services, items: this.items, results: this.#results, crew: (scenes, size) => createCrew({ script, scenes, size, secondsPerTask: SECONDS_PER_TASK }) }, run, request);
  }

  /** Runs the scenario of a file: of the active editor's, where none is named. @throws Error, in words for the user, where there is none */
  async runFile(file: vscode.Uri | undefined): Promise<void> {
    const { vscode } = this.#services;
    const { window, workspace, l10n, TestRunRequest } = vscode;
    const document = file ? await workspace.openTextDocument(file) : window.activeTextEditor?.document;
    if (!document || !isScenario(document)) throw new Error(l10n.t('Open a scenario (.dsim) first.'));
    const item = await this.#look(document);
    await this.run(new TestRunRequest([item], undefined, this.profile));
  }

  /**
   * The failing run of a test item, or of its message, made as small as can be; undefined where it did not fail, or the user wants it no more.
   * @param from an item's id, too
   */
  async failingRun(from: TestMessageArgument | vscode.TestItem | string | undefined): Promise<SimulationSubject | undefined> {
    const id = typeof from === 'string' ? from : from && 'message' in from ? from.test?.id : from?.id;
    const failed = id === undefined ? undefined : this.#results.failureOf(id);
    const { vscode, workerScript: script } = this.#services;
    const { window, l10n, ProgressLocation } = vscode;
    if (!failed) throw new Error(l10n.t('Nothing failed here when it was run last.'));
    const { scene, found: { seed, position } } = failed;
    const { createCrew } = await import('../../running/crew.ts');
    const crew = createCrew({ script, scenes: [scene], size: 1, secondsPerTask: SECONDS_PER_TASK });
    const title = l10n.t('Looking for the smallest run in which "{0}" fails in this way', scene.title);
    try {
      const found = await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_, token) => {
        token.onCancellationRequested(() => crew.stop());
        return crew.counterexample({ scene: 0, seed, position }, true);
      });
      return found && { scenario: { title: scene.title, scene: found.view, session: found.stored.session } };
    } finally {
      crew.stop();
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #list(files: readonly vscode.Uri[]): Promise<readonly ListedScenario[]> {
    const { vscode, log } = this.#services;
    const listed = await Promise.all(
      files.map(async (file): Promise<ListedScenario[]> => {
        try {
          return [{ file, text: await textOf(vscode, file) }];
        } catch (error) {
          log.warn(`${file.toString()} can't be read.`, messageOf(error));
          return [];
        }
      }),
    );
    return listed.flat();
  }

  async #listTopics(): Promise<readonly ListedTopic[]> {
    const { vscode: { Uri }, course } = this.#services;
    const { topics } = await course.catalog();
    const listed = await Promise.all(
      topics.map(async (found): Promise<ListedTopic> => {
        const files = found.topic.examples.flatMap((example) => (example.kind === 'scene' ? [Uri.joinPath(Uri.file(found.pack.root), example.file)] : []));
        return { ...found, scenarios: await this.#list(files) };
      }),
    );
    return listed.filter(({ scenarios }) => scenarios.length > 0);
  }

  async #resolve(item: vscode.TestItem): Promise<void> {
    if (!this.items.isScenario(item)) return;
    const text = await textOf(this.#services.vscode, item.uri!);
    const { placesOf } = await import('../../scenario/places.ts');
    this.items.resolve(item, text, placesOf(text));
  }

  /** A scenario in an editor is in the view with its claims, wherever its file is: they can be run from their lines. */
  async #look(document: vscode.TextDocument): Promise<vscode.TestItem> {
    const text = document.getText();
    const { placesOf } = await import('../../scenario/places.ts');
    const item = this.items.itemOf(document.uri) ?? this.items.add({ file: document.uri, text });
    this.items.resolve(item, text, placesOf(text));
    return item;
  }

  #opened(document: vscode.TextDocument): void {
    if (isScenario(document) && this.#isEdited(document)) void this.#look(document);
  }

  /** Other documents, such as a former version that is compared with, are only looked at. */
  #isEdited({ uri: { scheme } }: vscode.TextDocument): boolean {
    const folders = this.#services.vscode.workspace.workspaceFolders ?? [];
    return scheme === 'file' || scheme === 'untitled' || folders.some(({ uri }) => uri.scheme === scheme);
  }

  #lookSoon(document: vscode.TextDocument): void {
    if (!isScenario(document) || !this.#isEdited(document)) return;
    const id = document.uri.toString();
    const pending = this.#edited.get(id) ?? new Debounce(QUIET_MS, () => void this.#lookAgain(document));
    this.#edited.set(id, pending);
    pending.trigger();
  }

  async #lookAgain(document: vscode.TextDocument): Promise<void> {
    if (document.isClosed) return;
    const item = await this.#look(document);
    // What was found is of another text.
    this.controller.invalidateTestResults(item);
  }

  #forget({ uri }: vscode.TextDocument): void {
    this.#edited.get(uri.toString())?.dispose();
    this.#edited.delete(uri.toString());
  }
}

function isScenario({ languageId }: vscode.TextDocument): boolean {
  return languageId === LANGUAGE;
}
