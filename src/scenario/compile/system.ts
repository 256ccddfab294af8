/** Which system a scenario is of. */
import type { Scene } from '../../engine/scene/scene.ts';
import type { ParameterDefinition, Values } from '../../simulations/definition.ts';
import { valuesOf } from '../../simulations/parameters.ts';
import { simulations } from '../../simulations/registry.ts';
import type * as ast from '../language/generated/ast.ts';
import { readAmount, type Amount, type Unit } from '../quantities.ts';
import { choiceName, parameterName, SEED, settingOf, type Setting } from '../setting.ts';
import { writeField } from '../spelling.ts';
import { known } from './place.ts';
import type { Problems } from './problems.ts';

type ChoiceDefinition = Extract<ParameterDefinition, { readonly unit: 'choice' }>;

export interface SystemMeant {
  readonly setting: Setting;
  readonly system: Scene['system'];
}

/** Undefined where it is unknown what is meant. Where only parameters are wrong, the setting is that of the others. */
export function compileSystem(system: ast.System, searched: ast.Searched | undefined, problems: Problems): SystemMeant | undefined {
  const definition = known(system, 'type', system.type, 'system', [...simulations.values()].map((each) => ({ name: each.type, each })), { problems })?.each;
  if (!definition) return undefined;
  const meant = {
    type: definition.type,
    parameters: compileParameters(system.parameters, 'parameter', definition.parameters, problems),
    ...(system.undisturbed && { undisturbed: true as const }),
    ...(searched && { searched: compileParameters(searched.bounds, 'bound of a search', definition.search.bounds, problems) }),
  };
  const setting = problems.attempt(system, undefined, () => settingOf(meant)) ?? settingOf({ type: definition.type, parameters: {} });
  return { setting, system: meant };
}

/** Those that differ from their initial values. */
function compileParameters(parameters: readonly ast.Parameter[], what: string, definitions: readonly ParameterDefinition[], problems: Problems): Values {
  const values: Record<string, number> = {};
  const seen = new Set<string>();
  for (const parameter of parameters) {
    const meant = parameterMeant(parameter, what, definitions, problems);
    if (!meant) continue;
    if (seen.has(meant.name)) problems.add(parameter, `"${parameter.name}" is set twice.`);
    seen.add(meant.name);
    const value = valueOf(parameter, meant, problems);
    if (value !== undefined && value !== meant.initial) values[meant.name] = value;
  }
  return values;
}

/** The parameter that is named, of those that a scenario may set. @param what it is called, for messages */
export function parameterMeant(parameter: ast.Parameter | ast.Sweep, what: string, definitions: readonly ParameterDefinition[], problems: Problems): ParameterDefinition | undefined {
  const name = problems.word(parameter, 'name', parameter.name);
  const found = definitions.find((each) => parameterName(each) === name);
  if (found && found.name !== SEED) return found;
  if (name === SEED) problems.add(parameter, 'Seeds are no parameter here: write "seeds 1..100" in a line of its own.', 'name');
  else problems.unknown(parameter, 'name', `There is no ${what} "${name}".`, name, definitions.filter((each) => each.name !== SEED).map(parameterName), writeField);
  return undefined;
}

/** What a scenario writes of each unit. */
export const UNITS: Readonly<Record<Exclude<ParameterDefinition['unit'], 'choice'>, readonly [unit: Unit, example: string]>> = {
  count: ['number', 'a number'],
  seed: ['number', 'a number'],
  duration: ['duration', 'a time such as 150ms'],
  probability: ['probability', 'a share such as 10%'],
};

/** A value as it is written: of a parameter that is set, or of a sweep. */
type Written = ast.Parameter | ast.SweepValue;

/** Undefined where the parameter may not be this. */
export function valueOf(written: Written, definition: ParameterDefinition, problems: Problems): number | undefined {
  return definition.unit === 'choice' ? choiceOf(written, definition, problems) : problems.attempt(written, undefined, () => amountOf(written, definition));
}

/** @throws RangeError that says what the parameter may be */
export function amountOf(written: Pick<Written, 'quantity'>, definition: Exclude<ParameterDefinition, ChoiceDefinition>): number {
  const [unit, example] = UNITS[definition.unit];
  const amount = written.quantity && readAmount(written.quantity.text);
  if (!amount || !isOfUnit(amount, unit)) throw new RangeError(`${definition.label} is ${example}.`);
  valuesOf([definition], { [definition.name]: amount.value });
  return amount.value;
}

/** A share may be a number too. */
export function isOfUnit({ unit }: Amount, wanted: Unit): boolean {
  return unit === wanted || (wanted === 'probability' && unit === 'number');
}

/** The position of a choice that is named by its label, in quotes as it is or as a word. */
function choiceOf(parameter: Written, definition: ChoiceDefinition, problems: Problems): number | undefined {
  const { choice, label, quantity } = parameter;
  const labels = definition.choices.map((each) => each.label);
  const words = labels.map(choiceName);
  const written = label !== undefined ? problems.text(parameter, 'label', label) : choice !== undefined ? problems.word(parameter, 'choice', choice) : (quantity?.text ?? '');
  const position = (label === undefined ? words : labels).indexOf(written);
  if (position !== -1) return position;
  problems.unknown(parameter, label !== undefined ? 'label' : choice !== undefined ? 'choice' : 'quantity', `${definition.label} has no such choice.`, choiceName(written), words);
  return undefined;
}
