/** Words for what keeps a node from something: above all others that it waits for, and what is wrong with them. */
import type { Node } from '../engine/sim/node.ts';
import type { NodeId } from '../engine/sim/process.ts';
import type { RunMoment } from './definition.ts';
import { inWords } from './stuck.ts';

type Around = Pick<RunMoment<unknown>, 'simulator' | 'nameOf'>;

/** `n2, n3 (crashed) and n4 (cut off)`, as the node that waits for them has it */
export function awaited(waiting: NodeId, others: readonly NodeId[], { simulator, nameOf }: Around): string {
  const troubleOf = (other: NodeId): string => {
    const { status } = simulator.nodes[other]!;
    if (status !== 'up') return ` (${status})`;
    const { network } = simulator;
    return other !== waiting && (network.isBlocked(waiting, other) || network.isBlocked(other, waiting)) ? ' (cut off)' : '';
  };
  return inWords(others.map((other) => `${nameOf(other)}${troubleOf(other)}`), 'and');
}

/** Of a node that does nothing at all; undefined of one that is up and has begun to run. */
export function whyIdle({ name, status, lives }: Node<unknown>): string | undefined {
  if (status === 'crashed') return `${name} is crashed: it does nothing until it is restarted, and then goes by what its disk has.`;
  if (status === 'paused') return `${name} is paused: messages and timers wait for it, and it does nothing until it is resumed.`;
  return lives === 0 ? `${name} has not started yet.` : undefined;
}
