/** Parameters with their values, as text. */
import type { Sweep } from '../../engine/scene/scene.ts';
import type { ParameterDefinition, Values } from '../../simulations/definition.ts';
import { simulationOfType } from '../../simulations/registry.ts';
import { writeDuration, writeProbability, writeText } from '../quantities.ts';
import { choiceName, parameterName } from '../setting.ts';
import { writeField, writeWord } from '../spelling.ts';
import { valuesBetween } from '../variation.ts';

/** `election-timeout-max 300ms` */
export function writeParameter(parameter: ParameterDefinition, value: number): string {
  return `${writeField(parameterName(parameter))} ${writeParameterValue(parameter, value)}`;
}

export function writeParameterValue(parameter: ParameterDefinition, value: number): string {
  switch (parameter.unit) {
    case 'choice': {
      const { label } = parameter.choices[value]!;
      const word = choiceName(label);
      const isAlone = parameter.choices.filter((choice) => choiceName(choice.label) === word).length === 1;
      return isAlone && writeWord(word) === word ? word : writeText(label);
    }
    case 'duration':
      return writeDuration(value);
    case 'probability':
      return writeProbability(value);
    case 'count':
    case 'seed':
      return String(value);
  }
}

/** `nodes 5, loss 10%`, of a simulation of this type */
export function writeValues(type: string, values: Values): string {
  return Object.entries(values).map(([name, value]) => writeParameter(parameterOf(type, name), value)).join(', ');
}

/** Fewer are as short one by one. */
const FEWEST_IN_RANGE = 4;

export function writeSweep(type: string, { parameter: name, values }: Sweep): string {
  const parameter = parameterOf(type, name);
  const write = (value: number) => writeParameterValue(parameter, value);
  const head = `sweep ${writeField(parameterName(parameter))}`;
  const [first = 0, second = 0] = values;
  const last = values.at(-1) ?? 0;
  const step = Number((second - first).toPrecision(12));
  const isRange = parameter.unit !== 'choice' && values.length >= FEWEST_IN_RANGE && step > 0 && isSame(valuesBetween(first, last, step), values);
  return isRange ? `${head} from ${write(first)} to ${write(last)} by ${write(step)}` : `${head} ${values.map(write).join(', ')}`;
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, position) => value === other[position]);
}

/** @throws RangeError for one that there is not */
export function parameterOf(type: string, name: string): ParameterDefinition {
  const parameter = simulationOfType(type).parameters.find((each) => each.name === name);
  if (!parameter) throw new RangeError(`There is no parameter "${name}" of ${type}.`);
  return parameter;
}
