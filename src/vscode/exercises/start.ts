/**
 * Starts an exercise: copies its files into the learner's workspace. Nothing that is there is ever written over. In
 * Restricted Mode this works too, since nothing is run; grading waits until the workspace is trusted.
 */
import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { started } from '../../course/progress.ts';
import type { SourceFile } from '../../lab/verdict.ts';
import type { FoundExercise } from '../course/catalog.ts';
import type { ProgressService } from '../course/progress-service.ts';
import type { ItemRef } from '../course/refs.ts';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';
import type { ExerciseCopies } from './copies.ts';
import { MANIFEST_NAME, writeManifest } from './manifest.ts';
import { readStarter } from './pack-content.ts';

/** The folder of a workspace in which exercises are started. */
export const EXERCISES_FOLDER = 'exercises';

/** Types of what learner code imports; the build puts them beside the bundles. */
const TYPES = ['dist', 'dsim.d.ts'] as const;

export interface StartServices {
  readonly vscode: VsCode;
  readonly extensionUri: vscode.Uri;
  readonly copies: ExerciseCopies;
  readonly progress: ProgressService;
}

/** What to do where the exercise's folder is there already. */
type Choice = 'open' | 'complete' | 'beside';

/** @returns the folder that now holds the exercise; undefined where the user decided against it */
export async function startExercise(services: StartServices, found: FoundExercise): Promise<vscode.Uri | undefined> {
  const { vscode, copies, progress } = services;
  const workspaceFolder = await chooseFolder(vscode);
  if (!workspaceFolder) return undefined;
  const { exerciseId, packId, topicId } = found.exercise;
  const ref: ItemRef = { packId, topicId, itemId: exerciseId };
  const parent = vscode.Uri.joinPath(workspaceFolder.uri, EXERCISES_FOLDER);
  const target = await chooseTarget(vscode, parent, exerciseId);
  if (!target) return undefined;
  if (target.write) await writeMissing(services, target.folder, found, ref);
  await progress.update((before, now) => started(before, { kind: 'exercise', ...ref }, now));
  await copies.refresh();
  await openExercise(vscode, target.folder, found);
  return target.folder;
}

/** Shows the instructions, and beside them the file to write in. */
export async function openExercise(vscode: VsCode, folder: vscode.Uri, { exercise }: FoundExercise): Promise<void> {
  const readme = vscode.Uri.joinPath(folder, 'README.md');
  if (await exists(vscode, readme)) await vscode.commands.executeCommand('markdown.showPreview', readme);
  const [first = exercise.entry] = exercise.files;
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, first), { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

async function chooseFolder(vscode: VsCode): Promise<vscode.WorkspaceFolder | undefined> {
  const { workspace, window, commands, l10n } = vscode;
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    const open = l10n.t('Open Folder…');
    const choice = await window.showWarningMessage(l10n.t('An exercise is copied into a folder of yours, and no folder is open.'), open);
    if (choice === open) await commands.executeCommand('workbench.action.files.openFolder');
    return undefined;
  }
  const [only] = folders;
  const folder = folders.length === 1 ? only : await window.showWorkspaceFolderPick({ placeHolder: l10n.t('The folder into which the exercise is copied') });
  if (folder && workspace.fs.isWritableFileSystem(folder.uri.scheme) === false) {
    throw new Error(l10n.t('"{0}" is read-only, so the exercise can\'t be copied into it. Open a folder that can be written to.', folder.name));
  }
  return folder;
}

async function chooseTarget(vscode: VsCode, parent: vscode.Uri, exerciseId: string): Promise<{ folder: vscode.Uri; write: boolean } | undefined> {
  const folder = vscode.Uri.joinPath(parent, exerciseId);
  if (!(await exists(vscode, folder))) return { folder, write: true };
  const beside = await unusedName(vscode, parent, exerciseId);
  const isExercise = await exists(vscode, vscode.Uri.joinPath(folder, MANIFEST_NAME));
  const choice = await chooseForExisting(vscode, exerciseId, beside, isExercise);
  switch (choice) {
    case undefined:
      return undefined;
    case 'open':
      return { folder, write: false };
    case 'complete':
      return { folder, write: true };
    case 'beside':
      return { folder: vscode.Uri.joinPath(parent, beside), write: true };
  }
}

async function chooseForExisting({ window, l10n }: VsCode, exerciseId: string, beside: string, isExercise: boolean): Promise<Choice | undefined> {
  const items: (vscode.QuickPickItem & { readonly choice: Choice })[] = [
    ...(isExercise ? [{ choice: 'open' as const, label: l10n.t('Open What Is There'), detail: l10n.t('Nothing is written.') }] : []),
    { choice: 'complete', label: l10n.t('Keep My Files'), detail: l10n.t('Only files that are missing are added.') },
    { choice: 'beside', label: l10n.t('Start Again Beside It'), detail: l10n.t('A fresh copy is written to {0}.', `${EXERCISES_FOLDER}/${beside}`) },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('{0} exists already', `${EXERCISES_FOLDER}/${exerciseId}`),
    placeHolder: l10n.t('Your files are never written over. What should be done?'),
  });
  return picked?.choice;
}

async function unusedName(vscode: VsCode, parent: vscode.Uri, name: string): Promise<string> {
  let number = 2;
  while (await exists(vscode, vscode.Uri.joinPath(parent, `${name}-${number}`))) number++;
  return `${name}-${number}`;
}

/** The manifest comes last: with it the exercise is found, and then it is whole. */
async function writeMissing(services: StartServices, folder: vscode.Uri, found: FoundExercise, ref: ItemRef): Promise<void> {
  const { vscode } = services;
  const types = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(services.extensionUri, ...TYPES)));
  const files: SourceFile[] = [
    ...(await readStarter(found)),
    { path: 'dsim.d.ts', text: types },
    { path: 'tsconfig.json', text: TSCONFIG },
    { path: MANIFEST_NAME, text: writeManifest(ref, randomUUID()) },
  ];
  try {
    for (const { path, text } of files) await writeNew(vscode, vscode.Uri.joinPath(folder, path), text);
  } catch (error) {
    throw new Error(vscode.l10n.t('The exercise could not be copied to {0}: {1}', vscode.workspace.asRelativePath(folder), messageOf(error)), { cause: error });
  }
}

async function writeNew(vscode: VsCode, uri: vscode.Uri, text: string): Promise<void> {
  if (!(await exists(vscode, uri))) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function exists({ workspace, FileSystemError }: VsCode, uri: vscode.Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    // Whatever else is wrong, the file may be there.
    return !(error instanceof FileSystemError && error.code === 'FileNotFound');
  }
}


/** What the lab accepts: modules of the exercise and of "dsim", no DOM and nothing of Node. */
const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2023',
      lib: ['ES2023'],
      module: 'ESNext',
      moduleResolution: 'Bundler',
      allowImportingTsExtensions: true,
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      types: [],
    },
    include: ['.'],
  },
  null,
  2,
)}\n`;
