/** Keeps the course loaded: reads the packs of all places, and again whenever something that they depend on changes. */
import type * as vscode from 'vscode';
import type { LoadEnvironment } from '../../course/loading.ts';
import type { PackResult } from '../../course/model.ts';
import { Debounce } from '../debounce.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { VsCode } from '../host.ts';
import { settingId } from '../settings.ts';
import { Catalog } from './catalog.ts';
import { packPlaces, type PackPlaces } from './pack-sources.ts';

/** Reads the packs of these places. What can't be read is a faulty result; it rejects only where the reader itself can't be loaded. */
export type PackReader = (places: PackPlaces) => Promise<readonly PackResult[]>;

const QUIET_MS = 150;

export class CourseService implements Disposable {
  readonly onDidChange: vscode.Event<Catalog>;
  readonly #vscode: VsCode;
  readonly #extension: Pick<vscode.ExtensionContext, 'extensionPath'>;
  readonly #read: PackReader;
  readonly #changed: vscode.EventEmitter<Catalog>;
  readonly #disposables = new Disposables();
  readonly #debounce: Debounce;
  #watchers = new Disposables();
  #watched = '';
  #catalog = new Catalog([]);
  #loading: Promise<Catalog> | undefined;
  #loaded = false;
  #stale = false;

  /** @param onFailure hears why a reading that nobody waits for failed */
  constructor(vscode: VsCode, extension: Pick<vscode.ExtensionContext, 'extensionPath'>, read: PackReader, onFailure: (error: unknown) => void) {
    this.#vscode = vscode;
    this.#extension = extension;
    this.#read = read;
    this.#changed = this.#disposables.add(new vscode.EventEmitter<Catalog>());
    this.onDidChange = this.#changed.event;
    this.#debounce = this.#disposables.add(new Debounce(QUIET_MS, () => void this.reload().catch(onFailure)));
    // VS Code fires this twice, the first time with the old list; reading once more is harmless.
    this.#disposables.add(vscode.extensions.onDidChange(() => this.#debounce.trigger()));
    this.#disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingId('packFolders'))) this.#debounce.trigger();
      }),
    );
  }

  /** What was loaded last; empty before the first load. */
  get current(): Catalog {
    return this.#catalog;
  }

  /** The course, loaded if it has not been yet. */
  catalog(): Promise<Catalog> {
    return this.#loading ?? (this.#loaded ? Promise.resolve(this.#catalog) : this.reload());
  }

  /** Reads everything again; a call while that is under way is answered by one more reading after it. */
  reload(): Promise<Catalog> {
    if (this.#loading) this.#stale = true;
    this.#loading ??= this.#load();
    return this.#loading;
  }

  dispose(): void {
    this.#watchers.dispose();
    this.#disposables.dispose();
  }

  async #load(): Promise<Catalog> {
    try {
      do {
        this.#stale = false;
        const places = packPlaces(this.#vscode, this.#extension);
        this.#watch(places);
        this.#catalog = new Catalog(await this.#read(places));
      } while (this.#stale);
    } finally {
      this.#loading = undefined;
    }
    this.#loaded = true;
    this.#changed.fire(this.#catalog);
    return this.#catalog;
  }

  /** Only folders that a user named are watched: the other packs change with their extension alone. */
  #watch({ places }: PackPlaces): void {
    const folders = places.flatMap(({ origin }) => (origin.kind === 'folder' ? [origin.folder] : []));
    const key = JSON.stringify(folders);
    if (key === this.#watched) return;
    this.#watched = key;
    this.#watchers.dispose();
    this.#watchers = new Disposables();
    const { workspace, RelativePattern, Uri } = this.#vscode;
    for (const folder of folders) {
      const watcher = this.#watchers.add(workspace.createFileSystemWatcher(new RelativePattern(Uri.file(folder), '**/*')));
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
        this.#watchers.add(event(() => this.#debounce.trigger()));
      }
    }
  }
}

/** Reads packs from the disk. The loader, with its parsers, is fetched when the first course is. */
export function diskReader(engineVersion: string): PackReader {
  return async ({ places, faulty }) => {
    const [{ loadCourse }, { findPackFolders, nodeFiles }, { simulations }, { valuesOf }] = await Promise.all([
      import('../../course/load-course.ts'),
      import('../../course/node-files.ts'),
      import('../../simulations/registry.ts'),
      import('../../simulations/parameters.ts'),
    ]);
    const environment: LoadEnvironment = {
      engineVersion,
      simulations: new Map(
        [...simulations].map(([type, { parameters, build }]) => [type, (changes) => void build(valuesOf(parameters, changes))]),
      ),
    };
    const sources = await Promise.all(
      places.map(async ({ folder, origin }) => (await findPackFolders(folder)).map((root) => ({ files: nodeFiles(root), origin }))),
    );
    return [...(await loadCourse(sources.flat(), environment)), ...faulty];
  };
}
