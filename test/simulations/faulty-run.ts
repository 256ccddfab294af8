/** Runs of simulations in which everything befalls them. */
import { chaosOf, randomSchedule } from '../../src/engine/sim/chaos.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import type { System } from '../../src/engine/sim/system.ts';
import { MILLISECOND, SECOND } from '../../src/engine/sim/time.ts';
import type { SimulationDefinition } from '../../src/simulations/definition.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { simulationOfType } from '../../src/simulations/registry.ts';

export interface FaultyRun {
  readonly definition: SimulationDefinition<unknown>;
  readonly system: System<unknown>;
  readonly run: Run<unknown>;
}

/** @returns a run of at least so many events, unless it ends before */
export function faultyRun(type: string, seed: number, events: number): FaultyRun {
  const definition = simulationOfType(type);
  const values = valuesOf(definition.parameters, { loss: 0.05, duplication: 0.05, seed });
  const system = definition.build(values);
  const nodes = system.nodes.map((_, node) => node);
  const schedule = randomSchedule(Random.fromSeed(seed).split('faults'), { ...chaosOf('hostile', { nodes, from: 300 * MILLISECOND, until: 60 * SECOND }), interval: 300 * MILLISECOND });
  const run = new Run({ system, seed, schedule });
  while (run.trace.length < events && run.advance());
  return { definition, system, run };
}
