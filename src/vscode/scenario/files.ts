/** Finds the scenarios of the workspace, and notices when they come, go or change. */
import type * as vscode from 'vscode';
import type { Disposable } from '../disposables.ts';
import { FileWatch } from '../file-watch.ts';
import type { VsCode } from '../host.ts';

export const LANGUAGE = 'dsim';

const PATTERN = '**/*.dsim';
const SKIPPED = '**/{node_modules,.git}/**';
const MOST_FILES = 1_000;

/** The text of a scenario as the user sees it: that of an open editor, whether it is saved or not, else the file's. */
export async function textOf({ workspace }: VsCode, file: vscode.Uri): Promise<string> {
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  return open ? open.getText() : new TextDecoder().decode(await workspace.fs.readFile(file));
}

export class ScenarioFiles implements Disposable {
  readonly #vscode: VsCode;
  readonly #watch: FileWatch;
  #found: readonly string[] = [];

  /** @param changed called when others may be there than before, or one of them has changed */
  constructor(vscode: VsCode, changed: () => void) {
    this.#vscode = vscode;
    this.#watch = new FileWatch(vscode, PATTERN, (folder) => this.#found.some((file) => file.startsWith(`${folder.toString()}/`)), changed);
  }

  /** From then on changes are noticed. */
  async all(): Promise<readonly vscode.Uri[]> {
    this.#watch.begin();
    const found = await this.#vscode.workspace.findFiles(PATTERN, SKIPPED, MOST_FILES);
    this.#found = found.map(String);
    return [...found].sort((one, other) => (one.toString() < other.toString() ? -1 : 1));
  }

  dispose(): void {
    this.#watch.dispose();
  }
}
