/** What an exercise's pack holds of it: the files that the learner gets, and the tests. */
import type * as vscode from 'vscode';
import { joinPath, readText, type PackFiles } from '../../course/files.ts';
import type { SourceFile } from '../../lab/verdict.ts';
import type { FoundExercise } from '../course/catalog.ts';
import type { VsCode } from '../host.ts';

const LARGEST_FILE = 512 * 1024;

export async function filesOf({ pack }: FoundExercise): Promise<PackFiles> {
  const { nodeFiles } = await import('../../course/node-files.ts');
  return nodeFiles(pack.root);
}

/** The tests, with paths relative to the exercise's folder. */
export async function readTests(found: FoundExercise): Promise<SourceFile[]> {
  const files = await filesOf(found);
  const { folder } = found.exercise;
  const sources: SourceFile[] = [];
  const open = ['tests'];
  for (const inside of open) {
    for (const { name, kind } of await files.list(joinPath(folder, inside))) {
      const path = joinPath(inside, name);
      if (kind === 'folder') open.push(path);
      else if (kind === 'file' && name.endsWith('.ts')) sources.push({ path, text: await readText(files, joinPath(folder, path), LARGEST_FILE) });
    }
  }
  return sources;
}

/** The learner's files as the exercise gives them out, and its instructions. */
export async function readStarter(found: FoundExercise): Promise<SourceFile[]> {
  const files = await filesOf(found);
  const { folder, files: names } = found.exercise;
  const read = (path: string, as: string) => readText(files, joinPath(folder, path), LARGEST_FILE).then((text) => ({ path: as, text }));
  return Promise.all([read('README.md', 'README.md'), ...names.map((name) => read(joinPath('starter', name), name))]);
}

export function instructionsIn(vscode: VsCode, { pack, exercise }: FoundExercise): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.file(pack.root), exercise.folder, 'README.md');
}
