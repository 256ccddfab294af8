/** What threads that carry out scenarios are told, and tell. */
import type { Scene } from '../engine/scene/scene.ts';
import type { Batch, BatchResult } from '../scenario/batch.ts';
import type { Counterexample, FailureRef } from '../scenario/failing/counterexample.ts';

/** What a thread begins with. */
export interface ThreadData {
  readonly scenes: readonly Scene[];
}

export type Task = { readonly kind: 'batch'; readonly batch: Batch } | { readonly kind: 'counterexample'; readonly of: FailureRef; readonly isShrunk: boolean };

/** What comes of a task; the thread itself goes on where one fails. */
export type Reply = { readonly kind: 'batch'; readonly result: BatchResult } | { readonly kind: 'counterexample'; readonly found: Counterexample } | { readonly kind: 'failed'; readonly message: string };
