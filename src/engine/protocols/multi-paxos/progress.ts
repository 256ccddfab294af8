/** What a cluster must bring about once faults have stopped. */
import type { Goal } from '../../check/liveness.ts';
import type { Process } from '../../sim/process.ts';
import { MultiPaxosClient } from './client.ts';
import type { MultiPaxosMessage, Slot } from './messages.ts';
import { MULTI_PAXOS_PROPERTIES } from './properties.ts';
import { MultiPaxosServer } from './server.ts';

interface Begun {
  /** By node: the number of the last command that a client has sent. */
  readonly serials: readonly number[];
  /** The last slot that any server has executed. */
  readonly executed: Slot;
}

export const MULTI_PAXOS_PROGRESS: Goal<MultiPaxosMessage> = {
  property: MULTI_PAXOS_PROPERTIES.progress,
  begin: ({ nodes }): Begun => ({
    serials: nodes.map(({ life }) => (life instanceof MultiPaxosClient ? life.serial : 0)),
    executed: Math.max(0, ...nodes.map(({ life }) => executedBy(life))),
  }),
  isReached({ nodes }, begun) {
    const { serials, executed } = begun as Begun;
    const isAnswered = nodes.some(({ life }, node) => life instanceof MultiPaxosClient && life.answered !== null && life.answered.serial > serials[node]!);
    return isAnswered && nodes.every(({ life }) => !(life instanceof MultiPaxosServer) || executedBy(life) >= executed);
  },
};

function executedBy(life: Process<MultiPaxosMessage> | undefined): Slot {
  return life instanceof MultiPaxosServer ? life.replica.executed : 0;
}
