import type { Disposable } from './disposables.ts';

/** Calls `action` once a burst of triggers has been over for `quietMs`. */
export class Debounce implements Disposable {
  readonly #action: () => void;
  readonly #quietMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(quietMs: number, action: () => void) {
    this.#quietMs = quietMs;
    this.#action = action;
  }

  trigger(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#action, this.#quietMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
