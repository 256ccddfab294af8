/** What a learner can do with an exercise from the tree, the palette and the Testing view. */
import type * as vscode from 'vscode';
import type { FoundExercise } from '../course/catalog.ts';
import type { CourseService } from '../course/course-service.ts';
import type { ItemRef } from '../course/refs.ts';
import type { ExerciseTesting } from '../testing/controller.ts';
import type { GradableCopy } from '../testing/items.ts';
import { refOf } from './manifest.ts';
import { instructionsIn } from './pack-content.ts';
import { openExercise, startExercise, type StartServices } from './start.ts';

export interface ActionServices extends StartServices {
  readonly course: CourseService;
  readonly testing: ExerciseTesting;
}

export class ExerciseActions {
  readonly #services: ActionServices;
  /** How many hints were shown, by exercise. */
  readonly #hintsShown = new Map<string, number>();

  constructor(services: ActionServices) {
    this.#services = services;
  }

  /** @returns the folder that holds the exercise; undefined where the user decided against it */
  async start(ref: ItemRef): Promise<vscode.Uri | undefined> {
    return startExercise(this.#services, await this.#find(ref));
  }

  /** Opens the learner's copy; where there is none, offers to start the exercise. */
  async open(ref: ItemRef): Promise<void> {
    const { vscode } = this.#services;
    const found = await this.#find(ref);
    const copies = await this.#copiesOf(ref);
    if (copies.length > 0) {
      const folder = await this.#chooseCopy(copies);
      if (folder) await openExercise(vscode, folder, found);
      return;
    }
    const { l10n, window } = vscode;
    const [start, read] = [l10n.t('Start Exercise'), l10n.t('Read the Instructions')];
    const choice = await window.showInformationMessage(l10n.t('"{0}" is not in this workspace yet. Starting it copies its files here.', found.exercise.title), start, read);
    if (choice === start) await startExercise(this.#services, found);
    if (choice === read) await this.#showInstructions(instructionsIn(vscode, found));
  }

  /** Grades the learner's copy. */
  async run(ref: ItemRef): Promise<void> {
    const { vscode, testing } = this.#services;
    const copies = await this.#copiesOf(ref);
    if (copies.length === 0) {
      await this.open(ref);
      return;
    }
    const folder = await this.#chooseCopy(copies);
    await testing.discover();
    const item = folder && testing.items.itemOf(folder);
    if (!item) return;
    await vscode.commands.executeCommand('vscode.revealTestInExplorer', item);
    await testing.run(new vscode.TestRunRequest([item]));
  }

  /** Shows the instructions in the learner's copy, or those in the pack where the copy has lost them. */
  async openInstructions({ folder, found }: GradableCopy): Promise<void> {
    const { vscode } = this.#services;
    const own = vscode.Uri.joinPath(folder, 'README.md');
    const isThere = await Promise.resolve(vscode.workspace.fs.stat(own)).then(() => true, () => false);
    await this.#showInstructions(isThere ? own : instructionsIn(vscode, found));
  }

  /** Shows the next hint, from the gentlest to the plainest; after the last one they start over. */
  async showHint({ found: { exercise } }: GradableCopy): Promise<void> {
    const { window, l10n } = this.#services.vscode;
    const { hints } = exercise;
    if (hints.length === 0) {
      void window.showInformationMessage(l10n.t('"{0}" has no hints.', exercise.title));
      return;
    }
    const key = `${exercise.packId}/${exercise.topicId}/${exercise.exerciseId}`;
    const next = l10n.t('Next Hint');
    let choice: string | undefined = next;
    while (choice === next) {
      const index = (this.#hintsShown.get(key) ?? 0) % hints.length;
      this.#hintsShown.set(key, index + 1);
      const text = l10n.t('Hint {0} of {1}: {2}', index + 1, hints.length, hints[index] ?? '');
      choice = await (index + 1 < hints.length ? window.showInformationMessage(text, next) : window.showInformationMessage(text));
    }
  }

  async #find(ref: ItemRef): Promise<FoundExercise> {
    const { course, vscode } = this.#services;
    const found = (await course.catalog()).exercise(ref);
    if (!found) throw new Error(vscode.l10n.t('The exercise "{0}" is in no pack that is loaded.', ref.itemId));
    return found;
  }

  async #copiesOf({ packId, topicId, itemId }: ItemRef): Promise<vscode.Uri[]> {
    const copies = await this.#services.copies.all();
    return copies.flatMap(({ folder, manifest }) => {
      const ref = manifest && refOf(manifest);
      return ref?.packId === packId && ref.topicId === topicId && ref.itemId === itemId ? [folder] : [];
    });
  }

  async #chooseCopy(folders: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
    const { window, workspace, l10n } = this.#services.vscode;
    if (folders.length === 1) return folders[0];
    const items = folders.map((folder) => ({ label: workspace.asRelativePath(folder), folder }));
    return (await window.showQuickPick(items, { placeHolder: l10n.t('This exercise is in the workspace more than once') }))?.folder;
  }

  async #showInstructions(uri: vscode.Uri): Promise<void> {
    await this.#services.vscode.commands.executeCommand('markdown.showPreview', uri);
  }
}
