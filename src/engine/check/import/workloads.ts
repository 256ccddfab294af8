/** What the operations of a history file mean for an object whose specification is known. */
import type { History, Operation } from '../history.ts';
import type { Model } from '../linearizability/model.ts';
import { casRegister, counter, keyed, keyValue, listAppend, lock, mutex, queue, readableSet, type Content } from '../linearizability/models.ts';
import { HistoryFormatError, TextError, type Place } from './errors.ts';
import type { RawOperation, Value } from './events.ts';
import { textOf } from './fields.ts';

/** A history together with the object that it is of, whose types only the workload knows. */
export interface Workload {
  readonly name: WorkloadName;
  readonly model: Model<unknown, unknown, unknown>;
  readonly history: History<unknown, unknown>;
  /** By operation of the history what the file says of it. */
  readonly sources: readonly RawOperation[];
  /** What is no part of the history, by why: failed operations, reads of unknown outcome. */
  readonly leftOut: ReadonlyMap<string, number>;
}

export const WORKLOADS = ['register', 'key-value', 'queue', 'set', 'counter', 'lock', 'mutex', 'list-append'] as const;
export type WorkloadName = (typeof WORKLOADS)[number];

export interface WorkloadOptions {
  /** What a register, or each of them, holds at first; null for nothing. */
  readonly initial?: Content;
  /**
   * What a compare-and-set says that failed without an error: that it has compared and found something else, which is then
   * checked; or, as Knossos takes it, that it did nothing, and so nothing at all.
   */
  readonly failedCas?: 'compared' | 'nothing';
}

/** One operation in the terms of a model; or why it says nothing. */
type Meaning = { readonly input: unknown; readonly output: unknown } | { readonly leftOut: string };

type Reading = (operation: RawOperation, options: WorkloadOptions) => Meaning;

const FAILED: Meaning = { leftOut: 'operations that failed, and so had no effect' };
const UNKNOWN_READ: Meaning = { leftOut: 'reads that never came back' };

/** @throws HistoryFormatError where no workload has such operations, naming those that there are */
export function workloadOf(operations: readonly RawOperation[]): WorkloadName {
  const used = new Set(operations.map(({ f }) => f));
  const only = (...names: string[]) => [...used].every((f) => names.includes(f));
  if (used.size === 0) throw new HistoryFormatError('The history has no operations.');
  if (only('read', 'write', 'cas', 'compare-and-set')) return 'register';
  if (only('get', 'put', 'append')) return 'key-value';
  if (only('enqueue', 'dequeue', 'drain')) return 'queue';
  if (only('acquire', 'release')) return 'lock';
  if (only('append', 'read') || operations.every(isOneMicroOperation)) return 'list-append';
  if (only('add', 'read')) return operations.some(({ f, result, argument }) => f === 'read' && (Array.isArray(result) || Array.isArray(argument))) || !operations.every(countsInNumbers) ? 'set' : 'counter';
  if (only('add', 'remove', 'contains', 'read')) return 'set';
  throw new HistoryFormatError(`Operations ${[...used].sort().join(', ')} are of no object that is known here. There are ${WORKLOADS.join(', ')}, and transactions of the form txn.`);
}

function countsInNumbers({ f, argument, result, outcome }: RawOperation): boolean {
  return f === 'add' ? typeof unkeyed(argument) === 'number' : outcome !== 'ok' || typeof unkeyed(result ?? null) === 'number';
}

function unkeyed(value: Value): Value {
  return Array.isArray(value) && value.length === 2 ? (value as readonly Value[])[1]! : value;
}

/** @throws TextError at an operation which the workload does not have, or whose value it can't have */
export function interpret(name: WorkloadName, operations: readonly RawOperation[], options: WorkloadOptions = {}): Workload {
  const { model, reading } = OBJECTS[name](operations, options);
  const history: Operation<unknown, unknown>[] = [];
  const sources: RawOperation[] = [];
  const leftOut = new Map<string, number>();
  for (const operation of expandDrains(operations)) {
    const meaning = reading(operation, options);
    if ('leftOut' in meaning) {
      leftOut.set(meaning.leftOut, (leftOut.get(meaning.leftOut) ?? 0) + 1);
      continue;
    }
    const { process, invoked, returned } = operation;
    history.push({ process, invoked, returned, ...meaning });
    sources.push(operation);
  }
  return { name, model, history, sources, leftOut };
}

interface MeantObject {
  readonly model: Model<unknown, unknown, unknown>;
  readonly reading: Reading;
}

/** Inputs and outputs of a model come from the reading beside it, which the compiler can't know. */
type AnyModel = Model<never, never, never>;

