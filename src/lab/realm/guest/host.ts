import type { HostBridge } from '../bridge.ts';
import type { Intrinsics } from './intrinsics.ts';

/**
 * The host's functions behind functions of the guest's realm. A host function does not throw; but where the stack ends
 * inside it, the engine throws an error of the host's realm, which must not be seen here.
 */
export function guardHost(intrinsics: Intrinsics, host: HostBridge): HostBridge {
  const { apply, RangeError } = intrinsics;
  const guard =
    <Values extends (string | number)[], Result>(target: (...values: Values) => Result) =>
    (...values: Values): Result => {
      try {
        return apply(target, undefined, values);
      } catch {
        throw new RangeError('Maximum call stack size exceeded');
      }
    };
  return {
    now: guard(host.now),
    date: guard(host.date),
    random: guard(host.random),
    setTimer: guard(host.setTimer),
    clearTimer: guard(host.clearTimer),
    prints: guard(host.prints),
    print: guard(host.print),
    uncaught: guard(host.uncaught),
    settled: guard(host.settled),
    callback: guard(host.callback),
    resolve: guard(host.resolve),
    math: guard(host.math),
    storeGet: guard(host.storeGet),
    storeSet: guard(host.storeSet),
    storeSync: guard(host.storeSync),
    nodeId: guard(host.nodeId),
    nodeCount: guard(host.nodeCount),
    send: guard(host.send),
    setTag: guard(host.setTag),
    clearTag: guard(host.clearTag),
  };
}
