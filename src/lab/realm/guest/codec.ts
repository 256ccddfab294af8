import type { Intrinsics } from './intrinsics.ts';

/** What wire text may name and only a life can make. */
export interface Revivers {
  callback(id: number): unknown;
  promise(id: number): unknown;
  store(): unknown;
  context(): unknown;
}

/** Turns the guest's values into wire text and back; the counterpart of the host's `wire.ts`. */
export function createCodec(intrinsics: Intrinsics, revive: Revivers, exportsOfError: (error: unknown) => string) {
  const { keys, hasOwn, isPrototypeOf, isArray, stringify, parse, is, defineProperty, getPrototypeOf } = intrinsics;
  const { String, BigInt, TypeError, ErrorPrototype, ObjectPrototype, mapSize, setSize, mapForEach, setForEach, getTime } = intrinsics;
  const { mapSet, setAdd, slice } = intrinsics;
  const DEEPEST = 64;
  const LARGEST = 200_000;

  interface Path {
    readonly value: object;
    readonly parent: Path | undefined;
    readonly depth: number;
  }

  const tag = (name: string, content: string): string => `{"$":"${name}","v":${content}}`;
  const opaque = (text: string): string => tag('opaque', stringify(text));

  const isA = (brand: (value: unknown) => unknown, value: object): boolean => {
    try {
      brand(value);
      return true;
    } catch {
      return false;
    }
  };

  const nameOf = (value: object): string => {
    const name: unknown = hasOwn(value, 'name') ? (value as { name: unknown }).name : '';
    return typeof name === 'string' ? name : '';
  };

  /**
   * @param lossy what can't travel becomes a description of itself (to be shown or compared); otherwise it is an error
   * @throws TypeError that says what can't travel
   */
  const encode = (root: unknown, lossy: boolean): string => {
    let size = 0;
    const refuse = (text: string, why: string): string => {
      if (lossy) return opaque(text);
      throw new TypeError(`${text} is no plain data: ${why}.`);
    };
    const encodeObject = (value: object, parent: Path | undefined): string => {
      for (let path = parent; path; path = path.parent) {
        if (path.value === value) return refuse('[Circular]', 'an object contains itself');
      }
      const depth = parent ? parent.depth + 1 : 0;
      if (depth > DEEPEST) return refuse('[…]', `it is nested more than ${DEEPEST} levels deep`);
      const path: Path = { value, parent, depth };
      if (isArray(value)) {
        let text = '';
        for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + encodeValue(value[i], path);
        return `[${text}]`;
      }
      const prototype = getPrototypeOf(value);
      if (prototype !== ObjectPrototype && prototype !== null) {
        if (isPrototypeOf(ErrorPrototype, value)) return tag('error', describe(value));
        if (isA(mapSize, value)) {
          let text = '';
          mapForEach(value, (item, key) => {
            text += `${text === '' ? '' : ','}[${encodeValue(key, path)},${encodeValue(item, path)}]`;
          });
          return tag('map', `[${text}]`);
        }
        if (isA(setSize, value)) {
          let text = '';
          setForEach(value, (item) => {
            text += (text === '' ? '' : ',') + encodeValue(item, path);
          });
          return tag('set', `[${text}]`);
        }
        if (isA(getTime, value)) return tag('date', `${getTime(value)}`);
        if (typeof (value as { then?: unknown }).then === 'function') return refuse('[Promise]', 'a promise is not its value; await it first');
      }
      let text = '';
      const names = keys(value);
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        text += `${i === 0 ? '' : ','}${stringify(name)}:${encodeValue((value as Record<string, unknown>)[name], path)}`;
      }
      return hasOwn(value, '$') ? tag('object', `{${text}}`) : `{${text}}`;
    };
    const encodeValue = (value: unknown, parent: Path | undefined): string => {
      if (++size > LARGEST) return refuse('[…]', `it has more than ${LARGEST} parts`);
      switch (typeof value) {
        case 'string':
          return stringify(value);
        case 'boolean':
          return value ? 'true' : 'false';
        case 'number':
          return intrinsics.isFinite(value) && !is(value, -0) ? `${value}` : tag('number', is(value, -0) ? '"-0"' : `"${value}"`);
        case 'undefined':
          return tag('undefined', 'null');
        case 'bigint':
          return tag('bigint', `"${value}"`);
        case 'symbol':
          return refuse(String(value), 'a symbol means nothing to another node');
        case 'function':
          return refuse(`[Function: ${nameOf(value) || 'anonymous'}]`, 'a function belongs to the code that made it');
        default:
          return value === null ? 'null' : encodeObject(value as object, parent);
      }
    };
    return encodeValue(root, undefined);
  };

  const decodeTagged = (name: unknown, content: unknown): unknown => {
    switch (name) {
      case 'undefined':
        return undefined;
      case 'number':
        return +(content as string);
      case 'bigint':
        return BigInt(content as string);
      case 'date':
        return new intrinsics.Date(content as number);
      case 'object':
        return decodeFields(content as Record<string, unknown>);
      case 'error': {
        const { name: errorName, message } = content as { name: string; message: string };
        const error = new intrinsics.Error(message);
        const descriptor = { __proto__: null, value: errorName, writable: true, configurable: true, enumerable: false };
        defineProperty(error, 'name', descriptor);
        return error;
      }
      case 'map': {
        const entries = content as [unknown, unknown][];
        const map = new intrinsics.Map<unknown, unknown>();
        for (let i = 0; i < entries.length; i++) {
          const entry = entries[i] as [unknown, unknown];
          mapSet(map, decodeNode(entry[0]), decodeNode(entry[1]));
        }
        return map;
      }
      case 'set': {
        const items = content as unknown[];
        const set = new intrinsics.Set<unknown>();
        for (let i = 0; i < items.length; i++) setAdd(set, decodeNode(items[i]));
        return set;
      }
      case 'callback':
        return revive.callback(content as number);
      case 'promise':
        return revive.promise(content as number);
      case 'store':
        return revive.store();
      case 'context':
        return revive.context();
      default:
        return content;
    }
  };

  const decodeFields = (value: Record<string, unknown>): unknown => {
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      value[name] = decodeNode(value[name]);
    }
    return value;
  };

  const decodeNode = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (!isArray(value) && hasOwn(value, '$')) {
      const { $: name, v: content } = value as { $: unknown; v: unknown };
      return decodeTagged(name, content);
    }
    return decodeFields(value as Record<string, unknown>);
  };

  const textOf = (value: unknown, property: string): string => {
    try {
      const text: unknown = (value as Record<string, unknown>)[property];
      return typeof text === 'string' ? text : '';
    } catch {
      return '';
    }
  };

  const shown = (value: unknown): string => {
    try {
      return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? encode(value, true) : String(value);
    } catch {
      return 'a value that throws when it is looked at';
    }
  };

  /** Wire text of a `WireError` for whatever was thrown. */
  const describe = (thrown: unknown): string => {
    let isError = false;
    try {
      isError = typeof thrown === 'object' && thrown !== null && isPrototypeOf(ErrorPrototype, thrown);
    } catch {
      // A proxy that throws: it is described like any other value.
    }
    const name = isError ? textOf(thrown, 'name') || 'Error' : 'Thrown value';
    const message = isError ? textOf(thrown, 'message') : shown(thrown);
    const stack = isError ? textOf(thrown, 'stack') : '';
    return `{"name":${stringify(name)},"message":${stringify(message)},"stack":${stringify(stack)},"instanceOf":${exportsOfError(thrown)}}`;
  };

  return {
    encode,
    describe,
    decode: (text: string): unknown => decodeNode(parse(text)),
    /** The arguments of a call. */
    decodeList: (text: string): unknown[] => decodeNode(parse(text)) as unknown[],
    /** How a call ended, see `Outcome`. */
    threw: (thrown: unknown): string => `t${describe(thrown)}`,
    returned: (value: unknown): string => (value === undefined ? 'v' : `v${encode(value, true)}`),
    /** What the host's outcome holds: a value, or an error where `isThrown` of it. */
    held: (outcome: string): unknown => (outcome.length === 1 ? undefined : decodeNode(parse(slice(outcome, 1)))),
    isThrown: (outcome: string): boolean => outcome[0] === 't',
  };
}

export type Codec = ReturnType<typeof createCodec>;
