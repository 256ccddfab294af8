import type { Disposable } from './disposables.ts';

/** Calls `action` for triggers, but leaves `intervalMs` between two calls; the last trigger is never lost. */
export class Throttle implements Disposable {
  readonly #action: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isWaiting = false;

  constructor(intervalMs: number, action: () => void) {
    this.#action = action;
    this.#intervalMs = intervalMs;
  }

  trigger(): void {
    this.#isWaiting = true;
    if (this.#timer === undefined) this.#act();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#isWaiting = false;
  }

  #act(): void {
    this.#timer = undefined;
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#timer = setTimeout(() => this.#act(), this.#intervalMs);
    this.#action();
  }
}
