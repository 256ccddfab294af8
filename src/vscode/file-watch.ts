/** Notices when files of a kind come, go, change or move in the workspace, by themselves or with a folder. */
import type * as vscode from 'vscode';
import { Debounce } from './debounce.ts';
import { Disposables, type Disposable } from './disposables.ts';
import type { VsCode } from './host.ts';

/** After the last change: many files may come and go at once. */
const QUIET_MS = 200;

export class FileWatch implements Disposable {
  readonly #vscode: VsCode;
  readonly #pattern: string;
  readonly #isAround: (folder: vscode.Uri) => boolean;
  readonly #disposables = new Disposables();
  readonly #debounce: Debounce;
  #isWatching = false;

  /**
   * @param isAround whether what is known lies in a folder
   * @param changed called when others may be there than before, or one of them has changed
   */
  constructor(vscode: VsCode, pattern: string, isAround: (folder: vscode.Uri) => boolean, changed: () => void) {
    this.#vscode = vscode;
    this.#pattern = pattern;
    this.#isAround = isAround;
    this.#debounce = this.#disposables.add(new Debounce(QUIET_MS, changed));
  }

  /** From now on, however often it is asked for. */
  begin(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const { workspace } = this.#vscode;
    const look = (): void => this.#debounce.trigger();
    const files = this.#disposables.add(workspace.createFileSystemWatcher(this.#pattern));
    for (const event of [files.onDidCreate, files.onDidChange, files.onDidDelete]) this.#disposables.add(event(look));
    // When a folder is moved or removed, some systems report the folder alone and not the files in it.
    const anything = this.#disposables.add(workspace.createFileSystemWatcher('**/*', false, true, false));
    this.#disposables.add(anything.onDidDelete((gone) => (this.#isAround(gone) ? look() : undefined)));
    this.#disposables.add(anything.onDidCreate((come) => void this.#lookInFolder(come)));
    this.#disposables.add(workspace.onDidRenameFiles(look));
    this.#disposables.add(workspace.onDidChangeWorkspaceFolders(look));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** A folder that turns up may hold such files; files say so themselves. */
  async #lookInFolder(uri: vscode.Uri): Promise<void> {
    const { FileType, workspace } = this.#vscode;
    const stat = await Promise.resolve(workspace.fs.stat(uri)).catch(() => undefined);
    if (stat?.type === FileType.Directory) this.#debounce.trigger();
  }
}
