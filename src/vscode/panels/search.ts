/** The search of a simulation panel: one at a time, and what became of the latest. */
import type { SearchJob, SearchOrder, SearchProgress } from '../../contract/search.ts';
import type { SavedSession } from '../../simulations/saved.ts';
import { reportOf } from '../../simulations/search/report.ts';
import type { Disposable } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import { startSearch, type SearchInput, type SearchThread } from '../search/search-thread.ts';

const NOTHING_YET: SearchProgress = { worlds: 0, steps: 0, frontier: 0, depth: 0, walks: 0, bytes: 0, seconds: 0 };

/** A search that was stopped has found nothing that would have to be named. */
const NOTHING_JUDGED = { watched: [], searched: [] };

export class PanelSearch implements Disposable {
  /** How it goes, or went; null before the first. */
  job: SearchJob | null = null;
  /** The run of the violation that was found. */
  found: SavedSession | null = null;
  readonly #script: string | URL;
  readonly #changed: () => void;
  #thread: SearchThread | undefined;
  #concluded: Promise<void> = Promise.resolve();

  /** @param script the bundle of src/vscode/search/worker.ts @param changed told whenever the job is another */
  constructor(script: string | URL, changed: () => void) {
    this.#script = script;
    this.#changed = changed;
  }

  /** Takes the place of one that is running. */
  start(input: SearchInput): void {
    this.forget();
    const { order } = input;
    this.job = { status: 'running', order, progress: NOTHING_YET };
    const thread = startSearch(this.#script, input, (progress) => {
      if (this.#thread === thread) this.#show({ status: 'running', order, progress });
    });
    this.#thread = thread;
    this.#concluded = this.#conclude(thread, order);
  }

  /** What it has seen until now is told. */
  async stop(): Promise<void> {
    this.#thread?.stop();
    await this.#concluded;
  }

  /** What it looked at is not what the panel shows any more. */
  forget(): void {
    this.#thread?.stop();
    this.#thread = undefined;
    this.job = null;
    this.found = null;
  }

  dispose(): void {
    this.forget();
  }

  async #conclude(thread: SearchThread, order: SearchOrder): Promise<void> {
    const conclusion = await thread.ended.catch(messageOf);
    // Another search may have begun meanwhile.
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    const known = this.job?.progress ?? NOTHING_YET;
    if (typeof conclusion === 'string') {
      this.#show({ status: 'ended', order, progress: known, outcome: 'failed', headline: 'The search failed.', details: [conclusion], hasRun: false });
      return;
    }
    const { report, found, progress } = conclusion ?? { report: reportOf({ kind: 'cut short', by: 'user' }, order, known, NOTHING_JUDGED), found: null, progress: known };
    this.found = found;
    this.#show({ status: 'ended', order, progress, ...report, details: [...report.details], hasRun: found !== null });
  }

  #show(job: SearchJob): void {
    this.job = job;
    this.#changed();
  }
}
