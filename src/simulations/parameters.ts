/** Parameters: their initial values, and the check of what a user sets. */
import { formatDuration } from './format.ts';
import type { ParameterDefinition, Values } from './definition.ts';

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

function check(definition: ParameterDefinition, value: number): void {
  const { label, minimum, maximum, unit } = definition;
  const say = (number: number) => (unit === 'duration' ? formatDuration(number) : unit === 'probability' ? `${number * 100} %` : String(number));
  if (!(value >= minimum && value <= maximum)) {
    throw new RangeError(`${label} is between ${say(minimum)} and ${say(maximum)}, not ${say(value)}.`);
  }
  if (unit !== 'probability' && !Number.isInteger(value)) throw new RangeError(`${label} is a whole number, not ${value}.`);
}
