/** Reads what the learner wrote, wherever it lies: on a disk, in a virtual file system, or only in an editor. */
import type * as vscode from 'vscode';
import type { SourceFile } from '../../lab/verdict.ts';
import type { VsCode } from '../host.ts';
import { MANIFEST_NAME } from './manifest.ts';

const MOST_FILES = 200;
const SKIPPED = /^\.|^node_modules$/;
const LEARNER_FILE = /(?<!\.d)\.[jt]s$/;

/** Saves what is open and changed, so that what is graded is what is seen. */
export async function saveSources({ workspace }: VsCode, folder: vscode.Uri): Promise<void> {
  const changed = workspace.textDocuments.filter((document) => document.isDirty && isInside(folder, document.uri));
  await Promise.all(changed.map((document) => document.save()));
}

/**
 * The TypeScript and JavaScript files of an exercise's folder, without those of exercises inside it. Of a file that could
 * not be saved, the text in the editor counts.
 * @throws Error where the folder can't be read or holds too much
 */
export async function readSources(vscode: VsCode, folder: vscode.Uri): Promise<SourceFile[]> {
  const { workspace, FileType, Uri, l10n } = vscode;
  const paths: string[] = [];
  const open = [''];
  for (const inside of open) {
    const entries = await workspace.fs.readDirectory(Uri.joinPath(folder, inside));
    if (inside !== '' && entries.some(([name]) => name === MANIFEST_NAME)) continue;
    for (const [name, type] of entries) {
      const path = inside === '' ? name : `${inside}/${name}`;
      if (SKIPPED.test(name)) continue;
      if ((type & FileType.Directory) !== 0) open.push(path);
      else if (LEARNER_FILE.test(name)) paths.push(path);
    }
    if (paths.length > MOST_FILES) throw new Error(l10n.t('The exercise\'s folder holds more than {0} source files. Move what does not belong to it elsewhere.', MOST_FILES));
  }
  return Promise.all(paths.sort().map(async (path) => ({ path, text: await readText(vscode, Uri.joinPath(folder, path)) })));
}

async function readText({ workspace }: VsCode, uri: vscode.Uri): Promise<string> {
  const document = workspace.textDocuments.find((open) => open.isDirty && open.uri.toString() === uri.toString());
  return document?.getText() ?? new TextDecoder().decode(await workspace.fs.readFile(uri));
}

export function isInside(folder: vscode.Uri, uri: vscode.Uri): boolean {
  return uri.toString().startsWith(`${folder.toString()}/`);
}
