/**
 * What learner code has beside the language itself: the module "dsim", and globals in virtual time. Time passes only when
 * nothing is left to do, chance is seeded, and so every run can be repeated.
 */
declare module 'dsim' {
  /** Waits in virtual time. */
  export function sleep(milliseconds: number): Promise<void>;

  /** A node's position in the simulation, from 0. */
  export type NodeId = number;

  /**
   * A node's durable storage. Values are plain data (no functions, no class instances) and are copied. Reads see every
   * write at once, but a crash loses what was written since the last `sync` that has finished.
   */
  export interface Store {
    /** The value last set, or undefined. */
    get<Value>(key: string): Value | undefined;
    set(key: string, value: unknown): void;
    delete(key: string): void;
    /** Fulfilled once everything set before is on the disk. It takes time, and the node may crash before. */
    sync(): Promise<void>;
  }

  /** What a process on a simulated node can do. Times are in milliseconds of virtual time. */
  export interface Context<Message> {
    readonly id: NodeId;
    /** Every other node. */
    readonly peers: readonly NodeId[];
    readonly store: Store;
    now(): number;
    /** Sends a message, which is copied. It may be delayed, lost, duplicated or overtaken. */
    send(to: NodeId, message: Message): void;
    /** Has `onTimer(tag)` called after a delay. A timer that is set already under this tag is replaced. */
    setTimer(milliseconds: number, tag: string): void;
    cancelTimer(tag: string): void;
    /** A number in [0, 1). */
    random(): number;
    log(...values: unknown[]): void;
  }

  /**
   * What runs on a node during one life, from a start or restart to the next crash. The class is constructed with the
   * node's `Context` at the beginning of each life; only what is in the store lasts longer. Handlers may be asynchronous.
   */
  export interface Process<Message> {
    /** The node's first life begins. */
    onStart?(): void | Promise<void>;
    /** A later life begins, after a crash. */
    onRestart?(): void | Promise<void>;
    onMessage(from: NodeId, message: Message): void | Promise<void>;
    onTimer?(tag: string): void | Promise<void>;
    /** An input from outside the system. */
    onCommand?(command: string): void | Promise<void>;
    /** Plain data to be shown as the node's state; it changes nothing. Without it, the enumerable fields are shown. */
    inspect?(): unknown;
  }
}

/** Prints to the test's output. */
declare const console: Readonly<
  Record<'log' | 'info' | 'warn' | 'error' | 'debug' | 'trace' | 'dir', (...values: unknown[]) => void> & {
    assert(condition: unknown, ...values: unknown[]): void;
  }
>;
declare const performance: { readonly timeOrigin: number; now(): number };
declare function setTimeout<Values extends unknown[]>(callback: (...values: Values) => void, milliseconds?: number, ...values: Values): number;
declare function setInterval<Values extends unknown[]>(callback: (...values: Values) => void, milliseconds?: number, ...values: Values): number;
declare function setImmediate<Values extends unknown[]>(callback: (...values: Values) => void, ...values: Values): number;
declare function clearTimeout(timer: number | undefined): void;
declare function clearInterval(timer: number | undefined): void;
declare function clearImmediate(timer: number | undefined): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<Value>(value: Value): Value;
