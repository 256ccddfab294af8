/** Raft's planted bugs as they are looked for, and the small clusters in which a search sees them. */
import { RaftSafety } from '../../../../src/engine/protocols/raft/safety.ts';
import { raftProblem, type RaftBounds, type SearchedOptions } from '../../../../src/engine/protocols/raft/search.ts';
import type { RaftMessage } from '../../../../src/engine/protocols/raft/messages.ts';
import type { Quarry, Way } from '../hunts.ts';
import { hunt } from './campaign.ts';
import { raftMutants } from './mutants.ts';

interface Small {
  readonly bounds: Partial<RaftBounds>;
  readonly options?: SearchedOptions;
  readonly seldomBy?: readonly Way[];
}

const ONE_TERM: RaftBounds = { servers: 3, commands: 0, maximalTerm: 1, maximalLength: 1, crashes: 0 };
const twoTerms = (timers: number): Partial<RaftBounds> => ({ commands: 1, maximalTerm: 2, timers });

/**
 * Where each bug shows in what servers hold and do, without time. The others need a clock that goes (leases, and servers
 * that heed a leader or doubt it), a damaged disk, servers that are added and removed by name, or show only in what clients
 * are told, or in that nothing happens any more.
 */
const SMALL: Readonly<Record<string, Small>> = {
  'votes not persisted': { bounds: { crashes: 1 } },
  'term not persisted': { bounds: { crashes: 1 } },
  'election restriction missing': { bounds: twoTerms(3) },
  'two votes in one term': { bounds: {} },
  'votes of an earlier candidacy counted': { bounds: { maximalTerm: 2, timers: 4 } },
  'a promise before the election taken for a vote': { bounds: {}, options: { preVote: true } },
  "an earlier term's entry committed by counting replicas": { bounds: { commands: 1, maximalTerm: 4, maximalLength: 2 }, seldomBy: ['walk', 'breadth-first'] },
  'log not truncated on conflict': { bounds: { ...twoTerms(3), maximalLength: 2 } },
  'commands altered on their way': { bounds: { commands: 1, timers: 1 } },
  'log cut off behind an old message': { bounds: twoTerms(3) },
  'the whole log taken to match': { bounds: { commands: 1, maximalTerm: 3, timers: 5 }, seldomBy: ['breadth-first'] },
  'entries acknowledged before they are on the disk': { bounds: { ...twoTerms(3), crashes: 1 }, seldomBy: ['breadth-first'] },
  'a snapshot of uncommitted state': { bounds: { ...twoTerms(4), maximalLength: 2 }, options: { snapshotThreshold: 1 }, seldomBy: ['breadth-first'] },
};

export const raftQuarries: readonly Quarry<RaftMessage>[] = raftMutants.map(({ name, breaks, given, create }) => {
  const small = SMALL[name];
  return {
    name,
    breaks,
    hunt: (seed) => hunt(seed, given, create).violation,
    monitor: () => new RaftSafety(),
    remembers: true,
    searched: small && raftProblem({ ...ONE_TERM, ...small.bounds }, create, small.options),
    walk: { timers: 0.15 },
    ...(small?.seldomBy ? { seldomBy: small.seldomBy } : {}),
  };
});
