/** The editor's end of the language server. */
import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { Disposable } from '../disposables.ts';

/** What was committed can't be mended, so the old side of a comparison is not complained of. */
const PAST = 'git';

/** @param script the server's bundle */
export async function startClient(script: string, language: string, log: vscode.LogOutputChannel): Promise<Disposable> {
  let isDisposed = false;
  const server = { module: script, transport: TransportKind.ipc };
  const client = new LanguageClient('distributedSystemsMastery.scenarios', 'Scenarios', server, {
    // Of any scheme: also those that were never saved, and those of a virtual workspace.
    documentSelector: [{ language }],
    // The client tells of the server's end, which comes after the log's.
    outputChannel: new Proxy(log, { get: (channel, name): unknown => (isDisposed ? () => undefined : Reflect.get(channel, name)) }),
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => next(uri, uri.scheme === PAST ? [] : diagnostics),
    },
  });
  await client.start();
  return {
    dispose() {
      isDisposed = true;
      void client.dispose();
    },
  };
}
