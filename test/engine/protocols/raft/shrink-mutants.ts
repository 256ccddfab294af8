/** Runs of broken servers, made smaller. */
import type { FailingRun } from '../../../../src/engine/check/shrinking/run-shrinker.ts';
import type { Subject } from '../../../../src/engine/check/shrinking/failing-run.ts';
import { Progress } from '../../../../src/engine/check/liveness.ts';
import { Monitors } from '../../../../src/engine/check/monitor.ts';
import type { RaftMessage } from '../../../../src/engine/protocols/raft/messages.ts';
import { RAFT_PROGRESS } from '../../../../src/engine/protocols/raft/progress.ts';
import { RaftSafety } from '../../../../src/engine/protocols/raft/safety.ts';
import { renameRaftCommand, simplerRaft, withoutRaftNode } from '../../../../src/engine/protocols/raft/shrinking.ts';
import { raftSystem, type RaftParameters, type ServerFactory } from '../../../../src/engine/protocols/raft/system.ts';
import { endOfFaults } from '../../../../src/engine/sim/chaos.ts';
import type { ClockSetting } from '../../../../src/engine/sim/clock.ts';
import { SECOND, type Micros } from '../../../../src/engine/sim/time.ts';
import { faultedCluster, hunt, PROGRESS_WITHIN } from './campaign.ts';
import type { RaftMutant } from './mutants.ts';

export interface ClusterParameters {
  readonly raft: RaftParameters;
  /** Of each node; null for one that is right. */
  readonly clocks: readonly (ClockSetting | null)[];
  /** When faults stop, and progress is asked for, where it is. */
  readonly faultsStop: Micros;
}

/** @param asksForProgress whether progress is what is broken: otherwise nobody waits for it */
export function clusters(create: ServerFactory, asksForProgress: boolean): Subject<ClusterParameters, RaftMessage> {
  // Where nobody asks for anything there is no progress, and no bug either.
  const mayBe = ({ thinkTime, readers, clients }: RaftParameters) => !asksForProgress || (thinkTime > 0 && readers < clients);
  return {
    build({ raft, clocks }) {
      const system = raftSystem(raft, create);
      return { ...system, nodes: system.nodes.map((node, id) => (clocks[id] ? { ...node, clock: clocks[id] } : node)) };
    },
    monitor({ faultsStop }) {
      const safety = new RaftSafety();
      return asksForProgress ? new Monitors([safety, new Progress(RAFT_PROGRESS, { faultsStop, within: PROGRESS_WITHIN })]) : safety;
    },
    always: ({ raft, faultsStop }) => (asksForProgress ? endOfFaults(Array.from({ length: raft.servers + raft.clients }, (_, node) => node), faultsStop) : []),
    without(parameters, node) {
      const members = withoutRaftNode(parameters.raft, node);
      const raft = members && { ...parameters.raft, ...members };
      return raft && mayBe(raft) ? { ...parameters, raft, clocks: parameters.clocks.filter((_, id) => id !== node) } : undefined;
    },
    renamed: renameRaftCommand,
    *simpler(parameters) {
      for (const [node, clock] of parameters.clocks.entries()) if (clock) yield { ...parameters, clocks: parameters.clocks.with(node, null) };
      for (const raft of simplerRaft(parameters.raft)) if (mayBe(raft)) yield { ...parameters, raft };
    },
  };
}

/** The first seed from `first` on with which the bug shows while the run goes on; undefined where it does not in `patience` seeds. */
export function failingRun({ given, create }: RaftMutant, first: number, patience: number): FailingRun<ClusterParameters> | undefined {
  for (let seed = first; seed < first + patience; seed++) {
    const { violation, simulator, conditions } = hunt(seed, given, create);
    if (!violation) continue;
    const { parameters, system, schedule } = faultedCluster(seed, given, create);
    const { faultsStop } = conditions;
    return {
      parameters: { raft: parameters, clocks: system.nodes.map(({ clock }) => clock ?? null), faultsStop },
      seed,
      schedule: schedule.filter(({ at }) => at <= faultsStop),
      property: violation.property,
      until: violation.property === RAFT_PROGRESS.property.id ? faultsStop + PROGRESS_WITHIN + SECOND : simulator.now,
    };
  }
  return undefined;
}
