/** A long run of five Raft servers and a client under faults, of which traces are measured. */
import { randomSchedule } from '../../../src/engine/sim/chaos.ts';
import { Random } from '../../../src/engine/sim/random.ts';
import { Run, type RunOptions } from '../../../src/engine/sim/run.ts';
import { MILLISECOND, SECOND } from '../../../src/engine/sim/time.ts';
import type { RaftMessage } from '../../../src/engine/protocols/raft/messages.ts';
import { DEFAULT_RAFT, raftSystem } from '../../../src/engine/protocols/raft/system.ts';

const CLUSTER = {
  ...DEFAULT_RAFT,
  electionTimeoutMin: 100 * MILLISECOND,
  electionTimeoutMax: 200 * MILLISECOND,
  latency: { kind: 'uniform', minimum: MILLISECOND, maximum: 21 * MILLISECOND },
  loss: 0.05,
  duplication: 0.02,
  thinkTime: 50 * MILLISECOND,
  retryTimeout: 100 * MILLISECOND,
} as const;

export function longRunOptions(events: number, seed = 1): RunOptions<RaftMessage> {
  const schedule = randomSchedule(Random.fromSeed(seed).split('faults'), {
    nodes: [0, 1, 2, 3, 4],
    bystanders: [5],
    maximumDown: 2,
    interval: 500 * MILLISECOND,
    from: SECOND,
    // Faults go on to the end: a second has some 700 events.
    until: (events / 400) * SECOND,
  });
  return { system: raftSystem(CLUSTER), seed, schedule };
}

/** @returns a run of at least so many events, and at most one step's more */
export function longRun(events: number, seed = 1): Run<RaftMessage> {
  const run = new Run(longRunOptions(events, seed));
  while (run.trace.length < events && run.advance());
  return run;
}
