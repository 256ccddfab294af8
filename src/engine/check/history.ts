/** What clients saw: operations with the moments at which they were invoked and returned. */

export interface Operation<Input, Output> {
  /** The client that did it; it does one thing at a time. */
  readonly process: number;
  readonly input: Input;
  /** When it was invoked, and when it returned; infinity where nobody knows whether it took effect. */
  readonly invoked: number;
  readonly returned: number;
  /** Undefined where it did not return. */
  readonly output: Output | undefined;
}

export type History<Input, Output> = readonly Operation<Input, Output>[];

/**
 * The invocations and returns of a history in order of time, as `id + 1` for the invocation of operation `id` and
 * `-(id + 1)` for its return. At one moment invocations come first, so operations that touch are concurrent; but what one
 * process does is in its order. Operations of unknown outcome have no return.
 */
export function eventsOf(history: History<unknown, unknown>): Int32Array {
  const invocations = Int32Array.from(history.keys()).sort((a, b) => history[a]!.invoked - history[b]!.invoked || a - b);
  const returns = Int32Array.from(history.keys())
    .filter((id) => history[id]!.returned !== Infinity)
    .sort((a, b) => history[a]!.returned - history[b]!.returned || a - b);
  const events = new Int32Array(invocations.length + returns.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < events.length; k++) {
    const invokes = i < invocations.length && (j === returns.length || history[invocations[i]!]!.invoked <= history[returns[j]!]!.returned);
    events[k] = invokes ? invocations[i++]! + 1 : -(returns[j++]! + 1);
  }
  return haveOneThingAtATime(history, events) ? events : inRounds(history, events);
}

/** Whether no process invokes an operation before its last one has returned. */
function haveOneThingAtATime(history: History<unknown, unknown>, events: Int32Array): boolean {
  const busy = new Set<number>();
  return events.every((event) => {
    if (event < 0) return busy.delete(history[-event - 1]!.process);
    const { process } = history[event - 1]!;
    return !busy.has(process) && busy.add(process);
  });
}

/** Events of one moment in rounds: invocations of processes that are free, returns, invocations of those that have become free, and so on. */
function inRounds(history: History<unknown, unknown>, events: Int32Array): Int32Array {
  const idOf = (event: number): number => Math.abs(event) - 1;
  const timeOf = (event: number): number => (event > 0 ? history[idOf(event)]!.invoked : history[idOf(event)]!.returned);
  const underWay = new Set<number>();
  const busy = new Set<number>();
  const ordered: number[] = [];
  for (let first = 0, end = 0; first < events.length; first = end) {
    while (end < events.length && timeOf(events[end]!) === timeOf(events[first]!)) end++;
    for (let left = events.subarray(first, end); left.length > 0; ) {
      const waiting = left.filter((event) => {
        const id = idOf(event);
        const { process } = history[id]!;
        if (event > 0 ? busy.has(process) : !underWay.has(id)) return true;
        ordered.push(event);
        if (event < 0) busy.delete(process);
        else {
          busy.add(process);
          underWay.add(id);
        }
        return false;
      });
      // In a history that can't be, one process may be in two operations at once.
      if (waiting.length === left.length) return events;
      left = waiting;
    }
  }
  return Int32Array.from(ordered);
}

/** @throws RangeError that names the operation which can't be, and why */
export function validateHistory(history: History<unknown, unknown>): void {
  const busyUntil = new Map<number, number>();
  const order = [...history.keys()].sort((a, b) => history[a]!.invoked - history[b]!.invoked || a - b);
  for (const id of order) {
    const { process, invoked, returned } = history[id]!;
    if (!Number.isFinite(invoked)) throw new RangeError(`Operation ${id} of process ${process} is invoked at ${invoked}, which is no moment.`);
    if (!(returned >= invoked)) throw new RangeError(`Operation ${id} of process ${process} returns at ${returned}, before it is invoked at ${invoked}.`);
    const busy = busyUntil.get(process) ?? -Infinity;
    if (invoked < busy && busy !== Infinity) {
      throw new RangeError(`Process ${process} invokes operation ${id} at ${invoked}, while its last one goes on until ${busy}: a process does one thing at a time.`);
    }
    if (busy === Infinity) throw new RangeError(`Process ${process} invokes operation ${id} after one whose outcome it never learned: give it a new process number.`);
    busyUntil.set(process, returned);
  }
}
