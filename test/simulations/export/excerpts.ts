/** Excerpts of faulted Raft runs for the tests of exports. */
import { Run } from '../../../src/engine/sim/run.ts';
import type { RaftMessage } from '../../../src/engine/protocols/raft/messages.ts';
import type { Excerpt } from '../../../src/simulations/export/excerpt.ts';
import { raftSimulation } from '../../../src/simulations/raft/definition.ts';
import type { SimulationDefinition } from '../../../src/simulations/definition.ts';
import { configurationOf } from '../../engine/configurations.ts';

/** @param range first step and last; by default the whole run */
export function excerptOf(seed: number, steps: number, [from, to]: readonly [number, number] = [1, steps], definition: SimulationDefinition<RaftMessage> = raftSimulation): Excerpt {
  const options = configurationOf(seed);
  const run = new Run(options);
  run.advanceTo(steps);
  return { definition, system: options.system, trace: run.trace, from, to: Math.min(to, run.steps) };
}

/** The same with nodes of other names. */
export function renamed(excerpt: Excerpt, names: readonly string[]): Excerpt {
  const { system } = excerpt;
  return { ...excerpt, system: { ...system, nodes: system.nodes.map((node, id) => ({ ...node, name: names[id % names.length] ?? node.name })) } };
}
