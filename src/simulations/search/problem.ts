/** The small system of a simulation that a search looks at. */
import type { SearchProblem } from '../../engine/check/search/goals.ts';
import type { System } from '../../engine/sim/system.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { valuesOf } from '../parameters.ts';

/** @throws RangeError for bounds that are unknown or out of range */
export function searchProblem<Message>({ search }: SimulationDefinition<Message>, values: Values, bounds: Values): SearchProblem<Message> {
  return search.problem(values, valuesOf(search.bounds, bounds));
}

/**
 * A system to be run.
 * @param bounds of a search: the nodes are those that it looks at, on the network that the simulation has
 * @throws RangeError for values or bounds that are unknown, out of range, or don't go together
 */
export function buildSystem<Message>(definition: SimulationDefinition<Message>, values: Values, bounds: Values | undefined): System<Message> {
  if (!bounds) return definition.build(values);
  const { nodes } = searchProblem(definition, values, bounds).model;
  return { nodes, network: definition.build(values).network };
}
