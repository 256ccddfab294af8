/** Finds the scenarios of the workspace, and notices when they come, go or change. */
import type * as vscode from 'vscode';
import { Debounce } from '../debounce.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { VsCode } from '../host.ts';

export const LANGUAGE = 'dsim';

const PATTERN = '**/*.dsim';
const SKIPPED = '**/{node_modules,.git}/**';
const MOST_FILES = 1_000;
const QUIET_MS = 200;

/** The text of a scenario as the user sees it: that of an open editor, whether it is saved or not, else the file's. */
export async function textOf({ workspace }: VsCode, file: vscode.Uri): Promise<string> {
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  return open ? open.getText() : new TextDecoder().decode(await workspace.fs.readFile(file));
}

export class ScenarioFiles implements Disposable {
  readonly #vscode: VsCode;
  readonly #disposables = new Disposables();
  readonly #changed: () => void;
  #found: readonly string[] = [];
  #isWatching = false;

  /** @param changed called when others may be there than before, or one of them has changed */
  constructor(vscode: VsCode, changed: () => void) {
    this.#vscode = vscode;
    this.#changed = changed;
  }

  /** From then on changes are noticed. */
  async all(): Promise<readonly vscode.Uri[]> {
    this.#watch();
    const found = await this.#vscode.workspace.findFiles(PATTERN, SKIPPED, MOST_FILES);
    this.#found = found.map(String);
    return [...found].sort((one, other) => (one.toString() < other.toString() ? -1 : 1));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const { workspace } = this.#vscode;
    const debounce = this.#disposables.add(new Debounce(QUIET_MS, this.#changed));
    const look = (): void => debounce.trigger();
    const watcher = this.#disposables.add(workspace.createFileSystemWatcher(PATTERN));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.#disposables.add(event(look));
    // When a folder is moved or removed, some systems report the folder alone.
    const anything = this.#disposables.add(workspace.createFileSystemWatcher('**/*', true, true, false));
    this.#disposables.add(anything.onDidDelete((gone) => (this.#found.some((file) => file.startsWith(`${gone.toString()}/`)) ? look() : undefined)));
    this.#disposables.add(workspace.onDidRenameFiles(look));
    this.#disposables.add(workspace.onDidChangeWorkspaceFolders(look));
  }
}
