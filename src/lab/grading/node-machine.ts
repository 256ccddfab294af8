import type { Context } from '../../engine/sim/process.ts';
import type { Machine } from '../realm/machine.ts';

/** A node of a simulation, as the machine of one life of learner code. */
export function machineOf(context: Context<unknown, unknown>): Machine {
  return {
    label: `node ${context.node}`,
    random: context.random,
    store: context.store,
    network: { node: context.node, size: context.size, send: (to, message) => context.send(to, message) },
    now: () => context.now(),
    setTimer: (name, delay) => context.setTimer(name, delay),
    cancelTimer: (name) => context.cancelTimer(name),
  };
}
