/** Threads that share the work of carrying out scenarios. */
import { Worker } from 'node:worker_threads';
import type { Scene } from '../engine/scene/scene.ts';
import type { Batch, BatchResult } from '../scenario/batch.ts';
import type { Counterexample, FailureRef } from '../scenario/failing/counterexample.ts';
import type { Reply, Task, ThreadData } from './tasks.ts';

/** Whoever carries out scenarios. */
export interface Crew {
  /**
   * Settles when all are done, or the crew was stopped.
   * @param onResult called for each batch, in no particular order
   * @throws Error where one can't be done
   */
  carryOut(batches: readonly Batch[], onResult: (result: BatchResult) => void): Promise<void>;
  /** Undefined where the crew was stopped. @throws Error where there is no such failure */
  counterexample(of: FailureRef, isShrunk: boolean): Promise<Counterexample | undefined>;
  /** Ends at once whatever is under way. */
  stop(): void;
}

export interface CrewOptions {
  /** The worker: `worker.ts`, or the bundle of it. */
  readonly script: string | URL;
  readonly scenes: readonly Scene[];
  /** So many threads at most. */
  readonly size: number;
  /** Real time that a single task may take; a thread that takes longer is ended. */
  readonly secondsPerTask?: number;
}

/** Of each thread: the longest run of a scenario takes a part of it. */
const HEAP_MEGABYTES = 2_048;

const SECONDS_PER_TASK = 300;

export function createCrew(options: CrewOptions): Crew {
  return new Threads(options);
}

class Threads implements Crew {
  private readonly options: CrewOptions;
  private readonly idle: Thread[] = [];
  private readonly all = new Set<Thread>();
  private isStopped = false;

  constructor(options: CrewOptions) {
    this.options = options;
  }

  async carryOut(batches: readonly Batch[], onResult: (result: BatchResult) => void): Promise<void> {
    let next = 0;
    // Whoever is done takes the next.
    const work = async (): Promise<void> => {
      for (let batch = batches[next++]; batch; batch = batches[next++]) {
        const reply = await this.do({ kind: 'batch', batch });
        if (!reply) return;
        if (reply.kind === 'batch') onResult(reply.result);
      }
    };
    const count = Math.min(this.options.size, batches.length);
    try {
      await Promise.all(Array.from({ length: count }, work));
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  async counterexample(of: FailureRef, isShrunk: boolean): Promise<Counterexample | undefined> {
    const reply = await this.do({ kind: 'counterexample', of, isShrunk });
    return reply?.kind === 'counterexample' ? reply.found : undefined;
  }

  stop(): void {
    this.isStopped = true;
    for (const thread of this.all) thread.end();
  }

  private async do(task: Task): Promise<Reply | undefined> {
    if (this.isStopped) return undefined;
    const thread = this.idle.pop() ?? this.begin();
    const reply = await thread.do(task);
    if (this.isStopped) return undefined;
    this.idle.push(thread);
    if (reply?.kind === 'failed') throw new Error(reply.message);
    return reply;
  }

  private begin(): Thread {
    const thread = new Thread(this.options);
    this.all.add(thread);
    return thread;
  }
}

class Thread {
  private readonly worker: Worker;
  private readonly seconds: number;

  constructor({ script, scenes, secondsPerTask = SECONDS_PER_TASK }: CrewOptions) {
    this.seconds = secondsPerTask;
    this.worker = new Worker(script, { workerData: { scenes } satisfies ThreadData, resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES } });
    // Between two tasks nobody listens, and the process may end.
    this.worker.unref();
    this.worker.on('error', () => undefined);
  }

  /** Undefined where it was ended meanwhile. @throws Error where the thread breaks down */
  async do(task: Task): Promise<Reply | undefined> {
    const { worker, seconds } = this;
    worker.ref();
    let limit: NodeJS.Timeout | undefined;
    const listening = new AbortController();
    try {
      return await new Promise<Reply | undefined>((resolve, reject) => {
        const on = (event: string, listener: (value: unknown) => void): void => {
          worker.once(event, listener);
          listening.signal.addEventListener('abort', () => worker.off(event, listener));
        };
        on('message', (reply) => resolve(reply as Reply));
        on('error', (error) => reject(new Error(`${describeTask(task)} ${explained(error)}`)));
        on('exit', () => resolve(undefined));
        limit = setTimeout(() => {
          reject(new Error(`${describeTask(task)} takes longer than ${seconds} s: let less happen in the scenario, or end it sooner.`));
          this.end();
        }, seconds * 1000);
        worker.postMessage(task);
      });
    } finally {
      clearTimeout(limit);
      listening.abort();
      worker.unref();
    }
  }

  end(): void {
    void this.worker.terminate();
  }
}

function describeTask(task: Task): string {
  if (task.kind === 'counterexample') return `The failing run with seed ${task.of.seed}`;
  const { first, last } = task.batch.seeds;
  return first === last ? `The run with seed ${first}` : `One of the runs with seeds ${first} to ${last}`;
}

function explained(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return `uses up its memory of ${HEAP_MEGABYTES} MB: let less happen in the scenario, or end it sooner.`;
  return `can't be carried out: ${error instanceof Error ? error.message : String(error)}`;
}
