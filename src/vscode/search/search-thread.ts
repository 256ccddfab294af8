/** Starts searches on threads of their own, and stops them. */
import { Worker } from 'node:worker_threads';
import type { SearchOrder, SearchProgress } from '../../contract/search.ts';
import type { Values } from '../../simulations/definition.ts';
import type { SavedSession } from '../../simulations/saved.ts';
import type { SearchReport } from '../../simulations/search/report.ts';

export interface SearchInput {
  readonly type: string;
  readonly values: Values;
  readonly order: SearchOrder;
}

export interface SearchEnded {
  readonly kind: 'end';
  readonly report: SearchReport;
  /** The run of the violation, where one was found. */
  readonly found: SavedSession | null;
  readonly progress: SearchProgress;
}

export type SearchNews = { readonly kind: 'progress'; readonly progress: SearchProgress } | SearchEnded;

export interface SearchThread {
  /** Undefined where it was stopped. @throws Error where the search itself fails, and where it uses up its thread's memory */
  readonly ended: Promise<SearchEnded | undefined>;
  stop(): void;
}

/** For states of nodes and messages, which are few; worlds are kept outside of it. */
const HEAP_MEGABYTES = 1_024;

/** @param script the worker's bundle */
export function startSearch(script: string | URL, input: SearchInput, onProgress: (progress: SearchProgress) => void): SearchThread {
  const worker = new Worker(script, { workerData: input, resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES } });
  const ended = new Promise<SearchEnded | undefined>((resolve, reject) => {
    worker.on('message', (news: SearchNews) => {
      if (news.kind === 'end') resolve(news);
      else onProgress(news.progress);
    });
    worker.on('error', (error) => reject(explained(error)));
    worker.on('exit', () => resolve(undefined));
  });
  return { ended, stop: () => void worker.terminate() };
}

function explained(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return new Error('The search used up its memory. Set smaller bounds, or let it stop after fewer worlds.');
  return error;
}
