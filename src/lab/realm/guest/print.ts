import type { HostBridge } from '../bridge.ts';
import type { Codec } from './codec.ts';
import type { Intrinsics } from './intrinsics.ts';

/** Prints values as the output of the present life, together with the place from which it was called. */
export function createPrint(intrinsics: Intrinsics, host: HostBridge, codec: () => Codec) {
  /** Near the end of the stack, formatting it throws an error of the host's realm. */
  const here = (): string => {
    try {
      return intrinsics.String(new intrinsics.Error().stack);
    } catch {
      return '';
    }
  };
  return (values: unknown[]): void => {
    if (host.prints()) host.print(codec().encode(values, true), here());
  };
}

export type Print = ReturnType<typeof createPrint>;
