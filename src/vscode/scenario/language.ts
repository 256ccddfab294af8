/** Language services for scenarios: started with the first of them that is open, in a process of their own. */
import type * as vscode from 'vscode';
import { Disposables, type Disposable } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';

export const LANGUAGE = 'dsim';

export function scenarioLanguage({ workspace, Uri }: VsCode, extensionUri: vscode.Uri, log: vscode.LogOutputChannel): Disposable {
  const disposables = new Disposables();
  const waiting = disposables.add(workspace.onDidOpenTextDocument((document) => startFor(document)));
  let isStarted = false;

  function startFor({ languageId }: vscode.TextDocument): void {
    if (languageId !== LANGUAGE || isStarted) return;
    isStarted = true;
    waiting.dispose();
    start().catch((error: unknown) => log.error('The language services for scenarios could not be started.', messageOf(error)));
  }

  async function start(): Promise<void> {
    const { startClient } = await import('./client.ts');
    disposables.add(await startClient(Uri.joinPath(extensionUri, 'dist/language-server.js').fsPath, LANGUAGE, log));
  }

  workspace.textDocuments.forEach(startFor);
  return disposables;
}
