/** From a scene to a text that compiles to it. */
import type { Plot, Scene } from '../../engine/scene/scene.ts';
import type { ParameterDefinition, Values } from '../../simulations/definition.ts';
import { writeDuration, writeText } from '../quantities.ts';
import { SEED, settingOf, type Setting } from '../setting.ts';
import { writeName, writeWord } from '../spelling.ts';
import { writeEntry } from './actions.ts';
import { writeTitledClaim } from './claims.ts';
import { writeParameter, writeSweep } from './parameters.ts';
import { writeSet } from './sets.ts';
import { block, writeStrand } from './statements.ts';
import { writeTerm } from './values.ts';

/** @throws RangeError for a system that there is not, or parameters that it does not have */
export function print(scene: Scene): string {
  const setting = settingOf(scene.system);
  const { goal, groups, schedule, faults, sweeps, plots, strands, claims } = scene;
  const sections: readonly (readonly string[])[] = [
    [`scenario ${writeText(scene.title)}`, ...(goal === null ? [] : [`goal ${writeText(goal)}`]), ...writeSystem(scene, setting), ...writeSeeds(scene.seeds), `until ${writeDuration(scene.until)}`],
    groups.map(({ name, nodes }) => `group ${writeName(name, setting)} = ${writeSet(nodes, setting)}`),
    faults ? [`faults ${faults.level} from ${writeDuration(faults.from)} until ${writeDuration(faults.until)}`] : [],
    schedule.length === 0 ? [] : block('schedule', schedule.map((entry) => writeEntry(entry, setting))),
    [...sweeps.map((sweep) => writeSweep(scene.system.type, sweep)), ...plots.map((plot) => writePlot(plot, setting))],
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
  return block(head, set.map((parameter) => writeParameter(parameter, values[parameter.name]!)));
}

function writePlot({ title, value }: Plot, setting: Setting): string {
  const term = writeTerm(value, setting);
  return title === term ? `plot: ${term}` : `plot ${writeText(title)}: ${term}`;
}

function writeSeeds({ first, last }: Scene['seeds']): readonly string[] {
  return [first === last ? `seeds ${first}` : `seeds ${first}..${last}`];
}