const OBJECTS: Readonly<Record<WorkloadName, (operations: readonly RawOperation[], options: WorkloadOptions) => MeantObject>> = {
  register: (operations, { initial = null }) => perhapsKeyed({ ...casRegister, initial } as AnyModel, readRegister, operations),
  'key-value': () => ({ model: keyValue, reading: readKeyValue }),
  queue: (operations) => perhapsKeyed(queue as AnyModel, readQueue, operations),
  set: (operations) => perhapsKeyed(readableSet as AnyModel, readSet, operations),
  counter: (operations) => perhapsKeyed(counter as AnyModel, readCounter, operations),
  lock: (operations) => perhapsKeyed(lock as AnyModel, readLock, operations),
  mutex: (operations) => perhapsKeyed(mutex as AnyModel, readLock, operations),
  'list-append': () => ({ model: listAppend, reading: readList }),
};

/** Where all values are `[key value]`, as Jepsen writes objects that are independent of each other, there is one object for each key. */
function perhapsKeyed(model: AnyModel, reading: Reading, operations: readonly RawOperation[]): MeantObject {
  const object = { model: model as unknown as MeantObject['model'], reading };
  return operations.every(hasKey) ? { model: keyed(object.model), reading: keyedReading(reading) } : object;
}

function hasKey({ f, argument, key }: RawOperation): boolean {
  return key !== undefined || (Array.isArray(argument) && argument.length === 2 && (!isCas(f) || Array.isArray(argument[1])));
}

function keyedReading(reading: Reading): Reading {
  return (operation, options) => {
    const isApart = operation.key !== undefined;
    const [key, argument] = isApart ? [operation.key ?? null, operation.argument] : pairOf(operation, operation.argument);
    const result = isApart || operation.result === undefined || operation.result === null ? operation.result : pairOf(operation, operation.result)[1];
    const meaning = reading({ ...operation, argument, result }, options);
    return 'leftOut' in meaning ? meaning : { input: { key: keyText(key), input: meaning.input }, output: meaning.output };
  };
}

function isCas(f: string): boolean {
  return f === 'cas' || f === 'compare-and-set';
}

const readRegister: Reading = (operation, { failedCas = 'compared' }) => {
  const { f, argument, result, outcome, error } = operation;
  if (f === 'read') {
    if (outcome !== 'ok') return outcome === 'fail' ? FAILED : UNKNOWN_READ;
    return { input: { op: 'read' }, output: content(operation.end, result ?? null) };
  }
  if (f === 'write') return outcome === 'fail' ? FAILED : { input: { op: 'write', value: content(operation, argument) }, output: outcome === 'ok' ? null : undefined };
  if (!isCas(f)) throw stranger(operation, 'read, write or cas');
  const [expected, value] = pairOf(operation, argument);
  const input = { op: 'cas', expected: content(operation, expected), value: content(operation, value) };
  if (outcome === 'fail') return error === undefined && failedCas === 'compared' ? { input, output: false } : FAILED;
  return { input, output: outcome === 'ok' ? true : undefined };
};

const readKeyValue: Reading = (operation) => {
  const { f, outcome } = operation;
  if (f !== 'get' && f !== 'put' && f !== 'append') throw stranger(operation, 'get, put or append');
  if (outcome === 'fail') return FAILED;
  const isApart = operation.key !== undefined;
  const [key, argument] = isApart ? [operation.key ?? null, operation.argument] : pairOf(operation, operation.argument);
  const name = keyText(key);
  if (f !== 'get') return { input: { op: f, key: name, value: textOf(argument) }, output: outcome === 'ok' ? '' : undefined };
  if (outcome === 'unknown') return UNKNOWN_READ;
  const found = isApart ? (operation.result ?? null) : pairOf(operation, operation.result ?? null)[1];
  return { input: { op: 'get', key: name }, output: found === null ? '' : textOf(found) };
};

const readQueue: Reading = (operation) => {
  const { f, argument, result, outcome, error } = operation;
  if (f === 'enqueue') return outcome === 'fail' ? FAILED : { input: { op: 'enqueue', value: content(operation, argument) }, output: outcome === 'ok' ? null : undefined };
  if (f !== 'dequeue') throw stranger(operation, 'enqueue, dequeue or drain');
  if (outcome === 'fail') return error === 'empty' ? { input: { op: 'dequeue' }, output: null } : FAILED;
  return { input: { op: 'dequeue' }, output: outcome === 'ok' ? content(operation.end, result ?? null) : undefined };
};

const readSet: Reading = (operation) => {
  const { f, argument, result, outcome } = operation;
  if (outcome === 'fail') return FAILED;
  if (f === 'read') {
    if (outcome === 'unknown') return UNKNOWN_READ;
    if (!Array.isArray(result)) throw new TextError(operation.end, `a read of a set gives its elements, not ${JSON.stringify(result ?? null)}.`);
    return { input: { op: 'read' }, output: (result as readonly Value[]).map((value) => content(operation.end, value)) };
  }
  if (f !== 'add' && f !== 'remove' && f !== 'contains') throw stranger(operation, 'add, remove, contains or read');
  const input = { op: f, value: content(operation, argument) };
  if (outcome === 'unknown') return f === 'contains' ? UNKNOWN_READ : { input, output: undefined };
  // Jepsen repeats the element where others say whether it has made a difference.
  return { input, output: typeof result === 'boolean' ? result : null };
};

