/** Finds the learner's copies of exercises in the workspace by their manifests, and notices when they come, go or move. */
import type * as vscode from 'vscode';
import { Disposables, type Disposable } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import { FileWatch } from '../file-watch.ts';
import type { VsCode } from '../host.ts';
import { MANIFEST_NAME, parseManifest, type Manifest } from './manifest.ts';

/** A folder with a manifest; where that can't be read, with the reason. */
export type ExerciseCopy =
  | { readonly folder: vscode.Uri; readonly manifest: Manifest; readonly problem: null }
  | { readonly folder: vscode.Uri; readonly manifest: null; readonly problem: string };

const MOST_COPIES = 500;
/** How deep folders are looked through where VS Code has no search for their file system. */
const DEEPEST_WALK = 5;
const MOST_WALKED = 2_000;
const SKIPPED_FOLDERS = /^(\.git|node_modules)$/;

export class ExerciseCopies implements Disposable {
  readonly onDidChange: vscode.Event<readonly ExerciseCopy[]>;
  readonly #vscode: VsCode;
  readonly #changed: vscode.EventEmitter<readonly ExerciseCopy[]>;
  readonly #disposables = new Disposables();
  readonly #watch: FileWatch;
  #copies: readonly ExerciseCopy[] | undefined;

  constructor(vscode: VsCode) {
    this.#vscode = vscode;
    this.#changed = this.#disposables.add(new vscode.EventEmitter<readonly ExerciseCopy[]>());
    this.onDidChange = this.#changed.event;
    this.#watch = this.#disposables.add(new FileWatch(vscode, `**/${MANIFEST_NAME}`, (folder) => this.#isAroundCopy(folder), () => void this.refresh()));
  }

  /** The copies, looked for if that was not done yet. From then on changes are noticed. */
  async all(): Promise<readonly ExerciseCopy[]> {
    return this.#copies ?? this.refresh();
  }

  async refresh(): Promise<readonly ExerciseCopy[]> {
    this.#watch.begin();
    const manifests = await this.#findManifests();
    this.#copies = await Promise.all(manifests.map((manifest) => this.#read(manifest)));
    this.#changed.fire(this.#copies);
    return this.#copies;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #isAroundCopy(uri: vscode.Uri): boolean {
    return (this.#copies ?? []).some(({ folder }) => folder.toString() === uri.toString() || folder.toString().startsWith(`${uri.toString()}/`));
  }

  async #findManifests(): Promise<vscode.Uri[]> {
    const { workspace } = this.#vscode;
    const folders = workspace.workspaceFolders ?? [];
    const found = await Promise.all(folders.map((folder) => (folder.uri.scheme === 'file' ? this.#search(folder) : this.#walk(folder.uri))));
    const byAddress = new Map(found.flat().map((uri) => [uri.toString(), uri]));
    return [...byAddress.keys()].sort().flatMap((address) => byAddress.get(address) ?? []);
  }

  #search(folder: vscode.WorkspaceFolder): Thenable<vscode.Uri[]> {
    const { workspace, RelativePattern } = this.#vscode;
    return workspace.findFiles(new RelativePattern(folder, `**/${MANIFEST_NAME}`), '**/{node_modules,.git}/**', MOST_COPIES);
  }

  /** Virtual file systems mostly can't be searched, so their folders are looked through, breadth first. */
  async #walk(root: vscode.Uri): Promise<vscode.Uri[]> {
    const { workspace, FileType, Uri } = this.#vscode;
    const found: vscode.Uri[] = [];
    const open = [{ folder: root, depth: 0 }];
    for (const { folder, depth } of open) {
      const entries = await Promise.resolve(workspace.fs.readDirectory(folder)).catch(() => []);
      for (const [name, type] of entries) {
        if (name === MANIFEST_NAME) found.push(Uri.joinPath(folder, name));
        const isOpen = (type & FileType.Directory) !== 0 && !SKIPPED_FOLDERS.test(name) && depth < DEEPEST_WALK;
        if (isOpen && open.length < MOST_WALKED) open.push({ folder: Uri.joinPath(folder, name), depth: depth + 1 });
      }
    }
    return found;
  }

  async #read(manifest: vscode.Uri): Promise<ExerciseCopy> {
    const { workspace, Uri, l10n } = this.#vscode;
    const folder = Uri.joinPath(manifest, '..');
    try {
      const text = new TextDecoder().decode(await workspace.fs.readFile(manifest));
      return { folder, manifest: parseManifest(text), problem: null };
    } catch (error) {
      return { folder, manifest: null, problem: l10n.t('{0} can\'t be read: {1}', MANIFEST_NAME, messageOf(error)) };
    }
  }
}

