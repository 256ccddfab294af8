/** What a test of an exercise asks of the learner's Paxos of `paxos.ts`. */
import type { SearchedWorld, SearchOptions } from '../../../src/lab/grading/api.ts';
import { ExpectationError } from '../../../src/lab/grading/failures.ts';

/** Both proposers begin, each may try again once, and an acceptor may crash once. */
export const twoProposers = {
  nodes: 5,
  process: 'PaxosNode',
  commands: [{ node: 3, command: 'a' }, { node: 4, command: 'b' }],
  bounds: { crashes: 1, crashable: [0, 1, 2], restarts: true, timers: 1 },
} as const satisfies SearchOptions;

export function atMostOneDecided({ nodes }: SearchedWorld): void {
  let value: unknown = null;
  for (const { shown } of nodes) {
    const { decided } = (shown ?? { decided: null }) as { readonly decided: string | null };
    if (value !== null && decided !== null && decided !== value) throw new ExpectationError('At most one value is decided.', { at: 'PaxosNode.onMessage' });
    value ??= decided;
  }
}
