/** Language services for scenarios: started with the first of them that is open. */
import type * as vscode from 'vscode';
import { Disposables, type Disposable } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';

export const LANGUAGE = 'dsim';

/** @param start what it gives is released with the rest */
export function withFirstScenario({ workspace }: VsCode, log: Pick<vscode.LogOutputChannel, 'error'>, start: () => Promise<Disposable>): Disposable {
  const disposables = new Disposables();
  const waiting = disposables.add(workspace.onDidOpenTextDocument(startFor));
  let isStarted = false;

  function startFor({ languageId }: vscode.TextDocument): void {
    if (languageId !== LANGUAGE || isStarted) return;
    isStarted = true;
    waiting.dispose();
    start().then(
      (services) => disposables.add(services),
      (error: unknown) => log.error('The language services for scenarios could not be started.', messageOf(error)),
    );
  }

  workspace.textDocuments.forEach(startFor);
  return disposables;
}

/** The language server, in a process of its own. */
export function scenarioLanguage(vscode: VsCode, extensionUri: vscode.Uri, log: vscode.LogOutputChannel): Disposable {
  return withFirstScenario(vscode, log, async () => {
    const { startClient } = await import('./client.ts');
    return startClient(vscode.Uri.joinPath(extensionUri, 'dist/language-server.js').fsPath, LANGUAGE, log);
  });
}
