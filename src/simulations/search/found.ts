/** What a search has found as a session that can be opened: its one run, at the moment of the violation. */
import { Run } from '../../engine/sim/run.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { savedRun, type SavedSession } from '../saved.ts';
import { buildSystem } from './problem.ts';
import type { FoundViolation } from './task.ts';

/** @param values of all parameters @param bounds of the search */
export function foundSession<Message>(definition: SimulationDefinition<Message>, values: Values, bounds: Values, { schedule, property }: FoundViolation): SavedSession {
  const system = buildSystem(definition, values, bounds);
  const run = new Run({ system, seed: values['seed'] ?? 0, schedule, monitor: () => definition.monitor(values, system) });
  run.advanceUntil(schedule.at(-1)?.at ?? 0);
  const step = run.violations.find((violation) => violation.property === property)?.step ?? run.steps;
  return savedRun({ type: definition.type, values: { ...values }, bounds: { ...bounds } }, 'found by a search', run, step);
}
