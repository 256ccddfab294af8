import type { GuestBridge, HostBridge } from '../bridge.ts';
import type { createCodec } from './codec.ts';
import type { createDsim } from './dsim.ts';
import type { createGuest } from './entry.ts';
import type { installGlobals } from './globals.ts';
import type { guardHost } from './host.ts';
import type { captureIntrinsics } from './intrinsics.ts';
import type { createLives } from './lives.ts';
import type { createModules } from './modules.ts';
import type { createPrint } from './print.ts';

/** The functions of this folder, as they are inside the context. */
export interface GuestParts {
  readonly captureIntrinsics: typeof captureIntrinsics;
  readonly guardHost: typeof guardHost;
  readonly createLives: typeof createLives;
  readonly createCodec: typeof createCodec;
  readonly createPrint: typeof createPrint;
  readonly createDsim: typeof createDsim;
  readonly createModules: typeof createModules;
  readonly installGlobals: typeof installGlobals;
  readonly createGuest: typeof createGuest;
}

/**
 * Puts the guest together, inside the context.
 * @param entry path of the learner's entry module
 * @param sealed whether the global object takes no more names
 */
export function assembleGuest(parts: GuestParts, hostBridge: HostBridge, entry: string, sealed: boolean): GuestBridge {
  const intrinsics = parts.captureIntrinsics();
  const host = parts.guardHost(intrinsics, hostBridge);
  const lives = parts.createLives(intrinsics, host);
  const callback =
    (id: number) =>
    (...values: unknown[]): unknown => {
      const outcome = host.callback(id, codec.encode(values, true));
      const held = codec.held(outcome);
      if (codec.isThrown(outcome)) throw held;
      return held;
    };
  const print = parts.createPrint(intrinsics, host, () => codec);
  const dsim = parts.createDsim(intrinsics, host, lives, () => codec, print);
  const modules = parts.createModules(intrinsics, host, lives, dsim.module);
  const revivers = { callback, promise: lives.promise, store: () => dsim.store, context: dsim.context };
  const codec = parts.createCodec(intrinsics, revivers, (thrown) => modules.classesOf(entry, thrown));
  parts.installGlobals(intrinsics, host, lives, codec, print, sealed);
  return parts.createGuest(intrinsics, host, lives, codec, modules);
}
