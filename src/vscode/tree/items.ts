/** How a node of the topic tree looks in VS Code. */
import path from 'node:path';
import type * as vscode from 'vscode';
import type { ItemState, PackProblem } from '../../course/model.ts';
import type { Progress } from '../../course/progress.ts';
import { commandOf } from '../commands.ts';
import type { VsCode } from '../host.ts';
import { stateOf, tally, type CourseNode, type FaultyPackNode, type ProblemNode, type SimulationNode } from './nodes.ts';

export function treeItem(vscode: VsCode, node: CourseNode, progress: Progress): vscode.TreeItem {
  const item = new vscode.TreeItem(labelOf(vscode, node), collapsibleState(vscode, node));
  item.id = idOf(node);
  item.contextValue = node.kind;
  const state = stateOf(node, progress);
  if (state !== undefined) describeState(vscode, item, node, state, progress);
  const command = commandFor(vscode, node);
  if (command) item.command = command;
  decorate(vscode, item, node);
  return item;
}

function labelOf({ l10n }: VsCode, node: CourseNode): string {
  switch (node.kind) {
    case 'pack':
      return node.pack.title;
    case 'module':
      return node.module.title;
    case 'topic':
      return node.topic.title;
    case 'lesson':
      return l10n.t('Lesson');
    case 'simulation':
      return simulationLabel(l10n, node);
    case 'exercise':
      return l10n.t('Exercise: {0}', exerciseOf(node)?.title ?? node.itemId);
    case 'questions':
      return l10n.t('Questions');
    case 'faulty-pack':
      return node.result.title;
    case 'problem':
      return placeOf(node.problem);
  }
}

function simulationLabel(l10n: VsCode['l10n'], node: SimulationNode): string {
  const simulation = simulationOf(node);
  const title = simulation?.title ?? node.itemId;
  return simulation?.kind === 'scene' ? l10n.t('Scene: {0}', title) : l10n.t('Simulation: {0}', title);
}

/** Modules stand open so that topics are seen at once; a fault does too, because it waits to be mended. */
function collapsibleState({ TreeItemCollapsibleState }: VsCode, node: CourseNode): vscode.TreeItemCollapsibleState {
  switch (node.kind) {
    case 'pack':
    case 'module':
    case 'faulty-pack':
      return TreeItemCollapsibleState.Expanded;
    case 'topic':
      return TreeItemCollapsibleState.Collapsed;
    default:
      return TreeItemCollapsibleState.None;
  }
}

/** Stays the same while states change, so that VS Code keeps what is selected and open. */
function idOf(node: CourseNode): string {
  switch (node.kind) {
    case 'pack':
      return `pack:${node.pack.packId}`;
    case 'module':
      return `module:${node.pack.packId}/${node.module.moduleId}`;
    case 'topic':
    case 'questions':
      return `${node.kind}:${node.packId}/${node.topicId}`;
    case 'lesson':
    case 'simulation':
    case 'exercise':
      return `${node.kind}:${node.packId}/${node.topicId}/${node.itemId}`;
    case 'faulty-pack':
      return `faulty:${node.result.origin.kind}:${node.result.root}`;
    case 'problem': {
      const { packRoot, file, line, column, message } = node.problem;
      return `problem:${packRoot}:${file}:${line}:${column}:${message}`;
    }
  }
}

function describeState(vscode: VsCode, item: vscode.TreeItem, node: CourseNode, state: ItemState, progress: Progress): void {
  const counted = tally(node, progress);
  const words = stateInWords(vscode, state);
  // Of what is begun the number tells more than the word, and there is room for one of them.
  item.description = counted && state === 'in-progress' ? vscode.l10n.t('{0} of {1} done', counted.done, counted.all) : words;
  item.iconPath = stateIcon(vscode, state);
  item.accessibilityInformation = { label: `${labelOf(vscode, node)}, ${[...new Set([words, item.description])].join(', ')}` };
  // Menus offer what fits the state.
  item.contextValue = `${node.kind}.${state}`;
}

export function stateInWords({ l10n }: VsCode, state: ItemState): string {
  switch (state) {
    case 'new':
      return l10n.t('new');
    case 'in-progress':
      return l10n.t('in progress');
    case 'done':
      return l10n.t('done');
  }
}

function stateIcon({ ThemeIcon, ThemeColor }: VsCode, state: ItemState): vscode.ThemeIcon {
  switch (state) {
    case 'new':
      return new ThemeIcon('circle-outline');
    case 'in-progress':
      return new ThemeIcon('color-mode', new ThemeColor('charts.blue'));
    case 'done':
      return new ThemeIcon('pass-filled', new ThemeColor('testing.iconPassed'));
  }
}

