import type { HostBridge } from '../bridge.ts';
import type { Codec } from './codec.ts';
import type { Intrinsics } from './intrinsics.ts';
import type { Lives } from './lives.ts';
import type { Print } from './print.ts';

/** Replaces what the language offers of time, chance and output by what the simulation offers, and takes away the rest. */
export function installGlobals(intrinsics: Intrinsics, host: HostBridge, lives: Lives, codec: Codec, print: Print, sealed: boolean): void {
  const { defineProperty, construct, String, TypeError, freeze, trunc, dateToString } = intrinsics;
  const NativeDate = intrinsics.Date;

  const define = (target: object, name: PropertyKey, value: unknown): void => {
    defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  };

  const installDate = (): void => {
    const now = (): number => host.date();
    const VirtualDate = function (this: unknown, ...values: unknown[]): unknown {
      if (!new.target) return dateToString(new NativeDate(now()));
      return construct(NativeDate, values.length === 0 ? [now()] : values, new.target);
    };
    define(VirtualDate, 'name', 'Date');
    define(VirtualDate, 'length', 7);
    defineProperty(VirtualDate, 'prototype', { value: NativeDate.prototype, writable: false });
    define(NativeDate.prototype, 'constructor', VirtualDate);
    define(VirtualDate, 'now', now);
    define(VirtualDate, 'parse', NativeDate.parse);
    define(VirtualDate, 'UTC', NativeDate.UTC);
    define(globalThis, 'Date', VirtualDate);
    define(globalThis, 'performance', freeze({ timeOrigin: 0, now: (): number => host.now() }));
  };

  const installTimers = (): void => {
    const start = (callback: unknown, milliseconds: number, every: number, values: unknown[]): number => {
      if (typeof callback !== 'function') throw new TypeError('A timer calls a function; its first argument is not one.');
      const id = lives.nextTimer();
      lives.now().timers[id] = { callback: callback as (...values: unknown[]) => unknown, values, every };
      host.setTimer(id, milliseconds);
      return id;
    };
    // As in Node: whole milliseconds, at least one, and too long a delay is none.
    const delay = (milliseconds: unknown): number => {
      const given = trunc(+(milliseconds as number));
      return given >= 1 && given <= 2147483647 ? given : 1;
    };
    const stop = (id: unknown): void => {
      const { timers } = lives.now();
      if (typeof id !== 'number' || !timers[id]) return;
      delete timers[id];
      host.clearTimer(id);
    };
    define(globalThis, 'setTimeout', (callback: unknown, milliseconds: unknown, ...values: unknown[]) => start(callback, delay(milliseconds), 0, values));
    define(globalThis, 'setInterval', (callback: unknown, milliseconds: unknown, ...values: unknown[]) =>
      start(callback, delay(milliseconds), delay(milliseconds), values),
    );
    define(globalThis, 'setImmediate', (callback: unknown, ...values: unknown[]) => start(callback, 0, 0, values));
    for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) define(globalThis, name, stop);
    const settled = intrinsics.resolved();
    define(globalThis, 'queueMicrotask', (callback: unknown) => {
      if (typeof callback !== 'function') throw new TypeError('queueMicrotask calls a function; its argument is not one.');
      void (async () => {
        await settled;
        lives.run(callback as () => unknown, [], codec.describe);
      })();
    });
  };

  const installMath = (): void => {
    const { sqrt } = Math;
    define(Math, 'random', (): number => host.random());
    for (const name of ['exp', 'log', 'log2', 'log10']) {
      define(Math, name, (x: unknown): number => host.math(name, +(x as number), 0));
    }
    define(Math, 'pow', (x: unknown, y: unknown): number => host.math('pow', +(x as number), +(y as number)));
    define(Math, 'hypot', (...values: unknown[]): number => {
      let sum = 0;
      for (let i = 0; i < values.length; i++) {
        const value = +(values[i] as number);
        sum += value * value;
      }
      return sqrt(sum);
    });
    const unavailable = ['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'cbrt', 'expm1', 'log1p'];
    for (const name of unavailable) {
      define(Math, name, (): never => {
        throw new intrinsics.Error(`Math.${name} is not available here: JavaScript engines differ in its last digits, so a run could not be repeated.`);
      });
    }
  };

  const installConsole = (): void => {
    const console: Record<string, unknown> = {};
    for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir']) {
      console[name] = (...values: unknown[]): void => print(values);
    }
    console['assert'] = (condition: unknown, ...values: unknown[]): void => {
      if (!condition) print(values.length > 0 ? values : ['Assertion failed']);
    };
    define(globalThis, 'console', freeze(console));
  };

  const installClone = (): void => {
    const { isArray, isPrototypeOf, ErrorPrototype, mapForEach, setForEach, mapSet, mapGet, setAdd, getTime, keys, getPrototypeOf } = intrinsics;
    const isInstance = (Class: { prototype: object }, value: object): boolean => isPrototypeOf(Class.prototype, value);
    const clone = (value: unknown, seen: Map<unknown, unknown>): unknown => {
      if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError(`${String(value)} can't be cloned.`);
      if (typeof value !== 'object' || value === null) return value;
      const known: unknown = mapGet(seen, value);
      if (known !== undefined) return known;
      if (isInstance(NativeDate, value)) return new NativeDate(getTime(value));
      if (isInstance(intrinsics.Map, value)) {
        const copy = new intrinsics.Map<unknown, unknown>();
        mapSet(seen, value, copy);
        mapForEach(value, (item, key) => void mapSet(copy, clone(key, seen), clone(item, seen)));
        return copy;
      }
      if (isInstance(intrinsics.Set, value)) {
        const copy = new intrinsics.Set<unknown>();
        mapSet(seen, value, copy);
        setForEach(value, (item) => void setAdd(copy, clone(item, seen)));
        return copy;
      }
      if (isInstance({ prototype: ErrorPrototype }, value)) {
        const { name, message } = value as globalThis.Error;
        const copy = new intrinsics.Error(message);
        copy.name = name;
        return copy;
      }
      if (getPrototypeOf(value) === intrinsics.Promise.prototype) throw new TypeError("A promise can't be cloned.");
      const copy = (isArray(value) ? [] : {}) as Record<string, unknown>;
      mapSet(seen, value, copy);
      const names = keys(value);
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        copy[name] = clone((value as Record<string, unknown>)[name], seen);
      }
      return copy;
    };
    define(globalThis, 'structuredClone', (value: unknown): unknown => clone(value, new intrinsics.Map()));
  };

  /** What would let code see the garbage collector, real time, or another thread. */
  const removeTheRest = (): void => {
    const unwanted = ['Atomics', 'SharedArrayBuffer', 'WebAssembly', 'WeakRef', 'FinalizationRegistry', 'Temporal'];
    for (const name of unwanted) delete (globalThis as Record<string, unknown>)[name];
    // Node hands it an array of the host's realm.
    defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });
    // No state of one node, or of one life, reaches another through a global.
    if (sealed) freeze(globalThis);
  };

  installDate();
  installTimers();
  installMath();
  installConsole();
  installClone();
  removeTheRest();
}
