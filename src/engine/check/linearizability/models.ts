/** The objects whose histories can be checked. */
import type { History, Operation } from '../history.ts';
import { compactList, compactSet } from './compact.ts';
import { orderOfList, orderOfQueue, orderOfSet } from './inference.ts';
import type { CompactModel, Model } from './model.ts';
import { PrecedenceBuilder } from './precedence.ts';

export type Value = string | number | boolean;
/** What a register holds before the first write. */
export type Content = Value | null;

export type RegisterInput = { readonly op: 'read' } | { readonly op: 'write'; readonly value: Value };

/** A read gives the value written last. The output of a write is of no account. */
export const register: Model<Content, RegisterInput, Content> = {
  name: 'register',
  initial: null,
  apply: (state, input, output) => (input.op === 'write' ? input.value : given(output, state) ? state : undefined),
  key: keyOf,
  observes: ({ op }) => op === 'read',
};

export type CasInput = RegisterInput | { readonly op: 'cas'; readonly expected: Content; readonly value: Value };

/** A compare-and-set gives whether the register held what was expected; if so, it is set. */
export const casRegister: Model<Content, CasInput, Content> = {
  name: 'compare-and-set register',
  initial: null,
  apply(state, input, output) {
    if (input.op === 'write') return input.value;
    if (input.op === 'read') return given(output, state) ? state : undefined;
    const swaps = state === input.expected;
    if (!given(output, swaps)) return undefined;
    return swaps ? input.value : state;
  },
  key: keyOf,
  observes: ({ op }, output) => op === 'read' || (op === 'cas' && output === false),
};

export type KeyValueInput =
  | { readonly op: 'get'; readonly key: string }
  | { readonly op: 'put' | 'append'; readonly key: string; readonly value: string };

/** A store of strings, empty before the first write; each key is a part of its own. */
export const keyValue: Model<string, KeyValueInput, string> = {
  name: 'key-value store',
  initial: '',
  apply(state, input, output) {
    if (input.op === 'get') return given(output, state) ? state : undefined;
    return input.op === 'put' ? input.value : state + input.value;
  },
  key: (state) => state,
  observes: ({ op }) => op === 'get',
  partOf: ({ key }) => key,
};

export type QueueInput = { readonly op: 'enqueue'; readonly value: Value } | { readonly op: 'dequeue' };

/** First in, first out. Dequeuing an empty queue gives null. */
export const queue: Model<readonly Value[], QueueInput, Content> = {
  name: 'queue',
  initial: [],
  apply(state, input, output) {
    if (input.op === 'enqueue') return [...state, input.value];
    return given(output, state[0] ?? null) ? state.slice(1) : undefined;
  },
  key: (state) => JSON.stringify(state),
  observes: ({ op }, output) => op === 'dequeue' && output === null,
  precedence: (history) => orderOfQueue(history, (input) => (input.op === 'enqueue' ? input.value : undefined)),
};

export type SetInput =
  | { readonly op: 'add' | 'remove' | 'contains'; readonly value: Value };

/** Adding and removing give whether they changed the set; each value is a part of its own. */
export const set: Model<boolean, SetInput, boolean> = {
  name: 'set',
  initial: false,
  apply(present, { op }, output) {
    if (op === 'contains') return given(output, present) ? present : undefined;
    const after = op === 'add';
    return given(output, present !== after) ? after : undefined;
  },
  key: String,
  observes: ({ op }, output) => op === 'contains' || output === false,
  partOf: ({ value }) => keyOf(value),
};

export type LockInput = { readonly op: 'acquire' | 'release'; readonly holder: Value };

/** Acquiring gives whether the lock was free, releasing whether the holder had it. */
export const lock: Model<Content, LockInput, boolean> = {
  name: 'lock',
  initial: null,
  apply(holder, input, output) {
    const does = input.op === 'acquire' ? holder === null : holder === input.holder;
    if (!given(output, does)) return undefined;
    if (!does) return holder;
    return input.op === 'acquire' ? input.holder : null;
  },
  key: keyOf,
  observes: (_, output) => output === false,
};

export type CounterInput = { readonly op: 'read' } | { readonly op: 'add'; readonly amount: number };

/** Adding gives the new value, or nothing that is checked where its output is null. */
export const counter: Model<number, CounterInput, number | null> = {
  name: 'counter',
  initial: 0,
  apply(state, input, output) {
    const after = input.op === 'add' ? state + input.amount : state;
    return output === null || given(output, after) ? after : undefined;
  },
  key: String,
  observes: ({ op }) => op === 'read',
};

export type ListInput = { readonly op: 'read'; readonly key: string } | { readonly op: 'append'; readonly key: string; readonly value: Value };

