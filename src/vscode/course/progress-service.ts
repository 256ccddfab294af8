/** The learner's progress in VS Code's global state, which windows share and Settings Sync carries. */
import type * as vscode from 'vscode';
import { ProgressStore } from '../../course/progress-store.ts';
import type { Progress } from '../../course/progress.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { VsCode } from '../host.ts';

export type SyncedMemento = Pick<vscode.Memento, 'get' | 'update'> & { setKeysForSync(keys: readonly string[]): void };

export class ProgressService implements Disposable {
  readonly onDidChange: vscode.Event<void>;
  readonly #store: ProgressStore;
  readonly #changed: vscode.EventEmitter<void>;
  readonly #disposables = new Disposables();
  #current: Progress;

  constructor(vscode: VsCode, memento: SyncedMemento) {
    memento.setKeysForSync(['progress']);
    this.#store = new ProgressStore({ get: (key) => memento.get(key), set: (key, value) => memento.update(key, value) }, Date.now);
    this.#current = this.#store.current;
    this.#changed = this.#disposables.add(new vscode.EventEmitter<void>());
    this.onDidChange = this.#changed.event;
    // Another window may have written meanwhile; VS Code brings the value over but says nothing of it.
    this.#disposables.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#take(this.#store.current);
      }),
    );
  }

  get current(): Progress {
    return this.#current;
  }

  async update(change: (progress: Progress, now: number) => Progress): Promise<void> {
    this.#take(await this.#store.update(change));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #take(progress: Progress): void {
    this.#current = progress;
    this.#changed.fire();
  }
}
