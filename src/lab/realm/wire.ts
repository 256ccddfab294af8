/** The host's half of the wire format; the guest's is `guest/codec.ts`. JSON, in which an object with a `$` is one that JSON has no word for. */
import { inspect } from 'node:util';
import type { WireError } from './bridge.ts';
import { Misuse } from './judgement.ts';

/** A function of the test, which learner code can call. */
export class CallbackRef {
  readonly ref = 'learner';
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

/** A promise that learner code gets, and the test settles. */
export class PromiseRef {
  readonly ref = 'learner';
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

/** The store, or the context, of the node on which the learner's object is made. */
export class MachineRef {
  readonly ref = 'learner';
  readonly kind: 'store' | 'context';
  constructor(kind: 'store' | 'context') {
    this.kind = kind;
  }
}

/** What can't leave the learner's realm, in words: `[Function: retry]`. */
export class Opaque {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  [inspect.custom](): string {
    return this.text;
  }
}

/** An error that learner code holds or throws, as a value. */
export class ErrorValue {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly instanceOf: readonly string[];
  constructor({ name, message, stack, instanceOf }: WireError) {
    this.name = name;
    this.message = message;
    this.stack = stack;
    this.instanceOf = instanceOf;
  }
  [inspect.custom](): string {
    return `${this.name}: ${this.message}`;
  }
}

/** @throws Misuse for what learner code can't be given: functions (use `t.callback`), symbols */
export function encode(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : tag('number', JSON.stringify(Object.is(value, -0) ? '-0' : String(value)));
    case 'undefined':
      return tag('undefined', 'null');
    case 'bigint':
      return tag('bigint', `"${value}"`);
    case 'object':
      return value === null ? 'null' : encodeObject(value);
    default:
      throw new Misuse(`Learner code can't be given a ${typeof value}: a function goes through t.callback.`);
  }
}

function encodeObject(value: object): string {
  if (value instanceof CallbackRef) return tag('callback', String(value.id));
  if (value instanceof PromiseRef) return tag('promise', String(value.id));
  if (value instanceof MachineRef) return tag(value.kind, 'null');
  if (value instanceof Opaque) return tag('opaque', JSON.stringify(value.text));
  if (value instanceof Error || value instanceof ErrorValue) return tag('error', JSON.stringify({ name: value.name, message: value.message }));
  if (value instanceof Date) return tag('date', String(value.getTime()));
  if (value instanceof Map) return tag('map', `[${[...value].map((entry) => encode(entry)).join(',')}]`);
  if (value instanceof Set) return tag('set', encode([...value]));
  if (Array.isArray(value)) return `[${Array.from(value, encode).join(',')}]`;
  const text = `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${encode(item)}`).join(',')}}`;
  return Object.hasOwn(value, '$') ? tag('object', text) : text;
}

function tag(name: string, content: string): string {
  return `{"$":"${name}","v":${content}}`;
}

export function decode(text: string): unknown {
  return revive(JSON.parse(text));
}

function revive(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revive);
  if (Object.hasOwn(value, '$')) {
    const { $: name, v: content } = value as { $: unknown; v: unknown };
    return reviveTagged(name, content);
  }
  return reviveFields(value);
}

function reviveFields(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}

function reviveTagged(name: unknown, content: unknown): unknown {
  switch (name) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(content);
    case 'bigint':
      return BigInt(String(content));
    case 'date':
      return new Date(Number(content));
    case 'map':
      return new Map((content as [unknown, unknown][]).map(([key, item]) => [revive(key), revive(item)]));
    case 'set':
      return new Set((content as unknown[]).map(revive));
    case 'error':
      return new ErrorValue(content as WireError);
    case 'object':
      return reviveFields(content as object);
    default:
      return new Opaque(String(content));
  }
}
