/** The Testing view's items: one for each copy of an exercise, with one below it for each test case. */
import type * as vscode from 'vscode';
import type { ExerciseCase } from '../../course/model.ts';
import type { Catalog, FoundExercise } from '../course/catalog.ts';
import { refOf, type Manifest } from '../exercises/manifest.ts';
import type { ExerciseCopy } from '../exercises/copies.ts';
import type { VsCode } from '../host.ts';

/** A copy whose exercise is in a pack that is loaded. */
export interface GradableCopy {
  readonly folder: vscode.Uri;
  readonly found: FoundExercise;
}

export class ExerciseItems {
  readonly #vscode: VsCode;
  readonly #controller: vscode.TestController;
  readonly #copies = new WeakMap<vscode.TestItem, GradableCopy>();

  constructor(vscode: VsCode, controller: vscode.TestController) {
    this.#vscode = vscode;
    this.#controller = controller;
  }

  /** The copy that an item, or the item above it, stands for; undefined for one that can't be graded. */
  copyOf(item: vscode.TestItem): GradableCopy | undefined {
    return this.#copies.get(item.parent ?? item);
  }

  itemOf(folder: vscode.Uri): vscode.TestItem | undefined {
    return this.#controller.items.get(folder.toString());
  }

  /** The items of all copies. */
  all(): vscode.TestItem[] {
    return [...this.#controller.items].map(([, item]) => item);
  }

  /** Makes the view show these copies; items of copies that stay keep their results. */
  show(copies: readonly ExerciseCopy[], catalog: Catalog): void {
    const present = new Set(copies.map(({ folder }) => folder.toString()));
    for (const [id] of this.#controller.items) if (!present.has(id)) this.#controller.items.delete(id);
    const timesFound = new Map<string, number>();
    for (const { manifest } of copies) timesFound.set(nameOf(manifest), (timesFound.get(nameOf(manifest)) ?? 0) + 1);
    for (const copy of copies) this.#showCopy(copy, catalog, (timesFound.get(nameOf(copy.manifest)) ?? 0) > 1);
  }

  /** Fills in the cases below an exercise. */
  resolve(item: vscode.TestItem): void {
    const copy = this.#copies.get(item);
    if (!copy || item.parent) return;
    const uri = this.entryOf(copy);
    item.children.replace(copy.found.exercise.cases.map((testCase, index) => this.#caseItem(testCase, index, uri)));
  }

  entryOf({ folder, found }: GradableCopy): vscode.Uri {
    return this.#vscode.Uri.joinPath(folder, found.exercise.entry);
  }

  /** Screen readers are given the description in place of the label, so only what is there twice has one. */
  #showCopy(copy: ExerciseCopy, catalog: Catalog, isOneOfSeveral: boolean): void {
    const { workspace, l10n } = this.#vscode;
    const found = copy.manifest && catalog.exercise(refOf(copy.manifest));
    const place = workspace.asRelativePath(copy.folder);
    const label = found?.exercise.title ?? place;
    const item = this.itemOf(copy.folder) ?? this.#create(copy, label);
    item.label = label;
    item.description = isOneOfSeveral ? place : '';
    item.canResolveChildren = Boolean(found);
    if (found) {
      item.error = undefined;
      this.#copies.set(item, { folder: copy.folder, found });
      item.tags = [found.exercise.difficulty, found.topic.topicId].map((tag) => new this.#vscode.TestTag(tag));
      if (item.children.size > 0) this.resolve(item);
    } else {
      item.error = copy.problem ?? l10n.t('No pack that is loaded has the exercise "{0}". Install its pack, or name its folder in the settings.', copy.manifest.exerciseId);
      item.children.replace([]);
      this.#copies.delete(item);
    }
  }

  #create({ folder }: ExerciseCopy, label: string): vscode.TestItem {
    const item = this.#controller.createTestItem(folder.toString(), label, folder);
    this.#controller.items.add(item);
    return item;
  }

  #caseItem({ id, title }: ExerciseCase, index: number, uri: vscode.Uri): vscode.TestItem {
    const item = this.#controller.createTestItem(id, title, uri);
    item.sortText = String(index).padStart(4, '0');
    return item;
  }
}

/** The exercise that a manifest names; those that can't be read name none. */
function nameOf(manifest: Manifest | null): string {
  return manifest ? `${manifest.packId}/${manifest.topicId}/${manifest.exerciseId}` : '';
}
