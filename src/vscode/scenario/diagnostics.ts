/** Shows what is wrong with scenarios while they are written. */
import type * as vscode from 'vscode';
import { Debounce } from '../debounce.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { VsCode } from '../host.ts';

const LANGUAGE = 'dsim';

/** After the last keystroke. */
const QUIET_MS = 300;

/** Longer ones are checked when they are opened and saved: it takes a noticeable part of a second. */
const MOST_CHARACTERS = 50_000;

export function checkScenarios({ languages, workspace, Diagnostic, DiagnosticSeverity, Range }: VsCode): Disposable {
  const disposables = new Disposables();
  const collection = disposables.add(languages.createDiagnosticCollection(LANGUAGE));
  const waiting = new Map<vscode.TextDocument, Debounce>();

  const check = async (document: vscode.TextDocument): Promise<void> => {
    if (document.languageId !== LANGUAGE) return;
    const { compile } = await import('../../scenario/compile/compile.ts');
    if (document.isClosed) return;
    const { problems } = compile(document.getText());
    collection.set(
      document.uri,
      problems.map(({ start, end, message }) => {
        const found = new Diagnostic(new Range(document.positionAt(start), document.positionAt(end)), message, DiagnosticSeverity.Error);
        found.source = 'Distributed Systems Mastery';
        return found;
      }),
    );
  };
  const checkSoon = (document: vscode.TextDocument): void => {
    if (document.languageId !== LANGUAGE || document.getText().length > MOST_CHARACTERS) return;
    const pending = waiting.get(document) ?? new Debounce(QUIET_MS, () => void check(document));
    waiting.set(document, pending);
    pending.trigger();
  };
  const forget = (document: vscode.TextDocument): void => {
    waiting.get(document)?.dispose();
    waiting.delete(document);
    collection.delete(document.uri);
  };

  disposables.add(workspace.onDidOpenTextDocument((document) => void check(document)));
  disposables.add(workspace.onDidSaveTextDocument((document) => void check(document)));
  disposables.add(workspace.onDidChangeTextDocument(({ document }) => checkSoon(document)));
  disposables.add(workspace.onDidCloseTextDocument(forget));
  disposables.add({ dispose: () => waiting.forEach((pending) => pending.dispose()) });
  for (const document of workspace.textDocuments) void check(document);
  return disposables;
}
