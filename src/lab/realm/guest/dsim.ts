import type { HostBridge } from '../bridge.ts';
import type { Codec } from './codec.ts';
import type { Intrinsics } from './intrinsics.ts';
import type { Lives } from './lives.ts';
import type { Print } from './print.ts';

/** What learner code imports from "dsim", and the store and context objects that are handed to it (types: `dsim/dsim.d.ts`). */
export function createDsim(intrinsics: Intrinsics, host: HostBridge, lives: Lives, codec: () => Codec, print: Print) {
  const { freeze, Promise: NativePromise, RangeError, TypeError, String } = intrinsics;

  const heed = (complaint: string): void => {
    if (complaint !== '') throw new RangeError(complaint);
  };

  const sleep = (milliseconds: unknown): Promise<void> =>
    new NativePromise<void>((resolve) => {
      const id = lives.nextTimer();
      const delay = +(milliseconds as number);
      if (!(delay >= 0) || delay === Infinity) throw new RangeError(`sleep takes a number of milliseconds from 0 on, not ${delay}.`);
      lives.now().timers[id] = { callback: () => resolve(), values: [], every: 0 };
      host.setTimer(id, delay);
    });

  const store = freeze({
    get: (key: unknown): unknown => codec().decode(host.storeGet(String(key))),
    set: (key: unknown, value: unknown): void => host.storeSet(String(key), codec().encode(value, false)),
    delete: (key: unknown): void => host.storeSet(String(key), codec().encode(undefined, false)),
    sync: (): Promise<unknown> => {
      const id = lives.nextId();
      const done = lives.promise(id);
      host.storeSync(id);
      return done;
    },
  });

  const context = (): object => {
    const id = host.nodeId();
    const peers: number[] = [];
    for (let node = 0; node < host.nodeCount(); node++) {
      if (node !== id) peers[peers.length] = node;
    }
    return freeze({
      id,
      peers: freeze(peers),
      store,
      now: (): number => host.now(),
      random: (): number => host.random(),
      send: (to: unknown, message: unknown): void => {
        if (typeof to !== 'number') throw new TypeError(`A message is sent to a node's number, not to ${String(to)}.`);
        heed(host.send(to, codec().encode(message, false)));
      },
      setTimer: (milliseconds: unknown, tag: unknown): void => heed(host.setTag(String(tag), +(milliseconds as number))),
      cancelTimer: (tag: unknown): void => host.clearTag(String(tag)),
      log: (...values: unknown[]): void => print(values),
    });
  };

  return { module: freeze({ __esModule: true, sleep: freeze(sleep) }), store, context };
}

export type Dsim = ReturnType<typeof createDsim>;
