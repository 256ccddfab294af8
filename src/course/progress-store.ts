/** Keeps progress in a storage that others write to as well, such as a second window, and that may hold anything. */
import { parseProgress, type Progress } from './progress.ts';

/** As VS Code's global state offers it. */
export interface ProgressStorage {
  get(key: string): unknown;
  set(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'progress';
/** What could not be read, oldest first: `{ at, value }`. It is never written over, so that nothing is ever lost. */
const KEPT_ASIDE = 'progress.keptAside';

export class ProgressStore {
  readonly #storage: ProgressStorage;
  readonly #clock: () => number;
  #last: Promise<unknown> = Promise.resolve();

  /** @param clock gives milliseconds since 1970 */
  constructor(storage: ProgressStorage, clock: () => number) {
    this.#storage = storage;
    this.#clock = clock;
  }

  get current(): Progress {
    return parseProgress(this.#storage.get(KEY)).progress;
  }

  /**
   * Applies a change to what is stored by then, after the changes before it, and gives what is stored afterwards.
   * What is stored and was damaged, or was written by a newer version of this extension, is first kept aside.
   * @throws what the storage throws; then nothing has changed
   */
  update(change: (progress: Progress, now: number) => Progress): Promise<Progress> {
    const result = this.#last.then(() => this.#apply(change));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #apply(change: (progress: Progress, now: number) => Progress): Promise<Progress> {
    const stored = this.#storage.get(KEY);
    const { progress, complete } = parseProgress(stored);
    const now = this.#clock();
    const next = change(progress, now);
    if (next === progress) return progress;
    if (!complete) {
      const earlier = this.#storage.get(KEPT_ASIDE);
      await this.#storage.set(KEPT_ASIDE, [...(Array.isArray(earlier) ? (earlier as unknown[]) : []), { at: now, value: stored }]);
    }
    await this.#storage.set(KEY, next);
    return next;
  }
}
