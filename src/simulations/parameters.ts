/** Parameters: their initial values, and the check of what a user sets. */
import type { ParameterView } from '../contract/simulation.ts';
import { formatDuration } from './format.ts';
import type { ParameterDefinition, Values } from './definition.ts';

type ChoiceDefinition = Extract<ParameterDefinition, { unit: 'choice' }>;
type NumberDefinition = Exclude<ParameterDefinition, { unit: 'choice' }>;

/**
 * The initial values with some of them replaced.
 * @throws RangeError that names the parameter that is unknown or out of range, and what it may be
 */
export function valuesOf(definitions: readonly ParameterDefinition[], changes: Values): Values {
  const known = new Map(definitions.map((definition) => [definition.name, definition]));
  for (const [name, value] of Object.entries(changes)) {
    const definition = known.get(name);
    if (!definition) throw new RangeError(`There is no parameter "${name}"; this simulation has ${[...known.keys()].join(', ')}.`);
    check(definition, value);
  }
  return Object.fromEntries(definitions.map(({ name, initial }) => [name, changes[name] ?? initial]));
}

export function viewParameters(definitions: readonly ParameterDefinition[], values: Values): ParameterView[] {
  return definitions.map(({ initial, ...parameter }) => ({ ...parameter, value: values[parameter.name] ?? initial }));
}

function check(definition: ParameterDefinition, value: number): void {
  if (definition.unit === 'choice') checkChoice(definition, value);
  else checkNumber(definition, value);
}

function checkChoice({ label, choices }: ChoiceDefinition, value: number): void {
  if (choices[value]) return;
  throw new RangeError(`${label} is one of ${choices.map((choice, position) => `${position} (${choice.label})`).join(', ')}, not ${value}.`);
}

function checkNumber({ label, minimum, maximum, unit }: NumberDefinition, value: number): void {
  const say = (number: number) => (unit === 'duration' ? formatDuration(number) : unit === 'probability' ? `${number * 100} %` : String(number));
  if (!(value >= minimum && value <= maximum)) {
    throw new RangeError(`${label} is between ${say(minimum)} and ${say(maximum)}, not ${say(value)}.`);
  }
  if (unit !== 'probability' && !Number.isInteger(value)) throw new RangeError(`${label} is a whole number, not ${value}.`);
}