const readCounter: Reading = (operation) => {
  const { f, argument, result, outcome } = operation;
  if (outcome === 'fail') return FAILED;
  if (f === 'add') return { input: { op: 'add', amount: amount(operation, argument) }, output: outcome === 'ok' ? null : undefined };
  if (f !== 'read') throw stranger(operation, 'add or read');
  return outcome === 'unknown' ? UNKNOWN_READ : { input: { op: 'read' }, output: amount(operation.end, result ?? null) };
};

const readLock: Reading = (operation) => {
  const { f, outcome, process } = operation;
  if (f !== 'acquire' && f !== 'release') throw stranger(operation, 'acquire or release');
  return outcome === 'fail' ? FAILED : { input: { op: f, holder: process }, output: outcome === 'ok' ? true : undefined };
};

const readList: Reading = (operation) => {
  const { outcome, argument, result } = operation;
  const { f, key, value } = listOperation(operation, argument);
  if (outcome === 'fail') return FAILED;
  if (f === 'append') return { input: { op: 'append', key: keyText(key), value: content(operation, value) }, output: outcome === 'ok' ? [] : undefined };
  if (outcome === 'unknown') return UNKNOWN_READ;
  const list = listOperation(operation, result ?? null).value ?? [];
  if (!Array.isArray(list)) throw new TextError(operation.end, `a read of a list gives its elements, not ${JSON.stringify(list)}.`);
  return { input: { op: 'read', key: keyText(key) }, output: (list as readonly Value[]).map((item) => content(operation.end, item)) };
};

/** Of `:append [key value]`, `:read [key nil]`, or a transaction of one such operation, `:txn [[:r key nil]]`. */
function listOperation(operation: RawOperation, value: Value): { readonly f: 'append' | 'read'; readonly key: Value; readonly value: Value } {
  const micro = operation.f === 'txn' ? microOf(operation, value) : [operation.f, ...(operation.key === undefined ? pairOf(operation, value) : [operation.key, value])];
  const [f, key = null, item = null] = micro;
  if (f !== 'append' && f !== 'read' && f !== 'r') throw stranger(operation, 'append and read');
  return { f: f === 'append' ? f : 'read', key, value: item };
}

function microOf(operation: RawOperation, value: Value): readonly Value[] {
  const [micro] = Array.isArray(value) && value.length === 1 ? (value as readonly Value[]) : [];
  if (!Array.isArray(micro)) throw new TextError(operation, `only a transaction of one operation, such as [[:append 1 2]], is one of a list; this is ${JSON.stringify(value)}.`);
  return micro as readonly Value[];
}

function isOneMicroOperation({ f, argument }: RawOperation): boolean {
  return f === 'txn' && Array.isArray(argument) && argument.length === 1;
}

/** What a drain gave was dequeued one by one in its time, by whoever did it. */
function expandDrains(operations: readonly RawOperation[]): readonly RawOperation[] {
  if (!operations.some(({ f }) => f === 'drain')) return operations;
  let process = operations.reduce((highest, operation) => Math.max(highest, operation.process), 0) + 1;
  return operations.flatMap((operation): RawOperation[] => {
    if (operation.f !== 'drain') return [operation];
    if (operation.outcome === 'fail') return [{ ...operation, f: 'dequeue' }];
    if (operation.outcome === 'unknown' || !Array.isArray(operation.result)) throw new TextError(operation.end, 'a drain gives the elements that it took; what one of unknown outcome took is not known.');
    return (operation.result as readonly Value[]).map((result) => ({ ...operation, f: 'dequeue', process: process++, result }));
  });
}

function content(place: Place, value: Value): Content {
  if (typeof value !== 'object' || value === null) return value;
  throw new TextError(place, `a value is a number, a text, true, false or nil, not ${JSON.stringify(value)}.`);
}

function amount(place: Place, value: Value): number {
  if (typeof value !== 'number') throw new TextError(place, `a counter counts in numbers, not in ${JSON.stringify(value)}.`);
  return value;
}

function pairOf(operation: RawOperation, value: Value): readonly [Value, Value] {
  if (!Array.isArray(value) || value.length !== 2) throw new TextError(operation, `the value of ${operation.f} is a pair such as [1 2], not ${JSON.stringify(value)}.`);
  return value as unknown as readonly [Value, Value];
}

/** Keys are texts; one that looks like another kind of value has quotes. */
function keyText(key: Value): string {
  return typeof key === 'string' && !/^(-?\d|["[{]|(null|true|false)$)/.test(key) ? key : JSON.stringify(key);
}

function stranger(operation: RawOperation, known: string): TextError {
  return new TextError(operation, `${operation.f} is no operation of this object, which has ${known}.`);
}
