/** From a scene to a text that compiles to it. */
import type { Scene } from '../../engine/scene/scene.ts';
import type { ParameterDefinition, Values } from '../../simulations/definition.ts';
import { writeDuration, writeProbability, writeText } from '../quantities.ts';
import { choiceName, parameterName, SEED, settingOf, type Setting } from '../setting.ts';
import { writeField, writeName, writeWord } from '../spelling.ts';
import { writeEntry } from './actions.ts';
import { writeTitledClaim } from './claims.ts';
import { writeSet } from './sets.ts';
import { block, writeStrand } from './statements.ts';

/** @throws RangeError for a system that there is not, or parameters that it does not have */
export function print(scene: Scene): string {
  const setting = settingOf(scene.system);
  const { groups, schedule, faults, strands, claims } = scene;
  const sections: readonly (readonly string[])[] = [
    [`scenario ${writeText(scene.title)}`, ...writeSystem(scene, setting), ...writeSeeds(scene.seeds), `until ${writeDuration(scene.until)}`],
    groups.map(({ name, nodes }) => `group ${writeName(name, setting)} = ${writeSet(nodes, setting)}`),
    faults ? [`faults ${faults.level} from ${writeDuration(faults.from)} until ${writeDuration(faults.until)}`] : [],
    schedule.length === 0 ? [] : block('schedule', schedule.map((entry) => writeEntry(entry, setting))),
    ...strands.map((strand) => writeStrand(strand, setting)),
    claims.map((claim) => writeTitledClaim(claim, setting)),
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function writeSystem({ system: { type, parameters, undisturbed, searched } }: Scene, { definition }: Setting): readonly string[] {
  return [
    ...writeParameters(`system ${writeWord(type)}${undisturbed ? ' undisturbed' : ''}`, parameters, definition.parameters),
    ...(searched ? writeParameters('searched', searched, definition.search.bounds) : []),
  ];
}

/** Those that differ from their initial values. */
function writeParameters(head: string, values: Values, definitions: readonly ParameterDefinition[]): readonly string[] {
  const set = definitions.filter(({ name, initial }) => name !== SEED && (values[name] ?? initial) !== initial);
  if (set.length === 0) return [head];
  return block(head, set.map((parameter) => `${writeField(parameterName(parameter))} ${writeParameter(parameter, values[parameter.name]!)}`));
}

function writeParameter(parameter: ParameterDefinition, value: number): string {
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

function writeSeeds({ first, last }: Scene['seeds']): readonly string[] {
  return [first === last ? `seeds ${first}` : `seeds ${first}..${last}`];
}
