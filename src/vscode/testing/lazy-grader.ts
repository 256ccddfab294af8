/** The grader, made when the first exercise is graded: from then on it keeps a process ready. */
import type * as vscode from 'vscode';
import type { Grader } from '../../lab/verdict.ts';
import type { Disposable } from '../disposables.ts';
import type { VsCode } from '../host.ts';

export interface LazyGrader extends Disposable {
  get(): Promise<Grader>;
}

export function lazyGrader({ Uri }: VsCode, extensionUri: vscode.Uri, log: vscode.LogOutputChannel): LazyGrader {
  let grader: Promise<Grader> | undefined;
  const create = async (): Promise<Grader> => {
    const { createGrader } = await import('../../lab/grader.ts');
    const childScript = Uri.joinPath(extensionUri, 'dist', 'lab-child.cjs').fsPath;
    return createGrader({ childScript, warn: (message) => log.warn(message) });
  };
  return {
    get: () => (grader ??= create()),
    dispose: () => void grader?.then((made) => made.dispose()),
  };
}
