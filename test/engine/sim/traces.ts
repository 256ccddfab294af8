/** Traces to read, of faulted Raft clusters. */
import { Run } from '../../../src/engine/sim/run.ts';
import type { TraceView } from '../../../src/engine/sim/trace.ts';
import type { RaftMessage } from '../../../src/engine/protocols/raft/messages.ts';
import { faultedCluster } from '../protocols/raft/campaign.ts';

export function faultedRun(seed: number, steps = 0): Run<RaftMessage> {
  const { system, schedule } = faultedCluster(seed);
  const run = new Run({ system, seed, schedule });
  run.advanceTo(steps);
  return run;
}

export function faultedTrace(seed: number, steps: number): TraceView {
  return faultedRun(seed, steps).trace;
}
