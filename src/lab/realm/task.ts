import type { LearnerError } from './learner-error.ts';

/** How a learner's call ended. */
export type Settled = { readonly kind: 'returned'; /** Wire text. */ readonly text: string } | { readonly kind: 'threw'; readonly error: LearnerError };

/** A call of learner code that may still be going on in virtual time. */
export class Task {
  private end: Settled | undefined;
  private readonly watchers: ((settled: Settled) => void)[] = [];

  /** How it ended; undefined while it goes on. */
  get settled(): Settled | undefined {
    return this.end;
  }

  /** Calls `watcher` once it has ended: at once if it has already. Never, if the node crashes before. */
  whenSettled(watcher: (settled: Settled) => void): void {
    if (this.end) watcher(this.end);
    else this.watchers.push(watcher);
  }

  settle(end: Settled): void {
    if (this.end) return;
    this.end = end;
    for (const watcher of this.watchers) watcher(end);
  }
}
