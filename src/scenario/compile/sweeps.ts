/** What is varied, and what is measured. */
import type { Plot, Sweep } from '../../engine/scene/scene.ts';
import type { ParameterDefinition } from '../../simulations/definition.ts';
import { valuesOf } from '../../simulations/parameters.ts';
import type * as ast from '../language/generated/ast.ts';
import { writeValues } from '../print/parameters.ts';
import { writeTerm } from '../print/values.ts';
import { readAmount } from '../quantities.ts';
import { settingOf, type Setting } from '../setting.ts';
import { combinationsOf, valuesBetween } from '../variation.ts';
import type { Place } from './place.ts';
import type { Problems } from './problems.ts';
import { amountOf, isOfUnit, parameterMeant, UNITS, valueOf, type SystemMeant } from './system.ts';
import { compileTerm } from './values.ts';

const MOST_SWEEPS = 2;
/** More would be no plot that anybody reads: along it, and of lines in it. */
const MOST_VALUES = 200;
const MOST_LINES = 12;

export function compileSweeps(sweeps: readonly ast.Sweep[], definitions: readonly ParameterDefinition[], problems: Problems): readonly Sweep[] {
  sweeps.slice(MOST_SWEEPS).forEach((sweep) => problems.add(sweep, 'A scenario has two sweeps at most: one along a plot, and one from line to line of it.'));
  const swept = new Set<string>();
  return sweeps.slice(0, MOST_SWEEPS).flatMap((sweep, position) => {
    const parameter = parameterMeant(sweep, 'parameter', definitions, problems);
    if (!parameter) return [];
    if (swept.has(parameter.name)) problems.add(sweep, `"${sweep.name}" is swept twice.`, 'name');
    swept.add(parameter.name);
    const values = compileValues(sweep, parameter, problems);
    const most = position === 0 ? MOST_VALUES : MOST_LINES;
    if (values.length > most) problems.add(sweep, `The ${position === 0 ? 'first sweep has' : 'second sweep has a line for each value, so it has'} ${most} values at most, not ${values.length}.`);
    return [{ parameter: parameter.name, values }];
  });
}

function compileValues(sweep: ast.Sweep, parameter: ParameterDefinition, problems: Problems): readonly number[] {
  const { from, to, step } = sweep;
  if (from && to && step) return problems.attempt(sweep, undefined, () => valuesInRange(parameter, from, to, step)) ?? [];
  const values: number[] = [];
  for (const each of sweep.values) {
    const value = valueOf(each, parameter, problems);
    if (value === undefined) continue;
    if (values.includes(value)) problems.add(each, 'This value is there already.');
    values.push(value);
  }
  return values;
}

/** @throws RangeError that says what is wrong with it */
function valuesInRange(parameter: ParameterDefinition, first: ast.Quantity, last: ast.Quantity, step: ast.Quantity): readonly number[] {
  if (parameter.unit === 'choice') throw new RangeError(`The choices of ${parameter.label} have no order: name them one by one.`);
  const [from, to] = [amountOf({ quantity: first }, parameter), amountOf({ quantity: last }, parameter)];
  const [unit, example] = UNITS[parameter.unit];
  const by = readAmount(step.text);
  if (!isOfUnit(by, unit) || !(by.value > 0)) throw new RangeError(`A step of ${parameter.label} is ${example} above 0, not ${step.text}.`);
  if (to < from) throw new RangeError(`A sweep goes from a lower to a higher value, as in: from ${last.text} to ${first.text} by ${step.text}`);
  if ((to - from) / by.value >= MOST_VALUES) throw new RangeError(`A sweep has ${MOST_VALUES} values at most: take a greater step.`);
  const values = valuesBetween(from, to, by.value);
  for (const value of values) valuesOf([parameter], { [parameter.name]: value });
  return values;
}

/** The settings of all points. Says where values don't go together. */
export function settingsOfPoints(sweeps: readonly Sweep[], node: ast.Sweep, { system }: SystemMeant, problems: Problems): readonly Setting[] {
  const settings: Setting[] = [];
  for (const values of combinationsOf(sweeps)) {
    const setting = problems.within(node, `With ${writeValues(system.type, values)}: `, () => settingOf({ ...system, parameters: { ...system.parameters, ...values } }));
    // The next ones would mostly be wrong for the same reason.
    if (!setting) break;
    settings.push(setting);
  }
  return settings;
}

export function compilePlot(plot: ast.Plot, place: Place): Plot {
  const { problems, setting } = place;
  const before = problems.list.length;
  const { term, type } = compileTerm(plot.value, place);
  if (type === 'text' || type === 'flag') problems.add(plot, 'A plot shows a number or a time.', 'value');
  if (plot.text !== undefined) return { title: problems.text(plot, 'text', plot.text), value: term };
  return { title: problems.list.length > before ? '' : writeTerm(term, setting), value: term };
}
