/**
 * Long work of a session: it is done in slices, tells how far it is, and can be stopped at any of them. A job never fails
 * its session; what went wrong is what came of it.
 */
import type { JobView } from '../contract/simulation.ts';

/** Work in slices of a few milliseconds each, so that whoever shares the thread is never kept waiting. */
export interface Work {
  /** Does a slice. False where nothing is left to do. */
  advance(): boolean;
  progress(): JobProgress;
  /**
   * Takes over what was found, also where it was stopped half-way.
   * @returns what came of it, in a sentence or two
   */
  finish(): Promise<string>;
}

/** How far work is, in words, and as a share in [0, 1] where one is known. */
export type JobProgress = Pick<JobView, 'progress' | 'done'>;

/** The jobs of a session, of which one at a time is running. */
export class Jobs {
  private readonly breathe: () => Promise<void>;
  private readonly listeners: (() => void)[] = [];
  private last: Job | undefined;
  private count = 0;

  /** @param breathe gives the thread to others between two slices */
  constructor(breathe: () => Promise<void>) {
    this.breathe = breathe;
  }

  /** The last one that was begun, until it is dismissed. */
  get view(): JobView | null {
    return this.last?.view() ?? null;
  }

  /** @param listener called after each slice of a job, and when it is over */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * @param title what is done, in a few words
   * @throws Error where another job is running
   */
  begin(title: string, work: Work): void {
    if (this.last?.isRunning) throw new Error(`“${this.last.title}” is still running: wait for it, or cancel it first.`);
    const job = new Job(++this.count, title, work);
    this.last = job;
    void job.run(this.breathe, () => {
      if (job === this.last) for (const listener of this.listeners) listener();
    });
  }

  /** Stops the job that is running after the slice under way, and keeps what it has found; dismisses one that is over. */
  end(): void {
    if (this.last?.isRunning) this.last.cancel();
    else this.last = undefined;
  }

  /** Stops the job that is running and drops what it has found. */
  abandon(): void {
    this.last?.abandon();
    this.last = undefined;
  }
}

class Job {
  readonly title: string;
  private readonly id: number;
  private readonly work: Work;
  private state: JobView['state'] = 'running';
  private outcome: string | null = null;
  private stopped: 'cancelled' | 'abandoned' | undefined;

  constructor(id: number, title: string, work: Work) {
    this.id = id;
    this.title = title;
    this.work = work;
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  cancel(): void {
    this.stopped ??= 'cancelled';
  }

  abandon(): void {
    this.stopped = 'abandoned';
  }

  /** Never rejects. */
  async run(breathe: () => Promise<void>, changed: () => void): Promise<void> {
    try {
      while (this.stopped === undefined && this.work.advance()) {
        changed();
        await breathe();
      }
      if (this.stopped === 'abandoned') return;
      this.outcome = await this.work.finish();
      this.state = this.stopped === undefined ? 'ended' : 'cancelled';
    } catch (error) {
      this.outcome = error instanceof Error ? error.message : String(error);
      this.state = 'failed';
    }
    changed();
  }

  view(): JobView {
    const { id, title, state, outcome } = this;
    return { id, title, state, outcome, ...this.work.progress() };
  }
}