function commandFor(vscode: VsCode, node: CourseNode): vscode.Command | undefined {
  const { l10n } = vscode;
  switch (node.kind) {
    case 'lesson':
      return commandOf('openLesson', l10n.t('Open Lesson'), topicRef(node));
    case 'simulation':
      return commandOf('openSimulation', l10n.t('Open Simulation'), { ...topicRef(node), itemId: node.itemId });
    case 'exercise':
      return commandOf('openExercise', l10n.t('Open Exercise'), { ...topicRef(node), itemId: node.itemId });
    case 'questions':
      return commandOf('openQuestions', l10n.t('Open Questions'), topicRef(node));
    case 'problem':
      return openProblem(vscode, node.problem);
    default:
      return undefined;
  }
}

function topicRef({ packId, topicId }: { packId: string; topicId: string }) {
  return { packId, topicId };
}

function openProblem(vscode: VsCode, { packRoot, file, line, column }: PackProblem): vscode.Command | undefined {
  if (file === '' || !path.isAbsolute(packRoot)) return undefined;
  const position = new vscode.Position(line - 1, column - 1);
  const uri = vscode.Uri.file(path.join(packRoot, file));
  return { command: 'vscode.open', title: vscode.l10n.t('Open File'), arguments: [uri, { selection: new vscode.Range(position, position) }] };
}

function decorate(vscode: VsCode, item: vscode.TreeItem, node: CourseNode): void {
  switch (node.kind) {
    case 'pack':
      item.tooltip = paragraphs(vscode, `${node.pack.title} ${node.pack.version}`, node.pack.description, node.pack.authors.join(', '));
      return;
    case 'topic':
      item.tooltip = paragraphs(vscode, node.topic.title, node.topic.summary, difficultyInWords(vscode, node.topic.difficulty));
      return;
    case 'simulation':
      item.tooltip = simulationTooltip(vscode, node);
      return;
    case 'exercise': {
      const exercise = exerciseOf(node);
      if (exercise) item.tooltip = paragraphs(vscode, exercise.title, exercise.summary, difficultyInWords(vscode, exercise.difficulty));
      return;
    }
    case 'faulty-pack':
      decorateFaultyPack(vscode, item, node);
      return;
    case 'problem':
      decorateProblem(vscode, item, node);
      return;
    default:
      return;
  }
}

export function difficultyInWords({ l10n }: VsCode, difficulty: string): string {
  return l10n.t('Difficulty: {0}', difficulty);
}

function simulationTooltip(vscode: VsCode, node: SimulationNode): vscode.MarkdownString | undefined {
  const simulation = simulationOf(node);
  if (!simulation) return undefined;
  const steps = simulation.kind === 'scene' ? [] : simulation.steps.map(({ title, instruction }, index) => `${index + 1}. ${title}: ${instruction}`);
  return paragraphs(vscode, simulation.title, simulation.description, ...steps);
}

function decorateFaultyPack(vscode: VsCode, item: vscode.TreeItem, { result }: FaultyPackNode): void {
  const { l10n } = vscode;
  const count = result.problems.length;
  item.description = count === 1 ? l10n.t('not loaded: 1 problem') : l10n.t('not loaded: {0} problems', count);
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground'));
  item.tooltip = paragraphs(vscode, result.title, result.root);
  item.accessibilityInformation = { label: `${result.title}, ${item.description}` };
}

function decorateProblem(vscode: VsCode, item: vscode.TreeItem, { problem }: ProblemNode): void {
  item.description = `${problem.message} ${problem.remedy}`;
  item.iconPath = new vscode.ThemeIcon('go-to-file');
  item.tooltip = paragraphs(vscode, placeOf(problem), problem.message, problem.remedy);
  item.accessibilityInformation = { label: `${placeOf(problem)}: ${item.description}` };
}

/** A problem without a file is one of a setting or of the folder itself. */
function placeOf({ packRoot, file, line }: PackProblem): string {
  return file === '' ? packRoot : `${file}:${line}`;
}

function simulationOf({ topic, itemId }: SimulationNode) {
  return topic.examples.find(({ simulationId }) => simulationId === itemId);
}

function exerciseOf({ topic, itemId }: Extract<CourseNode, { kind: 'exercise' }>) {
  return topic.exercises.find(({ exerciseId }) => exerciseId === itemId);
}

/** A pack's text is shown as it is written: nothing in it is taken for Markdown or HTML. */
function paragraphs({ MarkdownString }: VsCode, ...texts: readonly string[]): vscode.MarkdownString {
  const markdown = new MarkdownString();
  texts.forEach((text, index) => markdown.appendText(index === 0 ? text : `\n\n${text}`));
  return markdown;
}