/** Lists by key, each a part of its own: a read gives all that was appended, in order. */
export const listAppend: Model<readonly Value[], ListInput, readonly Value[]> = {
  name: 'list-append',
  initial: [],
  apply(state, input, output) {
    if (input.op === 'append') return [...state, input.value];
    return output === undefined || sameItems(output, state) ? state : undefined;
  },
  key: (state) => JSON.stringify(state),
  observes: ({ op }) => op === 'read',
  precedence: (history) => orderOfList(history, appendedValue),
  compact: (history) => compactList(history, appendedValue),
  partOf: ({ key }) => key,
};

function appendedValue(input: ListInput): Value | undefined {
  return input.op === 'append' ? input.value : undefined;
}

export type ReadableSetInput = { readonly op: 'add' | 'remove' | 'contains'; readonly value: Content } | { readonly op: 'read' };

type SetOutput = boolean | readonly Content[] | null;

/** A set that is read as a whole: a read gives its elements, in any order. Otherwise as `set`, but an output of null is not checked. */
export const readableSet: Model<readonly string[], ReadableSetInput, SetOutput> = {
  name: 'set that is read as a whole',
  initial: [],
  apply(state, input, output) {
    if (input.op === 'read') return Array.isArray(output) && !sameItems((output as readonly Content[]).map(keyOf).sort(), state) ? undefined : state;
    const element = keyOf(input.value);
    const present = state.includes(element);
    const does = input.op === 'contains' ? present : present !== (input.op === 'add');
    if (output !== null && !given(output, does)) return undefined;
    if (input.op === 'contains' || !does) return state;
    return input.op === 'add' ? [...state, element].sort() : state.filter((other) => other !== element);
  },
  key: (state) => state.join(),
  observes: ({ op }, output) => op === 'read' || op === 'contains' || output === false,
  precedence: (history) => (onlyGrows(history) ? orderOfSet(history, addedElement, (output) => shownElements(output) ?? []) : new PrecedenceBuilder(history.length)),
  compact: (history) => (onlyGrows(history) ? compactSet(history, addedElement, shownElements) : readableSet),
};

function onlyGrows(history: History<ReadableSetInput, SetOutput>): boolean {
  return history.every(({ input, output }) => input.op === 'add' || (input.op === 'read' && output !== null));
}

function addedElement(input: ReadableSetInput): string | undefined {
  return input.op === 'add' ? keyOf(input.value) : undefined;
}

function shownElements(output: SetOutput): readonly string[] | undefined {
  return typeof output === 'object' && output !== null ? output.map(keyOf) : undefined;
}

export type MutexInput = { readonly op: 'acquire' | 'release' };

/** A lock that anybody may release: acquiring gives whether it was free, releasing whether it was held. */
export const mutex: Model<boolean, MutexInput, boolean> = {
  name: 'mutex',
  initial: false,
  apply(held, { op }, output) {
    const after = op === 'acquire';
    return given(output, held !== after) ? after : undefined;
  },
  key: String,
  observes: (_, output) => output === false,
};

export interface Keyed<Input> {
  readonly key: string;
  readonly input: Input;
}

/** Many objects of one kind, told apart by keys; each is a part of its own. */
export function keyed<State, Input, Output>(model: Model<State, Input, Output>): Model<State, Keyed<Input>, Output> {
  return {
    name: `${model.name} by key`,
    initial: model.initial,
    apply: (state, { input }, output) => model.apply(state, input, output),
    key: (state) => model.key(state),
    observes: ({ input }, output) => model.observes?.(input, output) ?? false,
    ...(model.precedence && { precedence: (history: History<Keyed<Input>, Output>) => model.precedence!(history.map(withoutKey)) }),
    ...(model.compact && { compact: (history: History<Keyed<Input>, Output>) => compactKeyed(model.compact!(history.map(withoutKey))) }),
    partOf: ({ key, input }) => (model.partOf ? JSON.stringify([key, model.partOf(input)]) : key),
  };
}

function withoutKey<Input, Output>(operation: Operation<Keyed<Input>, Output>): Operation<Input, Output> {
  return { ...operation, input: operation.input.input };
}

function compactKeyed<Input, Output>({ initial, apply, key }: CompactModel<unknown, Input, Output>): CompactModel<unknown, Keyed<Input>, Output> {
  return { initial, key, apply: (state, { input }, output) => apply(state, input, output) };
}

function given<Output>(output: Output | undefined, expected: Output): boolean {
  return output === undefined || output === expected;
}

function sameItems(one: readonly Value[], other: readonly Value[]): boolean {
  return one.length === other.length && one.every((item, position) => item === other[position]);
}

/** Numbers and texts of the same look are different values. */
function keyOf(value: Content): string {
  return JSON.stringify(value);
}
