/** Sets the stage for a scene: the system that it asks for. */
import type { Scene } from '../engine/scene/scene.ts';
import type { Stage } from '../engine/scene/vocabulary.ts';
import { valuesOf } from './parameters.ts';
import { simulationOfType } from './registry.ts';
import { buildSystem } from './search/problem.ts';

/** @throws RangeError for a type that there is not, and for parameters that are unknown, out of range, or don't go together */
export function stageFor({ system: { type, parameters, undisturbed, searched } }: Scene, seed: number): Stage<unknown> {
  const definition = simulationOfType(type);
  const values = valuesOf(definition.parameters, { ...parameters, ...(definition.parameters.some(({ name }) => name === 'seed') && { seed }) });
  const system = buildSystem(definition, values, searched);
  return {
    system,
    vocabulary: definition.vocabulary,
    properties: definition.properties(values),
    monitor: () => definition.monitor(values, system),
    schedule: undisturbed || searched ? [] : (definition.schedule?.(values) ?? []),
  };
}
