import type { HostBridge } from '../bridge.ts';
import type { Intrinsics } from './intrinsics.ts';

export interface Timer {
  readonly callback: (...values: unknown[]) => unknown;
  readonly values: unknown[];
  /** Milliseconds between two calls; 0 for a timer that fires once. */
  readonly every: number;
}

export interface Settler {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

type Table<Item> = Record<string | number, Item>;

/** All that one life of a node keeps here; when it ends, nothing else leads to its code. */
export interface Life {
  readonly id: number;
  readonly modules: Table<{ exports: Record<string, unknown> }>;
  readonly timers: Table<Timer>;
  readonly promises: Table<Promise<unknown>>;
  readonly settlers: Table<Settler>;
  readonly objects: Table<object>;
  /** The last number that was given: a life that is lived again gives the same ones. */
  lastId: number;
  /** Timers count for themselves, so that their names do not hang on how many promises there were. */
  lastTimer: number;
}

/**
 * The lives that go on, and the one whose code is running. There is only one at a time: everything that a call brings
 * about is drained before the next call comes in.
 */
export function createLives(intrinsics: Intrinsics, host: HostBridge) {
  const { create, Promise: NativePromise, apply } = intrinsics;
  const table = <Item>(): Table<Item> => create(null) as Table<Item>;
  const lives = table<Life>();
  let current: Life | undefined;

  const now = (): Life => {
    if (!current) throw new intrinsics.Error('No node is running.');
    return current;
  };

  return {
    begin(id: number): void {
      lives[id] = { id, modules: table(), timers: table(), promises: table(), settlers: table(), objects: table(), lastId: 0, lastTimer: 0 };
    },
    end(id: number): void {
      delete lives[id];
    },
    /** Makes this life the present one. */
    enter(id: number): Life {
      const life = lives[id];
      if (!life) throw new intrinsics.Error('This life of the node is over.');
      current = life;
      return life;
    },
    now,
    /** The life entered last, if any. */
    present: (): Life | undefined => current,
    nextId: (): number => ++now().lastId,
    nextTimer: (): number => ++now().lastTimer,
    /** The promise that the host settles under this number. A rejection that nobody awaits is no error: the host made it. */
    promise(id: number): Promise<unknown> {
      const life = now();
      const known = life.promises[id];
      if (known) return known;
      const promise = new NativePromise<unknown>((resolve, reject) => {
        life.settlers[id] = { resolve, reject };
      });
      life.promises[id] = promise;
      void (async () => {
        try {
          await promise;
        } catch {
          // Seen.
        }
      })();
      return promise;
    },
    /** Takes a promise's settler out; undefined where it is settled already. */
    takeSettler(id: number): Settler | undefined {
      const life = now();
      const settler = life.settlers[id];
      delete life.settlers[id];
      // A positive number is the guest's own: the host never names it again.
      if (id > 0) delete life.promises[id];
      return settler;
    },
    /** Calls a function in which a throw has nobody to go to. */
    run(callback: (...values: unknown[]) => unknown, values: unknown[], describe: (thrown: unknown) => string): void {
      try {
        apply(callback, undefined, values);
      } catch (thrown) {
        host.uncaught(describe(thrown));
      }
    },
  };
}

export type Lives = ReturnType<typeof createLives>;
