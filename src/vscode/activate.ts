/** Puts the extension together. Nothing is read, started or waited for here: each part does its work when it is asked. */
import type * as vscode from 'vscode';
import { Choices } from './choices.ts';
import { registerCommands } from './commands.ts';
import { CourseService, diskReader } from './course/course-service.ts';
import { publishProblems } from './course/diagnostics.ts';
import { ProgressService } from './course/progress-service.ts';
import { Disposables } from './disposables.ts';
import { messageOf } from './errors.ts';
import { ExerciseActions } from './exercises/actions.ts';
import { ExerciseCopies } from './exercises/copies.ts';
import { commandHandlers } from './handlers.ts';
import type { VsCode } from './host.ts';
import { createPanels, type Panels } from './panels/panels.ts';
import { announceMilestones } from './milestones.ts';
import { scenarioLanguage } from './scenario/language.ts';
import { scenarioLenses } from './scenario/lenses.ts';
import { ScenarioTesting } from './scenario/testing.ts';
import { uriHandler } from './sharing/uri-handler.ts';
import { ExerciseTesting } from './testing/controller.ts';
import { lazyGrader } from './testing/lazy-grader.ts';
import { CourseTree } from './tree/view.ts';

/** What `activate` returns. The host tests reach in here; it is no API for other extensions. */
export interface ExtensionParts {
  readonly course: CourseService;
  readonly progress: ProgressService;
  readonly tree: CourseTree;
  readonly copies: ExerciseCopies;
  readonly exercises: ExerciseActions;
  readonly testing: ExerciseTesting;
  readonly scenarios: ScenarioTesting;
  readonly panels: Panels;
  readonly uris: vscode.UriHandler;
  /** Releases everything, as deactivation does. */
  dispose(): void;
}

/** The part of VS Code's context that is used. */
export type Context = Pick<vscode.ExtensionContext, 'extensionUri' | 'extensionPath' | 'extension' | 'globalState' | 'subscriptions'>;

export function activateExtension(vscode: VsCode, context: Context): ExtensionParts {
  const disposables = new Disposables();
  context.subscriptions.push(disposables);
  const { extensionUri } = context;
  const { version } = context.extension.packageJSON as { version: string };
  const log = disposables.add(vscode.window.createOutputChannel('Distributed Systems Mastery', { log: true }));
  const course = disposables.add(new CourseService(vscode, context, diskReader(version), (error) => log.error('The packs could not be read.', messageOf(error))));
  const progress = disposables.add(new ProgressService(vscode, context.globalState));
  const tree = disposables.add(new CourseTree(vscode, course, progress));
  disposables.add(publishProblems(vscode, course));
  disposables.add(scenarioLanguage(vscode, extensionUri, log));
  disposables.add(scenarioLenses(vscode));
  const copies = disposables.add(new ExerciseCopies(vscode));
  const grader = disposables.add(lazyGrader(vscode, extensionUri, log));
  const testing = disposables.add(new ExerciseTesting({ vscode, log, course, progress, copies, grader: () => grader.get() }));
  const scenarios = disposables.add(new ScenarioTesting({ vscode, log, course, workerScript: vscode.Uri.joinPath(extensionUri, 'dist', 'scenario-worker.js').fsPath }));
  const exercises = new ExerciseActions({ vscode, extensionUri, course, progress, copies, testing });
  const choices = new Choices(vscode, course);
  const panels = disposables.add(createPanels({ vscode, extensionUri, extensionId: context.extension.id, log, course, progress, choices, exercises }));
  const uris = uriHandler(vscode, (subject) => panels.simulation.open(subject, vscode.ViewColumn.Active));
  disposables.add(vscode.window.registerUriHandler(uris));
  registerCommands(vscode, log, commandHandlers({ vscode, extensionUri, log, course, progress, choices, exercises, testing, scenarios, panels }), disposables);
  disposables.add(announceMilestones(vscode, progress));
  return { course, progress, tree, copies, exercises, testing, scenarios, panels, uris, dispose: () => disposables.dispose() };
}
