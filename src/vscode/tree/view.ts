/** The topic tree's view in the activity bar. */
import type * as vscode from 'vscode';
import type { CourseService } from '../course/course-service.ts';
import type { ProgressService } from '../course/progress-service.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { VsCode } from '../host.ts';
import { treeItem } from './items.ts';
import { childNodes, rootNodes, type CourseNode } from './nodes.ts';

export const TOPICS_VIEW = 'distributedSystemsMastery.topics';

export class CourseTree implements vscode.TreeDataProvider<CourseNode>, Disposable {
  readonly onDidChangeTreeData: vscode.Event<undefined>;
  readonly #vscode: VsCode;
  readonly #course: CourseService;
  readonly #progress: ProgressService;
  readonly #disposables = new Disposables();

  constructor(vscode: VsCode, course: CourseService, progress: ProgressService) {
    this.#vscode = vscode;
    this.#course = course;
    this.#progress = progress;
    const changed = this.#disposables.add(new vscode.EventEmitter<undefined>());
    this.onDidChangeTreeData = changed.event;
    this.#disposables.add(course.onDidChange(() => changed.fire(undefined)));
    this.#disposables.add(progress.onDidChange(() => changed.fire(undefined)));
    this.#disposables.add(vscode.window.createTreeView(TOPICS_VIEW, { treeDataProvider: this, showCollapseAll: true }));
  }

  getTreeItem(node: CourseNode): vscode.TreeItem {
    return treeItem(this.#vscode, node, this.#progress.current);
  }

  async getChildren(node?: CourseNode): Promise<CourseNode[]> {
    return node ? childNodes(node) : rootNodes(await this.#course.catalog());
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
