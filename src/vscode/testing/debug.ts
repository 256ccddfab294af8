/** Attaches VS Code's JavaScript debugger to the process that runs the learner's code. */
import type * as vscode from 'vscode';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';
import type { Debugging } from './run.ts';

const DEBUGGERS = ['ms-vscode.js-debug', 'ms-vscode.js-debug-nightly'];

/** @throws Error that says why the exercise can't be debugged here */
export function debugging(vscode: VsCode, log: vscode.LogOutputChannel): Debugging {
  return (run, copy, stop) => {
    const { extensions, l10n } = vscode;
    if (!DEBUGGERS.some((id) => extensions.getExtension(id))) {
      throw new Error(l10n.t('Debugging needs the extension "JavaScript Debugger" ({0}), which is not installed or is disabled.', DEBUGGERS[0] ?? ''));
    }
    if (copy.folder.scheme !== 'file') throw new Error(l10n.t('Only exercises in a folder on disk can be debugged.'));
    return {
      root: copy.folder.fsPath,
      onInspector: ({ host, port }) => {
        const name = l10n.t('Debug {0}', copy.found.exercise.title);
        attach(vscode, run, copy.folder, { type: 'node', request: 'attach', name, address: host, port, continueOnAttach: true, skipFiles: ['<node_internals>/**'] }, stop).catch(
          (error: unknown) => {
            log.error('The debugger could not be attached.', messageOf(error));
            stop.abort();
          },
        );
      },
    };
  };
}

/** Ends the run when the user ends the session. */
async function attach(
  { debug, workspace, l10n }: VsCode,
  run: vscode.TestRun,
  folder: vscode.Uri,
  configuration: vscode.DebugConfiguration,
  stop: AbortController,
): Promise<void> {
  const ended = debug.onDidTerminateDebugSession((session) => {
    if (session.configuration.name === configuration.name && session.parentSession === undefined) stop.abort();
  });
  run.onDidDispose(() => void ended.dispose());
  stop.signal.addEventListener('abort', () => void ended.dispose());
  const attached = await debug.startDebugging(workspace.getWorkspaceFolder(folder), configuration, { testRun: run });
  if (!attached) throw new Error(l10n.t('The debugger refused to attach.'));
}
