/** The kinds of panels, and the ways that lead to them. */
import type * as vscode from 'vscode';
import type { LessonContract, LessonLink } from '../../contract/lesson.ts';
import type { PlotsContract } from '../../contract/plots.ts';
import type { QuestionsContract } from '../../contract/questions.ts';
import type { SimulationContract } from '../../contract/simulation.ts';
import { lessonKey } from '../../course/progress.ts';
import type { Choices } from '../choices.ts';
import type { CourseService } from '../course/course-service.ts';
import type { ProgressService } from '../course/progress-service.ts';
import type { ItemRef, MarkableRef, TopicRef } from '../course/refs.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { ExerciseActions } from '../exercises/actions.ts';
import type { VsCode } from '../host.ts';
import { lessonPanel } from './lesson.ts';
import { PanelManager } from './manager.ts';
import { plotsPanel, type PlotsSubject } from './plots.ts';
import { questionsPanel } from './questions.ts';
import { chooseRunFile } from './run-files.ts';
import { simulationPanel, type SimulationSubject } from './simulation.ts';

export interface PanelsServices {
  readonly vscode: VsCode;
  readonly extensionUri: vscode.Uri;
  /** Such as `publisher.name`. */
  readonly extensionId: string;
  readonly log: vscode.LogOutputChannel;
  readonly course: CourseService;
  readonly progress: ProgressService;
  readonly choices: Choices;
  readonly exercises: ExerciseActions;
}

export interface Panels extends Disposable {
  readonly simulation: PanelManager<SimulationContract, SimulationSubject>;
  readonly lesson: PanelManager<LessonContract, TopicRef>;
  readonly questions: PanelManager<QuestionsContract, TopicRef>;
  readonly plots: PanelManager<PlotsContract, PlotsSubject>;
  /** Each opens what it is given, else what the user chooses. */
  openSimulation(ref?: ItemRef, column?: vscode.ViewColumn): Promise<void>;
  openRun(file?: vscode.Uri): Promise<void>;
  openScenario(file?: vscode.Uri): Promise<void>;
  plotScenario(file?: vscode.Uri): Promise<void>;
  openLesson(ref?: TopicRef): Promise<void>;
  openQuestions(ref?: TopicRef, column?: vscode.ViewColumn): Promise<void>;
  /** The lesson or simulation whose panel has the focus. */
  activeItem(): MarkableRef | undefined;
}

export function createPanels({ vscode, extensionUri, extensionId, log, course, progress, choices, exercises }: PanelsServices): Panels {
  const { Active, Beside } = vscode.ViewColumn;
  const environment = { vscode, extensionUri, log };
  const services = { vscode, course, progress };
  const searchScript = vscode.Uri.joinPath(extensionUri, 'dist', 'search-worker.js').fsPath;
  const scenarioScript = vscode.Uri.joinPath(extensionUri, 'dist', 'scenario-worker.js').fsPath;
  const linkBase = `${vscode.env.uriScheme}://${extensionId}`;
  const disposables = new Disposables();

  const openSimulation = async (ref?: ItemRef, column: vscode.ViewColumn = Active): Promise<void> => {
    const chosen = ref ?? (await choices.simulation());
    if (chosen) await simulation.open(chosen, column);
  };
  const openRun = async (file?: vscode.Uri): Promise<void> => {
    const chosen = file ?? (await chooseRunFile(vscode));
    if (chosen) await simulation.open({ run: chosen.toString() }, Active);
  };
  const openScenario = async (file?: vscode.Uri): Promise<void> => {
    const { scenarioSubject } = await import('../scenario/open.ts');
    await simulation.open(await scenarioSubject(vscode, file), Beside);
  };
  const plotScenario = async (file?: vscode.Uri): Promise<void> => {
    const { scenarioDocument } = await import('../scenario/open.ts');
    await plots.open({ scenario: (await scenarioDocument(vscode, file)).uri.toString() }, Beside);
  };
  const lessonScenarios = {
    runScenario: async (text: string, signal: AbortSignal) => (await import('../scenario/report.ts')).reportOnScenario(vscode, scenarioScript, text, signal),
    openScenario: async (text: string) => simulation.open({ scenario: await (await import('../scenario/open.ts')).playScenario(vscode, text) }, Beside),
  };
  const openLesson = async (ref?: TopicRef): Promise<void> => {
    const chosen = ref ?? (await choices.lesson());
    if (chosen) await lesson.open(chosen, Active);
  };
  const openQuestions = async (ref?: TopicRef, column: vscode.ViewColumn = Active): Promise<void> => {
    const chosen = ref ?? (await choices.questions());
    if (chosen) await questions.open(chosen, column);
  };
  /** What a lesson leads to opens beside it; another lesson takes its place. */
  const follow = async ({ kind, target }: LessonLink): Promise<void> => {
    const [packId = '', topicId = '', itemId = ''] = target.split('/');
    switch (kind) {
      case 'topic':
        return openLesson({ packId, topicId });
      case 'simulation':
        return openSimulation({ packId, topicId, itemId }, Beside);
      case 'exercise':
        return exercises.open({ packId, topicId, itemId });
      case 'questions':
        return openQuestions({ packId, topicId }, Beside);
    }
  };

  const simulation: Panels['simulation'] = disposables.add(new PanelManager(environment, simulationPanel({ ...services, searchScript, linkBase, choose: () => openSimulation(), open: (subject) => simulation.open(subject, Beside) })));
  const lesson = disposables.add(new PanelManager(environment, lessonPanel({ ...services, ...lessonScenarios, follow, choose: () => openLesson() })));
  const questions = disposables.add(new PanelManager(environment, questionsPanel({ ...services, choose: () => openQuestions() })));
  const plots: Panels['plots'] = disposables.add(new PanelManager(environment, plotsPanel({ vscode, workerScript: scenarioScript, choose: () => plotScenario() })));

  const activeItem = (): MarkableRef | undefined => {
    const shown = simulation.activeSubject;
    if (shown) return 'packId' in shown ? { kind: 'simulation', ...shown } : undefined;
    const read = lesson.activeSubject;
    return read && lessonKey(read);
  };

  return { simulation, lesson, questions, plots, openSimulation, openRun, openScenario, plotScenario, openLesson, openQuestions, activeItem, dispose: () => disposables.dispose() };
}
