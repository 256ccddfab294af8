/** The simulations that a topic can name, by type. */
import type { SimulationDefinition } from './definition.ts';
import { leaseSimulation } from './lease/definition.ts';
import { multiPaxosSimulation } from './multi-paxos/definition.ts';
import { paxosCommitSimulation } from './paxos-commit/definition.ts';
import { paxosSimulation } from './paxos/definition.ts';
import { raftSimulation } from './raft/definition.ts';
import { threePhaseSimulation } from './three-phase-commit/definition.ts';
import { twoPhaseSimulation } from './two-phase-commit/definition.ts';

export const simulations: ReadonlyMap<string, SimulationDefinition<unknown>> = new Map<string, SimulationDefinition<unknown>>([
  [raftSimulation.type, raftSimulation],
  [paxosSimulation.type, paxosSimulation],
  [multiPaxosSimulation.type, multiPaxosSimulation],
  [twoPhaseSimulation.type, twoPhaseSimulation],
  [threePhaseSimulation.type, threePhaseSimulation],
  [paxosCommitSimulation.type, paxosCommitSimulation],
  [leaseSimulation.type, leaseSimulation],
]);

/** @throws RangeError where there is none, naming those that there are */
export function simulationOfType(type: string): SimulationDefinition<unknown> {
  const simulation = simulations.get(type);
  if (!simulation) throw new RangeError(`There is no simulation of type "${type}"; there is ${[...simulations.keys()].join(', ')}.`);
  return simulation;
}
