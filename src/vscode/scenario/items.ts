/** The Testing view's items of scenarios: one for each file, those of the course by topics, with one below for each claim. */
import type * as vscode from 'vscode';
import type { Places } from '../../scenario/places.ts';
import type { FoundTopic } from '../course/catalog.ts';
import type { VsCode } from '../host.ts';

/** What can be told of a scenario without its language, which takes long to load. */
const TITLE = /^\s*scenario\s+"((?:[^"\\\r\n]|\\.)*)"/m;

export interface ListedScenario {
  readonly file: vscode.Uri;
  readonly text: string;
}

/** The scenarios that a topic offers. */
export interface ListedTopic extends FoundTopic {
  readonly scenarios: readonly ListedScenario[];
}

export class ScenarioItems {
  readonly #vscode: VsCode;
  readonly #controller: vscode.TestController;
  readonly #scenarios = new Map<string, vscode.TestItem>();

  constructor(vscode: VsCode, controller: vscode.TestController) {
    this.#vscode = vscode;
    this.#controller = controller;
  }

  /** Of the scenario in a file; undefined where the view does not show it. */
  itemOf(file: vscode.Uri): vscode.TestItem | undefined {
    return this.#scenarios.get(file.toString());
  }

  /** Whether an item is a scenario; otherwise it is a topic, or a claim. */
  isScenario(item: vscode.TestItem): boolean {
    return this.#scenarios.get(item.id) === item;
  }

  /** The scenarios that an item stands for: itself, that of a claim, or those of a topic. */
  scenariosOf(item: vscode.TestItem): readonly vscode.TestItem[] {
    if (this.isScenario(item)) return [item];
    if (item.parent && this.isScenario(item.parent)) return [item.parent];
    return [...item.children].map(([, child]) => child).filter((child) => this.isScenario(child));
  }

  all(): readonly vscode.TestItem[] {
    return [...this.#scenarios.values()];
  }

  /** Makes the view show these; items that stay keep their results. */
  show(own: readonly ListedScenario[], topics: readonly ListedTopic[]): void {
    const { items } = this.#controller;
    const left = new Set(this.#scenarios.keys());
    const keep = ({ file }: ListedScenario) => left.delete(file.toString());
    for (const scenario of own) {
      keep(scenario);
      this.add(scenario, own);
    }
    const groups = new Set<string>();
    for (const { topic, scenarios } of topics) {
      const id = `topic ${topic.packId}/${topic.topicId}`;
      groups.add(id);
      const group = items.get(id) ?? this.#controller.createTestItem(id, topic.title);
      group.sortText = `2 ${topic.title}`;
      items.add(group);
      for (const scenario of scenarios) {
        keep(scenario);
        this.#place(scenario, group.children);
      }
    }
    for (const id of left) this.#remove(id);
    for (const [id] of items) if (!groups.has(id) && !this.#scenarios.has(id)) items.delete(id);
  }

  /** @param others by which it may have to be told apart */
  add(scenario: ListedScenario, others: readonly ListedScenario[] = []): vscode.TestItem {
    const item = this.itemOf(scenario.file) ?? this.#place(scenario, this.#controller.items);
    const label = titleIn(scenario);
    item.label = label;
    item.sortText = `1 ${label}`;
    const { workspace } = this.#vscode;
    // Screen readers are given the description in place of the label, so only what is there twice has one.
    item.description = others.filter((other) => titleIn(other) === label).length > 1 ? workspace.asRelativePath(scenario.file) : '';
    return item;
  }

  /** Fills in the claims, and says at which lines they are. */
  resolve(item: vscode.TestItem, text: string, { title, claims }: Places): readonly vscode.TestItem[] {
    const range = this.#ranges(text);
    if (title) item.range = range(title.start, title.end);
    const uri = item.uri!;
    const children = claims.map(({ start, end, text: told }, position) => {
      const id = `${item.id}#${position}`;
      const child = item.children.get(id) ?? this.#controller.createTestItem(id, told, uri);
      child.label = told;
      child.sortText = String(position).padStart(4, '0');
      child.range = range(start, end);
      return child;
    });
    item.children.replace(children);
    return children;
  }

  #place(scenario: ListedScenario, among: vscode.TestItemCollection): vscode.TestItem {
    const id = scenario.file.toString();
    const item = among.get(id) ?? this.#controller.createTestItem(id, titleIn(scenario), scenario.file);
    item.label = titleIn(scenario);
    // Those of the workspace come before the topics.
    item.sortText = `1 ${item.label}`;
    item.canResolveChildren = true;
    among.add(item);
    this.#scenarios.set(id, item);
    return item;
  }

  #remove(id: string): void {
    const item = this.#scenarios.get(id);
    this.#scenarios.delete(id);
    if (item) (item.parent?.children ?? this.#controller.items).delete(id);
  }

  #ranges(text: string): (start: number, end: number) => vscode.Range {
    const { Range } = this.#vscode;
    const breaks = [...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: found }) => index + found.length);
    const positionOf = (offset: number): readonly [line: number, character: number] => {
      const line = breaks.filter((begin) => begin <= offset).length;
      return [line, offset - (line === 0 ? 0 : breaks[line - 1]!)];
    };
    return (start, end) => new Range(...positionOf(start), ...positionOf(end));
  }
}

function titleIn({ file, text }: ListedScenario): string {
  return TITLE.exec(text)?.[1] ?? file.path.split('/').at(-1) ?? file.path;
}
