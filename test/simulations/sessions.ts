/** What tests do in a session, and read in its view. */
import type { Action, SimulationView } from '../../src/contract/simulation.ts';
import type { Session } from '../../src/simulations/session.ts';

export const crash = (node: number): Action => ({ kind: 'crash', node });
export const restart = (node: number): Action => ({ kind: 'restart', node });

export async function acted(session: Session, time: number, ...actions: readonly Action[]): Promise<SimulationView> {
  let view = await session.seek({ time });
  for (const action of actions) view = await session.act(action);
  return view;
}

/** Badge, role and summary. */
export function stateOf({ nodes }: SimulationView, node: number): readonly (string | undefined)[] {
  const described = nodes[node];
  return [described?.badge, described?.role, described?.summary];
}

export function fieldOf({ nodes }: SimulationView, node: number, label: string): string | undefined {
  return nodes[node]?.fields.find((field) => field.label === label)?.value;
}

/** The ids of the properties. */
export function violated({ properties }: SimulationView): readonly string[] {
  return properties.flatMap(({ id, violation }) => (violation ? [id] : []));
}
