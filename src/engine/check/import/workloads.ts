/** What the operations of a history file mean for an object whose specification is known. */
import type { History, Operation } from '../history.ts';
import type { Model } from '../linearizability/model.ts';
import { casRegister, counter, growSet, keyed, keyValue, lock, queue, type Content } from '../linearizability/models.ts';
import { HistoryFormatError, type RawOperation, type Value } from './events.ts';

/** A history together with the object that it is of, whose types only the workload knows. */
export interface Workload {
  readonly name: WorkloadName;
  readonly model: Model<unknown, unknown, unknown>;
  readonly history: History<unknown, unknown>;
  /** By operation of the history the line of its invocation. */
  readonly lines: readonly number[];
  /** What is no part of the history, by why: failed operations, reads of unknown outcome. */
  readonly leftOut: ReadonlyMap<string, number>;
}

export const WORKLOADS = ['register', 'key-value', 'queue', 'set', 'counter', 'lock'] as const;
export type WorkloadName = (typeof WORKLOADS)[number];

export interface WorkloadOptions {
  /** What a register, or each of them, holds at first; null for nothing. */
  readonly initial?: Content;
}

/** One operation in the terms of a model; undefined where it says nothing, with why. */
type Meaning = { readonly input: unknown; readonly output: unknown } | { readonly leftOut: string };

type Reading = (operation: RawOperation) => Meaning;

const FAILED: Meaning = { leftOut: 'operations that failed, and so had no effect' };
const UNKNOWN_READ: Meaning = { leftOut: 'reads that never came back' };

/** @throws HistoryFormatError where no workload has such operations, naming those that there are */
export function workloadOf(operations: readonly RawOperation[]): WorkloadName {
  const used = new Set(operations.map(({ f }) => f));
  const only = (...names: string[]) => [...used].every((f) => names.includes(f));
  if (used.size === 0) throw new HistoryFormatError('The history has no operations.');
  if (only('read', 'write', 'cas')) return 'register';
  if (only('get', 'put', 'append')) return 'key-value';
  if (only('enqueue', 'dequeue', 'drain')) return 'queue';
  if (only('acquire', 'release')) return 'lock';
  if (only('add', 'read')) return operations.some(({ f, result }) => f === 'read' && Array.isArray(result)) ? 'set' : 'counter';
  throw new HistoryFormatError(`Operations ${[...used].sort().join(', ')} are of no object that is known here. There are ${WORKLOADS.join(', ')}, and transactions of the form txn.`);
}

/** @throws HistoryFormatError that names the line of an operation which the workload does not have, or whose value it can't have */
export function interpret(name: WorkloadName, operations: readonly RawOperation[], options: WorkloadOptions = {}): Workload {
  const isKeyed = name === 'register' && hasKeys(operations);
  const history: Operation<unknown, unknown>[] = [];
  const lines: number[] = [];
  const leftOut = new Map<string, number>();
  const reading = isKeyed ? keyedReading(READINGS.register) : READINGS[name];
  for (const operation of expandDrains(operations)) {
    const meaning = reading(operation);
    if ('leftOut' in meaning) {
      leftOut.set(meaning.leftOut, (leftOut.get(meaning.leftOut) ?? 0) + 1);
      continue;
    }
    const { process, invoked, returned } = operation;
    history.push({ process, invoked, returned, ...meaning });
    lines.push(operation.line);
  }
  return { name, model: modelOf(name, isKeyed, options), history, lines, leftOut };
}

function modelOf(name: WorkloadName, isKeyed: boolean, { initial = null }: WorkloadOptions): Model<unknown, unknown, unknown> {
  const registers = { ...casRegister, initial };
  const models = { register: isKeyed ? keyed(registers) : registers, 'key-value': keyValue, queue, set: growSet, counter, lock };
  // Inputs and outputs come from the reading of the same name, which the compiler can't know.
  return models[name];
}

