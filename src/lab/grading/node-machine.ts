import type { Context, NodeId } from '../../engine/sim/process.ts';
import type { Machine } from '../realm/machine.ts';

/**
 * A node of a simulation, as the machine of one life of learner code.
 * @param send passes on a message, which is wire text
 */
export function machineOf(context: Context<unknown, unknown>, send: (to: NodeId, message: string) => void): Machine {
  return {
    label: `node ${context.node}`,
    random: context.random,
    store: context.store,
    network: { node: context.node, size: context.size, send },
    now: () => context.now(),
    setTimer: (name, delay) => context.setTimer(name, delay),
    cancelTimer: (name) => context.cancelTimer(name),
  };
}
