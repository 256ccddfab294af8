/** Searches of a simulation, as its panel does them, run to their ends. */
import assert from 'node:assert/strict';
import type { SearchOrder } from '../../src/contract/search.ts';
import type { SimulationDefinition, Values } from '../../src/simulations/definition.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { foundSession } from '../../src/simulations/search/found.ts';
import { judgedIn, reportOf } from '../../src/simulations/search/report.ts';
import { searchTask, type SearchEnd, type SearchTask } from '../../src/simulations/search/task.ts';

const ORDER: SearchOrder = { method: 'walk', bounds: {}, worlds: 300_000, seconds: 60, megabytes: 200, seed: 1 };

function endOf(task: SearchTask): SearchEnd {
  for (;;) {
    const end = task.run();
    if (end) return end;
  }
}

export function searchIn<Message>(definition: SimulationDefinition<Message>, changes: Values, order: Partial<SearchOrder>) {
  const values = valuesOf(definition.parameters, changes);
  const whole = { ...ORDER, ...order };
  const task = searchTask(definition, values, whole);
  const end = endOf(task);
  return { values, end, counts: task.counts, report: reportOf(end, whole, { ...task.counts, seconds: 1 }, judgedIn(definition, values)) };
}

export function foundIn<Message>(definition: SimulationDefinition<Message>, changes: Values, order: Partial<SearchOrder>) {
  const { end, values, report, counts } = searchIn(definition, changes, order);
  assert.ok(end.kind === 'violated', `it ended as ${end.kind}`);
  return { found: end.found, counts, report, saved: foundSession(definition, values, order.bounds ?? {}, end.found) };
}
