/**
 * What crosses between the child's main realm (the host) and the context in which learner code runs (the guest): strings,
 * numbers and booleans, and nothing else. Structured values travel as wire text, see `wire.ts` and `guest/codec.ts`.
 */

/** What the guest may ask of the host. These functions never throw; `complaint` is what is wrong, or the empty string. */
export interface HostBridge {
  /** The present life's clock, in milliseconds with microseconds behind the point. */
  now(): number;
  /** The same for `Date`: whole milliseconds since 1970. */
  date(): number;
  /** The present life's random source, in [0, 1). */
  random(): number;
  setTimer(timer: number, milliseconds: number): void;
  clearTimer(timer: number): void;
  /** False once the run has printed as much as it may. */
  prints(): boolean;
  /** @param values wire text of an array @param stack where it was called */
  print(values: string, stack: string): void;
  /** Something was thrown where nobody can catch it. @param thrown wire text of an error */
  uncaught(thrown: string): void;
  settled(life: number, task: number, outcome: Outcome): void;
  /** Calls one of the test's functions. @param values wire text of the arguments */
  callback(callback: number, values: string): Outcome;
  /** The path of the module that an import names, `dsim`, or the empty string where it may not be imported. */
  resolve(from: string, specifier: string): string;
  /** A deterministic function of `Math`, by name. */
  math(name: string, x: number, y: number): number;
  storeGet(key: string): string;
  storeSet(key: string, value: string): void;
  /** Settles the promise `deferred` once everything written so far is on the disk. */
  storeSync(deferred: number): void;
  /** The node's own id; -1 where the code runs outside a simulated network. */
  nodeId(): number;
  nodeCount(): number;
  /** @returns a complaint */
  send(to: number, message: string): string;
  /** @returns a complaint */
  setTag(tag: string, milliseconds: number): string;
  clearTag(tag: string): void;
}

/** What the host may ask of the guest. These functions never throw, short of a stack overflow. */
export interface GuestBridge {
  /** Makes a module known. @param wrapper `(exports, require, module) => void`, a function of the guest's realm */
  define(path: string, wrapper: unknown): void;
  /** Begins a life: module state, timers, promises and objects of its own. */
  begin(life: number): void;
  /** Ends a life: nothing of it is ever called again. */
  end(life: number): void;
  load(life: number, path: string): Outcome;
  construct(life: number, path: string, name: string, values: string): Outcome;
  call(life: number, path: string, name: string, values: string): Outcome;
  /** Calls a method; an object without it gives undefined where it is optional. */
  invoke(life: number, handle: number, method: string, values: string, optional: boolean): Outcome;
  get(life: number, handle: number, property: string): Outcome;
  /** What an object's `inspect()` returns; its enumerable fields where that is undefined or there is none. */
  show(life: number, handle: number): Outcome;
  /** A promise rejected and nothing handles it: describes the reason as wire text. */
  describe(reason: unknown): string;
  fire(life: number, timer: number): void;
  settle(life: number, deferred: number, outcome: Outcome): void;
}

/**
 * How a call of the other side ended: a letter, and what belongs to it.
 * - `v`, wire text of the value that was returned; nothing for undefined
 * - `o`, the handle of an object that stays in the guest
 * - `p`, the number of a promise, whose end `settled` (a guest's) or `settle` (a host's) tells
 * - `t`, wire text of what was thrown: from the guest a `WireError`, from the host an error
 */
export type Outcome = string;

export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** The exports of the entry module whose instance it is. */
  readonly instanceOf: readonly string[];
}
