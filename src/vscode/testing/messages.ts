/** Results of grading as the Testing view shows them. */
import type * as vscode from 'vscode';
import type { CaseResult, Frame, Location } from '../../lab/verdict.ts';
import type { VsCode } from '../host.ts';
import type { GradableCopy } from './items.ts';

/** By this the menus of a result know that it is one of ours. */
export const MESSAGE_CONTEXT = 'distributedSystemsMastery.result';

export function testMessage(vscode: VsCode, copy: GradableCopy, result: CaseResult): vscode.TestMessage {
  const { TestMessage, l10n } = vscode;
  const text = result.seed === undefined ? result.message : l10n.t('{0} (seed {1})', result.message, result.seed);
  const { expected, actual } = result;
  const message = expected !== undefined && actual !== undefined ? TestMessage.diff(text, expected, actual) : new TestMessage(text);
  message.location = locationOf(vscode, copy, result);
  message.contextValue = MESSAGE_CONTEXT;
  if (result.stack && result.stack.length > 0) message.stackTrace = result.stack.map((frame) => stackFrame(vscode, copy, frame));
  return message;
}

/** The place that the result names; without one, the first place on the stack, and at last the top of the entry file. */
function locationOf(vscode: VsCode, copy: GradableCopy, { location, stack }: CaseResult): vscode.Location {
  const place: Location = location ?? stack?.[0] ?? { file: copy.found.exercise.entry, line: 1, column: 1 };
  return toLocation(vscode, copy, place);
}

export function toLocation(vscode: VsCode, { folder }: GradableCopy, place: Location): vscode.Location {
  return new vscode.Location(vscode.Uri.joinPath(folder, place.file), toPosition(vscode, place));
}

function stackFrame(vscode: VsCode, { folder }: GradableCopy, frame: Frame): vscode.TestMessageStackFrame {
  return new vscode.TestMessageStackFrame(frame.name, vscode.Uri.joinPath(folder, frame.file), toPosition(vscode, frame));
}

/** The lab counts lines and columns from 1. */
function toPosition({ Position }: VsCode, { line, column }: Location): vscode.Position {
  return new Position(Math.max(0, line - 1), Math.max(0, column - 1));
}

/** Whole lines for the Testing view's terminal, which needs carriage returns. */
export function terminalLines(text: string): string {
  return `${text.replace(/\r?\n$/, '')}\n`.replace(/\r?\n/g, '\r\n');
}
