/** What a history file says, whatever its form: that something was invoked or completed, in the order of the file. */

/** Plain values; keywords and symbols have become texts, lists and sets arrays, maps objects. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

export interface HistoryEvent {
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  /** What is done: `read`, `write`, `cas`, `enqueue`, `txn` and so on. */
  readonly f: string;
  readonly value: Value;
  /** The key, where it stands apart from the value. */
  readonly key: Value | undefined;
  readonly process: string;
  /** What went wrong, where a failure says so. */
  readonly error: Value | undefined;
  readonly line: number;
}

/** An operation with both of its ends. Moments are positions among the events. */
export interface RawOperation {
  /** A number of its own for each process, and a new one after an operation whose outcome a process never learned. */
  readonly process: number;
  readonly f: string;
  readonly key: Value | undefined;
  /** What it was invoked with, and what it came back with. */
  readonly argument: Value;
  readonly result: Value | undefined;
  readonly outcome: 'ok' | 'fail' | 'unknown';
  readonly error: Value | undefined;
  readonly invoked: number;
  readonly returned: number;
  /** Line of the invocation. */
  readonly line: number;
}

export class HistoryFormatError extends Error {}

/** Pairs invocations with completions. @throws HistoryFormatError that names the line */
export function pair(events: readonly HistoryEvent[]): RawOperation[] {
  const open = new Map<string, { readonly invocation: HistoryEvent; readonly at: number; readonly process: number }>();
  const numbers = new Map<string, number>();
  let processes = 0;
  const operations: RawOperation[] = [];
  const close = (name: string, completion: HistoryEvent | undefined, at: number): void => {
    const { invocation, at: invoked, process } = open.get(name)!;
    open.delete(name);
    operations.push(complete(process, invocation, invoked, completion, at));
  };

  events.forEach((event, at) => {
    const { type, process: name, line, f } = event;
    const before = open.get(name);
    if (type === 'invoke') {
      if (before) throw new HistoryFormatError(`Line ${line}: process ${name} invokes ${f} while its ${before.invocation.f} of line ${before.invocation.line} has not completed.`);
      const process = numbers.get(name) ?? processes++;
      numbers.set(name, process);
      open.set(name, { invocation: event, at, process });
      return;
    }
    if (!before) throw new HistoryFormatError(`Line ${line}: process ${name} completes ${f}, which it has not invoked.`);
    if (before.invocation.f !== f) throw new HistoryFormatError(`Line ${line}: process ${name} completes ${f}, but what it invoked in line ${before.invocation.line} is ${before.invocation.f}.`);
    close(name, event, at);
    // Whether it took effect is not known, so from the history's point of view it goes on for ever.
    if (type === 'info') numbers.delete(name);
  });
  for (const name of [...open.keys()]) close(name, undefined, Infinity);
  return operations.sort((one, other) => one.invoked - other.invoked);
}

function complete(process: number, invocation: HistoryEvent, invoked: number, completion: HistoryEvent | undefined, at: number): RawOperation {
  const { f, line } = invocation;
  const outcome = completion?.type === 'ok' || completion?.type === 'fail' ? completion.type : 'unknown';
  return {
    process,
    f,
    key: invocation.key ?? completion?.key,
    argument: invocation.value,
    result: completion?.value,
    outcome,
    error: completion?.error,
    invoked,
    returned: outcome === 'unknown' ? Infinity : at,
    line,
  };
}
