/** What a history file says, whatever its form: that something was invoked or completed. */
import { TextError, type Place } from './errors.ts';

/** Plain values; keywords and symbols have become texts, lists and sets arrays, maps objects. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

export const EVENT_TYPES = ['invoke', 'ok', 'fail', 'info'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface HistoryEvent extends Place {
  readonly type: EventType;
  /** What is done: `read`, `write`, `cas`, `enqueue`, `txn` and so on. */
  readonly f: string;
  readonly value: Value;
  /** The key, where it stands apart from the value. */
  readonly key: Value | undefined;
  readonly process: string;
  /** What went wrong, where a failure says so. */
  readonly error: Value | undefined;
  /** In the units of the file, where it says so. */
  readonly time: number | undefined;
}

/** An operation with both of its ends. Moments are positions among the events. */
export interface RawOperation extends Place {
  /** A number of its own for each process, and a new one after an operation whose outcome a process never learned. */
  readonly process: number;
  /** What the file calls the process. */
  readonly client: string;
  readonly f: string;
  readonly key: Value | undefined;
  /** What it was invoked with, and what it came back with. */
  readonly argument: Value;
  readonly result: Value | undefined;
  readonly outcome: 'ok' | 'fail' | 'unknown';
  readonly error: Value | undefined;
  readonly invoked: number;
  readonly returned: number;
  /** Where the file says what came of it; where it was invoked, if nothing does. */
  readonly end: Place;
}

interface Open {
  readonly invocation: HistoryEvent;
  readonly at: number;
  readonly process: number;
}

/**
 * Pairs invocations with completions. An operation without a completion has an unknown outcome.
 * @param events in the order in which they happened
 * @throws TextError
 */
export function pair(events: readonly HistoryEvent[]): RawOperation[] {
  const open = new Map<string, Open>();
  const numbers = new Map<string, number>();
  let processes = 0;
  const operations: RawOperation[] = [];

  events.forEach((event, at) => {
    const before = open.get(event.process);
    if (event.type === 'invoke') {
      if (before) throw new TextError(event, `process ${event.process} invokes ${event.f} while its ${before.invocation.f} of line ${before.invocation.line} has not completed.`);
      const process = numbers.get(event.process) ?? processes++;
      numbers.set(event.process, process);
      open.set(event.process, { invocation: event, at, process });
      return;
    }
    if (!before) throw new TextError(event, `process ${event.process} completes ${event.f}, which it has not invoked.`);
    if (before.invocation.f !== event.f) throw new TextError(event, `process ${event.process} completes ${event.f}, but what it invoked in line ${before.invocation.line} is ${before.invocation.f}.`);
    open.delete(event.process);
    operations.push(complete(before, event, at));
    // Whether it took effect is not known, so it goes on for ever; whatever comes later is somebody else's.
    if (event.type === 'info') numbers.delete(event.process);
  });
  for (const left of open.values()) operations.push(complete(left, undefined, Infinity));
  return operations.sort((one, other) => one.invoked - other.invoked);
}

function complete({ invocation, at: invoked, process }: Open, completion: HistoryEvent | undefined, at: number): RawOperation {
  const { f, line, column } = invocation;
  const outcome = completion?.type === 'ok' || completion?.type === 'fail' ? completion.type : 'unknown';
  return {
    process,
    client: invocation.process,
    f,
    key: invocation.key ?? completion?.key,
    argument: invocation.value,
    result: completion?.value,
    outcome,
    error: completion?.error,
    invoked,
    returned: outcome === 'unknown' ? Infinity : at,
    end: completion ?? invocation,
    line,
    column,
  };
}

/**
 * Puts events in the order of their times. Of those at one moment invocations come first, so that operations which touch
 * are concurrent; but each process keeps the order in which its events are given.
 * @param events all with a time
 */
export function inOrderOfTime(events: readonly HistoryEvent[]): HistoryEvent[] {
  const sorted = [...events].sort((one, other) => one.time! - other.time!);
  const ordered: HistoryEvent[] = [];
  for (let first = 0, end = 0; first < sorted.length; first = end) {
    while (end < sorted.length && sorted[end]!.time === sorted[first]!.time) end++;
    ordered.push(...(end - first === 1 ? [sorted[first]!] : interleave(sorted.slice(first, end))));
  }
  return ordered;
}

/** Events of one moment: each process's next invocation, then each one's next completion, and so on. */
function interleave(events: readonly HistoryEvent[]): HistoryEvent[] {
  const queues = new Map<string, HistoryEvent[]>();
  for (const event of events) queues.set(event.process, [...(queues.get(event.process) ?? []), event]);
  const ordered: HistoryEvent[] = [];
  for (let invokes = true; ordered.length < events.length; invokes = !invokes) {
    for (const queue of queues.values()) if (queue[0] && (queue[0].type === 'invoke') === invokes) ordered.push(queue.shift()!);
  }
  return ordered;
}
