/** What each command does. */
import type * as vscode from 'vscode';
import { marked } from '../course/progress.ts';
import type { Choices } from './choices.ts';
import type { CommandHandlers, TestMessageArgument } from './commands.ts';
import type { CourseService } from './course/course-service.ts';
import { addPackFolder } from './course/pack-folders.ts';
import type { ProgressService } from './course/progress-service.ts';
import type { ItemRef, MarkableRef } from './course/refs.ts';
import type { ExerciseActions } from './exercises/actions.ts';
import type { VsCode } from './host.ts';
import type { Panels } from './panels/panels.ts';
import type { ScenarioTesting } from './scenario/testing.ts';
import type { ExerciseTesting } from './testing/controller.ts';
import type { GradableCopy } from './testing/items.ts';

/** The walkthrough's id, as VS Code composes it of publisher, name and the manifest's id. */
const WALKTHROUGH = 'distributed-systems-mastery.distributed-systems-mastery#gettingStarted';

/** What `npm run validate` writes, in the extension's folder. */
const PUBLISHED_NUMBERS = 'docs/published-numbers.md';

export interface HandlerServices {
  readonly vscode: VsCode;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly course: CourseService;
  readonly progress: ProgressService;
  readonly choices: Choices;
  readonly exercises: ExerciseActions;
  readonly testing: ExerciseTesting;
  readonly scenarios: ScenarioTesting;
  readonly panels: Panels;
}

export function commandHandlers({ vscode, extensionUri, log, course, progress, choices, exercises, testing, scenarios, panels }: HandlerServices): CommandHandlers {
  /** With the exercise that was named, else with one that the user chooses. */
  const withExercise = async <Result>(ref: ItemRef | undefined, action: (ref: ItemRef) => Promise<Result>): Promise<Result | undefined> => {
    const chosen = ref ?? (await choices.exercise());
    return chosen && action(chosen);
  };
  /** With the exercise that a test or a test's result belongs to. */
  const withCopy = async (from: TestMessageArgument | vscode.TestItem | undefined, action: (copy: GradableCopy) => Promise<void>): Promise<void> => {
    const item = from && 'message' in from ? from.test : from;
    const copy = item && testing.items.copyOf(item);
    if (copy) await action(copy);
  };
  const mark = async (item: MarkableRef | undefined, done: boolean): Promise<void> => {
    const ref = item ?? panels.activeItem();
    if (!ref) return;
    const { kind, packId, topicId, itemId } = ref;
    await progress.update((before, now) => marked(before, { kind, packId, topicId, itemId }, done, now));
  };
  return {
    openLesson: (ref) => panels.openLesson(ref),
    openSimulation: (ref) => panels.openSimulation(ref),
    openRun: (file) => panels.openRun(file),
    openScenario: (file) => panels.openScenario(file),
    runScenario: (file) => scenarios.runFile(file),
    openFailingRun: async (from) => {
      const found = await scenarios.failingRun(from);
      if (found) await panels.simulation.open(found, vscode.ViewColumn.Beside);
    },
    plotScenario: (file) => panels.plotScenario(file),
    openQuestions: (ref) => panels.openQuestions(ref),
    openExercise: (ref) => withExercise(ref, (chosen) => exercises.open(chosen)),
    startExercise: (ref) => withExercise(ref, (chosen) => exercises.start(chosen)),
    runExercise: (ref) => withExercise(ref, (chosen) => exercises.run(chosen)),
    openInstructions: (from) => withCopy(from, (copy) => exercises.openInstructions(copy)),
    showHint: (from) => withCopy(from, (copy) => exercises.showHint(copy)),
    markDone: (item) => mark(item, true),
    markUndone: (item) => mark(item, false),
    refresh: () => course.reload(),
    addPackFolder: () => addPackFolder(vscode),
    showPublishedNumbers: () => vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(extensionUri, PUBLISHED_NUMBERS)),
    openWalkthrough: () => vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    showLog: () => log.show(),
  };
}
