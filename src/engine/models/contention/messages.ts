/** What a store of one row and its clients say to each other. */
import type { Micros } from '../../sim/time.ts';

export type RowMessage =
  | { readonly type: 'Read' }
  | { readonly type: 'ReadReply'; readonly version: number }
  /** Takes effect only if the row still has this version. */
  | { readonly type: 'Write'; readonly version: number }
  | { readonly type: 'WriteReply'; readonly written: boolean };

/** What a reader of the trace would name. */
export type RowNote =
  | { readonly note: 'written'; readonly version: number }
  | { readonly note: 'conflict'; readonly read: number; readonly present: number }
  | { readonly note: 'backoff'; readonly retry: number; readonly wait: Micros }
  | { readonly note: 'done'; readonly retries: number };
