/** Where in a scenario's run the learner is. */
import type { Moment, SimulationView } from '../../src/contract/simulation.ts';

export interface Place {
  /** The last moment that has come; -1 before the first. */
  readonly at: number;
  /** The branch that is shown has left the scenario's run before the moment. */
  readonly hasLeft: boolean;
}

/** In the order of the run; none where the run is no scenario's. */
export function momentsOf({ scene }: SimulationView): readonly Moment[] {
  return scene?.moments ?? [];
}

export function placeIn(view: SimulationView): Place {
  const { step, time } = view.cursor;
  const shared = stepsShared(view);
  const at = momentsOf(view).findLastIndex((moment) => moment.step <= Math.min(step, shared) && moment.time <= time);
  return { at, hasLeft: step > shared };
}

/** The first after the cursor, on a branch that comes to it. */
export function nextMoment(view: SimulationView): Moment | undefined {
  const { at, hasLeft } = placeIn(view);
  const next = momentsOf(view)[at + 1];
  return !hasLeft && next !== undefined && next.step <= stepsShared(view) ? next : undefined;
}

/** So many steps has the shown branch in common with the first run. */
function stepsShared({ branches, branch }: SimulationView): number {
  let shared = Infinity;
  for (let at = branches[branch]; at !== undefined && at.parent !== null; at = branches[at.parent]) shared = Math.min(shared, at.forkStep);
  return shared;
}
