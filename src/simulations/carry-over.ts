/** One simulation's run carried over to another, so that both can be looked at under the same faults. */
import type { Action, Schedule, ScheduledAction } from '../engine/sim/schedule.ts';
import type { System } from '../engine/sim/system.ts';
import type { Command, ParameterDefinition, SimulationDefinition, Values } from './definition.ts';
import { valuesOf } from './parameters.ts';
import { simulationOfType } from './registry.ts';
import type { RecordedRun } from './saved.ts';

/** An action that has no counterpart, and why. */
export interface LeftBehind {
  readonly scheduled: ScheduledAction;
  readonly why: string;
}

/** What a run of the other simulation is made of. */
export interface CarriedOver extends Pick<RecordedRun, 'type' | 'values' | 'schedule'> {
  readonly left: readonly LeftBehind[];
}

/**
 * The same faults, commands and parameters for another simulation. A node stands for the one at its place, a server for a server and a
 * client for a client. Actions keep their times; where several happen at one time, they keep their order and no longer stand between certain events.
 * @param run whose schedule is carried over whole, with what its simulation has drawn
 * @param type of the other simulation
 * @param changes to the other's parameters, which otherwise are the run's where both have them, and their initial values elsewhere
 * @throws RangeError for a run of a searched system, for an unknown type, for values that are out of range or don't go together, and
 * where the two systems don't have as many servers and clients
 */
export function carryOver({ type: from, values, schedule, bounds }: Pick<RecordedRun, 'type' | 'values' | 'schedule' | 'bounds'>, type: string, changes: Values = {}): CarriedOver {
  if (bounds) throw new RangeError('A run that a search has found is of a small system of its own, which has no counterpart. Carry over a run of the simulation itself.');
  const [source, target] = [simulationOfType(from), simulationOfType(type)];
  const counterpart = valuesOf(target.parameters, { ...sharedValues(source.parameters, target.parameters, values), ...changes });
  const system = target.build(counterpart);
  demandAlike(source, source.build(values), target, system);
  return { type, values: counterpart, ...carryActions(schedule, target, system) };
}

/** Values of parameters that both have, in the same unit and in the range of the other. */
function sharedValues(of: readonly ParameterDefinition[], other: readonly ParameterDefinition[], values: Values): Values {
  const known = new Map(of.map((parameter) => [parameter.name, parameter]));
  return Object.fromEntries(
    other.flatMap((parameter): [string, number][] => {
      const own = known.get(parameter.name);
      const value = own && sharedValue(own, parameter, values[own.name] ?? own.initial);
      return value === undefined ? [] : [[parameter.name, value]];
    }),
  );
}

function sharedValue(own: ParameterDefinition, other: ParameterDefinition, value: number): number | undefined {
  if (own.unit === 'choice') {
    const position = other.unit === 'choice' ? other.choices.findIndex(({ label }) => label === own.choices[value]?.label) : -1;
    return position < 0 ? undefined : position;
  }
  if (other.unit !== own.unit) return undefined;
  return value >= other.minimum && value <= other.maximum ? value : undefined;
}

function demandAlike(source: SimulationDefinition<unknown>, { nodes }: System<unknown>, target: SimulationDefinition<unknown>, { nodes: others }: System<unknown>): void {
  if (nodes.length === others.length && nodes.every(({ kind }, node) => kind === others[node]?.kind)) return;
  const count = (of: System<unknown>['nodes'], wanted: 'server' | 'client') => {
    const { length } = of.filter(({ kind }) => kind === wanted);
    return `${length} ${length === 1 ? wanted : `${wanted}s`}`;
  };
  const counts = (of: System<unknown>['nodes']) => `${count(of, 'server')} and ${count(of, 'client')}`;
  throw new RangeError(`${source.title} has ${counts(nodes)} here, ${target.title} has ${counts(others)}: faults can be carried over only between as many. Set the parameters so that there are.`);
}

function carryActions(schedule: Schedule, target: SimulationDefinition<unknown>, system: System<unknown>): { readonly schedule: Schedule; readonly left: readonly LeftBehind[] } {
  const carried: ScheduledAction[] = [];
  const left: LeftBehind[] = [];
  const told: Command[] = [];
  for (const scheduled of schedule) {
    const { at, action } = scheduled;
    const why = refusalOf(action, target, system, told);
    if (why !== undefined) {
      left.push({ scheduled, why });
      continue;
    }
    if (action.kind === 'command') told.push({ node: action.node, command: action.command });
    carried.push({ at, action });
  }
  return { schedule: carried, left };
}

/** Why there is no such action in a run of the other simulation; undefined where there is. */
function refusalOf(action: Action, target: SimulationDefinition<unknown>, system: System<unknown>, told: readonly Command[]): string | undefined {
  switch (action.kind) {
    case 'drop':
    case 'copy':
    case 'deliver':
      return 'It is about one message of that run, and another run has other messages.';
    case 'command':
      return refusalOfCommand(action, target, system, told);
    default:
      return undefined;
  }
}

function refusalOfCommand({ node, command }: Command, target: SimulationDefinition<unknown>, system: System<unknown>, told: readonly Command[]): string | undefined {
  if (!target.commandForm(node, system, told)) return `${system.nodes[node]?.name ?? 'It'} takes no commands.`;
  try {
    target.checkCommand({ node, command }, system, told);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
