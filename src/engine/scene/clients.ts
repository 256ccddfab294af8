/** What the clients of a run have seen so far: judged when something new was seen, and not after every step. */
import type { History } from '../check/history.ts';
import type { Budget } from '../check/linearizability/check.ts';
import type { NodeId } from '../sim/process.ts';
import type { Micros } from '../sim/time.ts';
import type { TraceEvent } from '../sim/trace.ts';
import type { ClientHistory } from './client-history.ts';
import type { HistoryModel, OperationMeasure } from './scene.ts';
import type { Truth } from './truth.ts';

export interface Clients {
  /** @throws RangeError where the system has no clients whose history is known */
  keepTo(model: HistoryModel): Truth;
  /** A number of operations, or a time; a time is undefined where no operation has its answer. @param nodes undefined for all clients @throws RangeError as `keepTo` */
  measure(what: OperationMeasure, nodes: readonly NodeId[] | undefined): number | undefined;
}

/** Of one check: some tenths of a second. */
const BUDGET: Budget = { moves: 1_000_000, bytes: 100_000_000 };

/** What could not be decided is tried again when the history has grown by this share of it, or when it is complete. */
const GROWTH = 1.5;

/**
 * Of a long linearizable history, so small a part may go unseen for a while: each operation would make all of it be looked at again.
 * Nothing is missed by that, since what is not linearizable never is again.
 */
const PART_UNSEEN = 100;

interface Verdict {
  readonly truth: Truth;
  /** Events of the history when it was given, and those of its operations that had their answers. */
  readonly events: number;
  readonly completed: number;
}

export class RunningClients implements Clients {
  private readonly history: ClientHistory | undefined;
  private readonly events: TraceEvent[] = [];
  private readonly verdicts = new Map<HistoryModel, Verdict>();
  /** Ascending, by the nodes that are asked of; forgotten when something new is seen. */
  private readonly durations = new Map<string, readonly Micros[]>();
  private isComplete = false;

  constructor(history: ClientHistory | undefined) {
    this.history = history;
  }

  take(event: TraceEvent): void {
    if (!this.history?.isOfHistory(event)) return;
    this.events.push(event);
    this.durations.clear();
  }

  /** Nothing more will be seen. */
  complete(): void {
    this.isComplete = true;
  }

  keepTo(model: HistoryModel): Truth {
    const history = this.known();
    const last = this.verdicts.get(model);
    const events = this.events.length;
    if (last?.events === events) return last.truth;
    const completed = this.durationsAt(undefined).length;
    if (last && !this.mayDiffer(last, model, events, completed)) return last.truth;
    const truth = history.judge(this.events, model, BUDGET);
    this.verdicts.set(model, { truth, events, completed });
    return truth;
  }

  private mayDiffer({ truth, ...last }: Verdict, model: HistoryModel, events: number, completed: number): boolean {
    switch (truth) {
      case true:
        // Operations under way can be left out of any order.
        return completed - last.completed > (model === 'linearizable' && !this.isComplete ? Math.floor(last.completed / PART_UNSEEN) : 0);
      case false:
        // Beginnings of linearizable histories are linearizable; in a sequential order one may have read what was yet to be asked for.
        return model !== 'linearizable';
      case 'undecided':
        return this.isComplete || events >= GROWTH * last.events;
    }
  }

  measure(what: OperationMeasure, nodes: readonly NodeId[] | undefined): number | undefined {
    const durations = this.durationsAt(nodes);
    switch (what) {
      case 'completed':
        return durations.length;
      case 'shortest':
        return durations[0];
      case 'median':
        return medianOf(durations);
      case 'longest':
        return durations.at(-1);
    }
  }

  private durationsAt(nodes: readonly NodeId[] | undefined): readonly Micros[] {
    const key = nodes?.join() ?? 'all';
    let durations = this.durations.get(key);
    if (!durations) this.durations.set(key, (durations = durationsOf(this.known().historyOf(this.events.filter(({ node }) => !nodes || (node !== null && nodes.includes(node)))))));
    return durations;
  }

  private known(): ClientHistory {
    if (!this.history) throw new RangeError('This system has no clients whose history is known.');
    return this.history;
  }
}

function durationsOf(history: History<unknown, unknown>): readonly Micros[] {
  return history.flatMap(({ invoked, returned }) => (returned === Infinity ? [] : [returned - invoked])).sort((one, other) => one - other);
}

/** The middle one, or what is in the middle of the two that are. @param ascending undefined for none of them */
export function medianOf(ascending: readonly number[]): number | undefined {
  const upper = ascending[ascending.length >> 1];
  const lower = ascending[(ascending.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