const READINGS: Readonly<Record<WorkloadName, Reading>> = {
  register(operation) {
    const { f, argument, result, outcome } = operation;
    switch (f) {
      case 'read':
        if (outcome !== 'ok') return outcome === 'fail' ? FAILED : UNKNOWN_READ;
        return { input: { op: 'read' }, output: content(operation, result ?? null) };
      case 'write':
        return outcome === 'fail' ? FAILED : { input: { op: 'write', value: content(operation, argument) }, output: outcome === 'ok' ? null : undefined };
      case 'cas': {
        const [expected, value] = pairOf(operation, argument);
        const input = { op: 'cas', expected: content(operation, expected), value: content(operation, value) };
        // A compare-and-set that fails without an error has compared; with one it did nothing that is known.
        if (outcome === 'fail') return operation.error === undefined ? { input, output: false } : FAILED;
        return { input, output: outcome === 'ok' ? true : undefined };
      }
      default:
        throw stranger(operation, 'read, write or cas');
    }
  },
  'key-value'(operation) {
    const { f, outcome } = operation;
    if (f !== 'get' && f !== 'put' && f !== 'append') throw stranger(operation, 'get, put or append');
    if (outcome === 'fail') return FAILED;
    const [key, argument] = operation.key === undefined ? pairOf(operation, operation.argument) : [operation.key, operation.argument];
    const name = textOf(key);
    if (f !== 'get') return { input: { op: f, key: name, value: textOf(argument) }, output: outcome === 'ok' ? '' : undefined };
    if (outcome === 'unknown') return UNKNOWN_READ;
    const [, found] = operation.key === undefined ? pairOf(operation, operation.result ?? null) : [null, operation.result ?? null];
    return { input: { op: 'get', key: name }, output: found === null ? '' : textOf(found) };
  },
  queue(operation) {
    const { f, argument, result, outcome, error } = operation;
    if (f === 'enqueue') return outcome === 'fail' ? FAILED : { input: { op: 'enqueue', value: content(operation, argument) }, output: outcome === 'ok' ? null : undefined };
    if (f !== 'dequeue') throw stranger(operation, 'enqueue, dequeue or drain');
    if (outcome === 'fail') return error === 'empty' || error === ':empty' ? { input: { op: 'dequeue' }, output: null } : FAILED;
    return { input: { op: 'dequeue' }, output: outcome === 'ok' ? content(operation, result ?? null) : undefined };
  },
  set(operation) {
    const { f, argument, result, outcome } = operation;
    if (outcome === 'fail') return FAILED;
    if (f === 'add') return { input: { op: 'add', value: content(operation, argument) }, output: outcome === 'ok' ? null : undefined };
    if (f !== 'read') throw stranger(operation, 'add or read');
    if (outcome === 'unknown') return UNKNOWN_READ;
    if (!Array.isArray(result)) throw wrong(operation, 'a read of a set gives its elements');
    return { input: { op: 'read' }, output: (result as readonly Value[]).map((value) => content(operation, value)) };
  },
  counter(operation) {
    const { f, argument, result, outcome } = operation;
    if (outcome === 'fail') return FAILED;
    if (f === 'add') return { input: { op: 'add', amount: amount(operation, argument) }, output: outcome === 'ok' ? null : undefined };
    if (f !== 'read') throw stranger(operation, 'add or read');
    return outcome === 'unknown' ? UNKNOWN_READ : { input: { op: 'read' }, output: amount(operation, result ?? null) };
  },
  lock(operation) {
    const { f, outcome, process } = operation;
    if (f !== 'acquire' && f !== 'release') throw stranger(operation, 'acquire or release');
    return outcome === 'fail' ? FAILED : { input: { op: f, holder: process }, output: outcome === 'ok' ? true : undefined };
  },
};

/** Whether values are `[key value]`, as Jepsen writes registers that are independent of each other. */
function hasKeys(operations: readonly RawOperation[]): boolean {
  return operations.every(({ f, argument, key }) => key !== undefined || (Array.isArray(argument) && argument.length === 2 && (f !== 'cas' || Array.isArray(argument[1]))));
}

function keyedReading(reading: Reading): Reading {
  return (operation) => {
    const isApart = operation.key !== undefined;
    const [key, argument] = isApart ? [operation.key ?? null, operation.argument] : pairOf(operation, operation.argument);
    const result = isApart || operation.result === undefined || operation.result === null ? operation.result : pairOf(operation, operation.result)[1];
    const meaning = reading({ ...operation, argument, result });
    return 'leftOut' in meaning ? meaning : { input: { key: textOf(key), input: meaning.input }, output: meaning.output };
  };
}

/** What a drain gave was dequeued one by one in its time, by whoever did it. */
function expandDrains(operations: readonly RawOperation[]): readonly RawOperation[] {
  if (!operations.some(({ f }) => f === 'drain')) return operations;
  let process = Math.max(...operations.map((operation) => operation.process)) + 1;
  return operations.flatMap((operation): RawOperation[] => {
    if (operation.f !== 'drain') return [operation];
    if (!Array.isArray(operation.result)) throw wrong(operation, 'a drain gives the elements that it took, and what one of unknown outcome took is not known');
    return (operation.result as readonly Value[]).map((result) => ({ ...operation, f: 'dequeue', process: process++, result }));
  });
}

function content(operation: RawOperation, value: Value): Content {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  throw wrong(operation, `a value is a number, a text or nil, not ${JSON.stringify(value)}`);
}

function amount(operation: RawOperation, value: Value): number {
  if (typeof value !== 'number') throw wrong(operation, `a counter counts in numbers, not in ${JSON.stringify(value)}`);
  return value;
}

function pairOf(operation: RawOperation, value: Value): readonly [Value, Value] {
  if (!Array.isArray(value) || value.length !== 2) throw wrong(operation, `its value is a pair such as [1 2], not ${JSON.stringify(value)}`);
  return value as unknown as readonly [Value, Value];
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stranger({ f, line }: RawOperation, known: string): HistoryFormatError {
  return new HistoryFormatError(`Line ${line}: ${f} is no operation of this object, which has ${known}.`);
}

function wrong({ f, line }: RawOperation, what: string): HistoryFormatError {
  return new HistoryFormatError(`Line ${line}, ${f}: ${what}.`);
}
