/** What the suites share: the extension's parts, waiting for conditions, answering dialogs, and reading test runs. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionParts } from '../../src/vscode/activate.ts';
import type { CourseNode } from '../../src/vscode/tree/nodes.ts';

export const EXTENSION_ID = 'distributed-systems-mastery.distributed-systems-mastery';

/** The exercise of the pack in test/fixtures/packs/tiny. */
export const DOUBLE = { packId: 'tiny', topicId: 'doubling', itemId: 'double' };

export const SOLUTION = 'export function double(value: number): number {\n  return value + value;\n}\n';

export async function extensionParts(): Promise<ExtensionParts> {
  const extension = vscode.extensions.getExtension<ExtensionParts>(EXTENSION_ID);
  assert.ok(extension, `${EXTENSION_ID} is not installed.`);
  return extension.activate();
}

/** Waits until `probe` gives something; what it throws meanwhile is thrown at the end. */
export async function eventually<Value>(probe: () => Value | undefined | false | Promise<Value | undefined | false>, what: string): Promise<Value> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    assert.ok(Date.now() < deadline, `It did not come to pass: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** The workspace folder of this name, or the first. */
export function workspaceFolder(name?: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find((candidate) => name === undefined || candidate.name === name);
  assert.ok(folder, `There is no workspace folder ${name ?? ''}.`);
  return folder.uri;
}

export async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** Replaces a file's text as a learner does: in the editor, without saving. */
export async function type(uri: vscode.Uri, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

export async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(() => true, () => false);
}

type Dialogs = Pick<typeof vscode.window, 'showQuickPick' | 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage' | 'showWorkspaceFolderPick' | 'showSaveDialog'>;

/** Replaces a dialog while `action` goes on; gives what the dialog was called with. */
export async function answering(name: keyof Dialogs, answer: (...args: never[]) => unknown, action: () => Promise<unknown>): Promise<unknown[][]> {
  const calls: unknown[][] = [];
  const original = vscode.window[name];
  const replacement = async (...args: unknown[]): Promise<unknown> => {
    calls.push(args);
    return answer(...(args as never[]));
  };
  Object.assign(vscode.window, { [name]: replacement });
  try {
    await action();
  } finally {
    Object.assign(vscode.window, { [name]: original });
  }
  return calls;
}

/** The topic tree as text: one line for each node, indented, with its icon and description. */
export async function treeText({ tree }: ExtensionParts): Promise<string> {
  const lines: string[] = [];
  const add = async (node: CourseNode | undefined, indent: string): Promise<void> => {
    for (const child of await tree.getChildren(node)) {
      const { label, description, iconPath } = tree.getTreeItem(child);
      const icon = iconPath instanceof vscode.ThemeIcon ? `[${iconPath.id}] ` : '';
      const text = typeof label === 'string' ? label : (label?.label ?? '');
      lines.push(`${indent}${icon}${text}${typeof description === 'string' ? ` | ${description}` : ''}`);
      await add(child, `${indent}  `);
    }
  };
  await add(undefined, '');
  return lines.join('\n');
}

/** What a test run reported of one test. */
export interface Reported {
  readonly state: 'passed' | 'failed' | 'errored' | 'skipped';
  readonly message: vscode.TestMessage | undefined;
}

export interface RecordedRun {
  readonly results: ReadonlyMap<string, Reported>;
  readonly enqueued: readonly string[];
  readonly output: string;
}

/** Records what is reported to VS Code of the next runs of exercises, which go on as usual. */
export function recordRun({ testing }: ExtensionParts, action: () => Promise<unknown>): Promise<RecordedRun> {
  return recordRuns(testing.controller, action);
}

/** The same of scenarios. */
export function recordScenarios({ scenarios }: ExtensionParts, action: () => Thenable<unknown>): Promise<RecordedRun> {
  return recordRuns(scenarios.controller, action);
}

async function recordRuns(controller: vscode.TestController, action: () => Thenable<unknown>): Promise<RecordedRun> {
  const results = new Map<string, Reported>();
  const enqueued: string[] = [];
  let output = '';
  let open = 0;
  let begun = false;
  const create = controller.createTestRun.bind(controller);
  const keep =
    (state: Reported['state']) =>
    (item: vscode.TestItem, message?: vscode.TestMessage | readonly vscode.TestMessage[] | number): void => {
      const [first] = Array.isArray(message) ? (message as readonly vscode.TestMessage[]) : [message as vscode.TestMessage | undefined];
      results.set(item.id, { state, message: typeof first === 'object' ? first : undefined });
    };
  controller.createTestRun = (...args) => {
    const run = create(...args);
    open += 1;
    begun = true;
    const wrap = <Name extends 'passed' | 'failed' | 'errored' | 'skipped' | 'enqueued' | 'appendOutput' | 'end'>(name: Name, also: (...given: never[]) => void): void => {
      const original = run[name].bind(run) as (...given: unknown[]) => void;
      Object.assign(run, {
        [name]: (...given: unknown[]) => {
          also(...(given as never[]));
          original(...given);
        },
      });
    };
    for (const state of ['passed', 'failed', 'errored', 'skipped'] as const) wrap(state, keep(state));
    wrap('enqueued', (item: vscode.TestItem) => enqueued.push(item.id));
    wrap('appendOutput', (text: string) => {
      output += text;
    });
    wrap('end', () => {
      open -= 1;
    });
    return run;
  };
  try {
    await action();
    await eventually(() => begun && open === 0, 'the test run ends');
  } finally {
    controller.createTestRun = create;
  }
  return { results, enqueued, output };
}

/** What VS Code takes as text or as Markdown, as text. */
export function plain(text: string | vscode.MarkdownString | undefined): string {
  return typeof text === 'object' ? text.value : (text ?? '');
}

/** Runs all cases of the exercise in a folder and records what comes of them. */
export async function gradeFolder(parts: ExtensionParts, folder: vscode.Uri): Promise<RecordedRun> {
  const item = await testItem(parts, folder);
  return recordRun(parts, () => parts.testing.run(new vscode.TestRunRequest([item])));
}

export async function testItem(parts: ExtensionParts, folder: vscode.Uri): Promise<vscode.TestItem> {
  await parts.testing.discover();
  return eventually(() => parts.testing.items.itemOf(folder), `the Testing view shows ${folder.path}`);
}
