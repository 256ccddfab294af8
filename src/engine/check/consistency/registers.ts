/** A history of registers as the checkers look at it: events by number, by session and by key, and what reads may have read. */
import { validateHistory } from '../history.ts';
import { groupBy } from './groups.ts';
import type { RegisterHistory, Value } from './register-history.ts';

/** A read that came back, or a write. */
export interface Event {
  /** Its position in the history. */
  readonly id: number;
  readonly process: number;
  readonly key: string;
  readonly isWrite: boolean;
  /** False of a write of unknown outcome. */
  readonly isKnown: boolean;
  /** What a read may have read: writes by number, those first that the times speak for, and `INITIAL`. Of a write none. */
  readonly candidates: readonly number[];
}

export interface Registers {
  /** In the order of invocation. */
  readonly events: readonly Event[];
  /** The events of each process, in its order. */
  readonly sessions: readonly (readonly number[])[];
  /** The writes of each key, in the order of invocation. */
  readonly writes: ReadonlyMap<string, readonly number[]>;
}

/** For each event the number of the write that it has read, or one of these. */
export type Sources = Int32Array;
/** It has read that nothing was written. */
export const INITIAL = -1;
/** A write, or a read of which it is not said what it has read. */
export const OPEN = -2;

/**
 * Reads that nobody knows the output of say nothing and are left out. Writes of unknown outcome are there: they are the
 * last of their sessions, so those that nobody has read have no consequence.
 * @throws RangeError for a history that can't be
 */
export function registersOf(history: RegisterHistory): Registers {
  validateHistory(history);
  const ids = [...history.keys()].filter((id) => saysSomething(history[id]!)).sort((one, other) => history[one]!.invoked - history[other]!.invoked || one - other);
  const numbers = [...ids.keys()];
  const writes = numbers.filter((number) => history[ids[number]!]!.input.op === 'write');
  const writers = groupBy(writes, (write) => {
    const { input } = history[ids[write]!]!;
    return nameOf(input.key, input.op === 'write' ? input.value : null);
  });
  const candidatesOf = (id: number): number[] => {
    const { input, output = null, returned } = history[id]!;
    const ofValue = writers.get(nameOf(input.key, output)) ?? [];
    const later = ofValue.findIndex((write) => history[ids[write]!]!.invoked > returned);
    const split = later < 0 ? ofValue.length : later;
    return [...ofValue.slice(0, split).reverse(), ...(output === null ? [INITIAL] : []), ...ofValue.slice(split)];
  };
  const events = ids.map((id): Event => {
    const { process, input, returned } = history[id]!;
    const isWrite = input.op === 'write';
    return { id, process, key: input.key, isWrite, isKnown: returned !== Infinity, candidates: isWrite ? [] : candidatesOf(id) };
  });
  return {
    events,
    sessions: [...groupBy(numbers, (number) => events[number]!.process)].sort(([one], [other]) => one - other).map(([, session]) => session),
    writes: groupBy(writes, (write) => events[write]!.key),
  };
}

function saysSomething({ input, output, returned }: RegisterHistory[number]): boolean {
  return input.op === 'write' || (output !== undefined && returned !== Infinity);
}

/** Numbers and texts of the same look are different values. */
function nameOf(key: string, value: Value): string {
  return JSON.stringify([key, value]);
}

export function readsOf({ events }: Registers, session: readonly number[]): number[] {
  return session.filter((event) => !events[event]!.isWrite);
}

export function writesOf({ events }: Registers, session: readonly number[]): number[] {
  return session.filter((event) => events[event]!.isWrite);
}
