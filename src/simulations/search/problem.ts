/** The small system of a simulation that a search looks at. */
import type { SearchProblem } from '../../engine/check/search/goals.ts';
import type { System } from '../../engine/sim/system.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { valuesOf } from '../parameters.ts';

/** @throws RangeError for bounds that are unknown or out of range */
export function searchProblem<Message>({ search }: SimulationDefinition<Message>, values: Values, bounds: Values): SearchProblem<Message> {
  return search.problem(values, valuesOf(search.bounds, bounds));
}

/** The same nodes, to be run: on the network that the simulation has. */
export function searchedSystem<Message>(definition: SimulationDefinition<Message>, values: Values, bounds: Values): System<Message> {
  const { nodes } = searchProblem(definition, values, bounds).model;
  return { nodes, network: definition.build(values).network };
}
