/** What a search has found as a session that can be opened: its one run, at the moment of the violation. */
import { Run } from '../../engine/sim/run.ts';
import { ENGINE_VERSION } from '../../engine/sim/version.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { SAVED_VERSION, type SavedSession } from '../saved.ts';
import { searchedSystem } from './problem.ts';
import type { FoundViolation } from './task.ts';

/** @param values of all parameters @param bounds of the search */
export function foundSession<Message>(definition: SimulationDefinition<Message>, values: Values, bounds: Values, { schedule, property }: FoundViolation): SavedSession {
  const system = searchedSystem(definition, values, bounds);
  const run = new Run({ system, seed: values['seed'] ?? 0, schedule, monitor: () => definition.monitor(values, system) });
  run.advanceUntil(schedule.at(-1)?.at ?? 0);
  const step = run.violations.find((violation) => violation.property === property)?.step ?? run.steps;
  return {
    version: SAVED_VERSION,
    engine: ENGINE_VERSION,
    type: definition.type,
    values: { ...values },
    bounds: { ...bounds },
    branches: [{ parent: null, forkStep: 0, label: 'found by a search', steps: run.steps, schedule: schedule.map((entry) => ({ ...entry })) as SavedSession['branches'][number]['schedule'] }],
    branch: 0,
    cursor: { step, time: run.trace.timeOf(step) },
  };
}
