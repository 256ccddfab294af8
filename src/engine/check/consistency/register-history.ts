/**
 * Histories of registers by key in which each value is written to a key once, so that it is known which write a read has
 * read. Weaker models than linearizability are decided on these: of others it is NP-hard already (Furbach et al., 2015).
 */
import { validateHistory, type History } from '../history.ts';

export type Value = string | number | null;

export interface RegisterRead {
  readonly op: 'read';
  readonly key: string;
}

export interface RegisterWrite {
  readonly op: 'write';
  readonly key: string;
  readonly value: Value;
}

export type RegisterOperation = RegisterRead | RegisterWrite;

/** A read's output is what it read, null where nothing was written yet; a write's is of no account. */
export type RegisterHistory = History<RegisterOperation, Value>;

/** An operation that took effect. */
export interface Event {
  /** Its position in the history. */
  readonly id: number;
  readonly process: number;
  readonly key: string;
  readonly isWrite: boolean;
  /** Of a read the event that it has read; null where it has read that nothing was written, undefined for a write. */
  readonly source: number | null | undefined;
}

export interface Registers {
  /** Events by number. Those of a process come in its order. */
  readonly events: readonly Event[];
  /** The events of each process, in its order. */
  readonly sessions: readonly (readonly number[])[];
  /** The writes of each key. */
  readonly writes: ReadonlyMap<string, readonly number[]>;
  /** Reads of values that nobody wrote, as positions in the history. */
  readonly thinAir: readonly number[];
}

/**
 * Reads that never came back say nothing and are left out; so is a write of unknown outcome that nobody has read.
 * @throws RangeError where a value is written to a key twice, or nothing is written as a value
 */
export function registersOf(history: RegisterHistory): Registers {
  validateHistory(history);
  const writers = writersOf(history);
  const read = new Set(history.flatMap(({ input, output }) => (input.op === 'read' && output !== undefined ? [writers.get(nameOf(input.key, output))] : [])));
  const order = [...history.keys()].sort((one, other) => history[one]!.invoked - history[other]!.invoked || one - other);
  const counts = order.filter((id) => {
    const { input, output, returned } = history[id]!;
    return input.op === 'read' ? output !== undefined : returned !== Infinity || read.has(id);
  });
  const numbers = new Map(counts.map((id, number) => [id, number]));
  const thinAir: number[] = [];
  const events = counts.map((id): Event => {
    const { process, input, output } = history[id]!;
    const isWrite = input.op === 'write';
    return { id, process, key: input.key, isWrite, source: isWrite ? undefined : sourceOf(input.key, output ?? null) };

    function sourceOf(key: string, value: Value): number | null {
      if (value === null) return null;
      const writer = writers.get(nameOf(key, value));
      if (writer === undefined) thinAir.push(id);
      return writer === undefined ? null : numbers.get(writer)!;
    }
  });
  return { events, sessions: grouped(events, ({ process }) => process), writes: keyedWrites(events), thinAir };
}

function writersOf(history: RegisterHistory): ReadonlyMap<string, number> {
  const writers = new Map<string, number>();
  history.forEach(({ input }, id) => {
    if (input.op !== 'write') return;
    if (input.value === null) throw new RangeError(`Operation ${id} writes null to ${input.key}, which stands for nothing having been written: write another value.`);
    const name = nameOf(input.key, input.value);
    const before = writers.get(name);
    if (before !== undefined) throw new RangeError(`Operations ${before} and ${id} both write ${JSON.stringify(input.value)} to ${input.key}: which of them a read has read can't be told. Write each value to a key once.`);
    writers.set(name, id);
  });
  return writers;
}

function nameOf(key: string, value: Value): string {
  return JSON.stringify([key, value]);
}

function grouped(events: readonly Event[], by: (event: Event) => number): number[][] {
  const groups = new Map<number, number[]>();
  events.forEach((event, number) => {
    const group = groups.get(by(event)) ?? [];
    group.push(number);
    groups.set(by(event), group);
  });
  return [...groups.keys()].sort((one, other) => one - other).map((key) => groups.get(key)!);
}

function keyedWrites(events: readonly Event[]): ReadonlyMap<string, readonly number[]> {
  const writes = new Map<string, number[]>();
  events.forEach(({ key, isWrite }, number) => {
    if (!isWrite) return;
    const ofKey = writes.get(key) ?? [];
    ofKey.push(number);
    writes.set(key, ofKey);
  });
  return writes;
}
