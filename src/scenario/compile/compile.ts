/** From a text to a scene, or to what is wrong with it. */
import { AstUtils, type AstNode } from 'langium';
import { SCENE_VERSION, type Naming, type RandomFaults, type Scene, type Sweep } from '../../engine/scene/scene.ts';
import { FAULT_LEVELS } from '../../engine/sim/chaos.ts';
import type { Schedule } from '../../engine/sim/schedule.ts';
import * as ast from '../language/generated/ast.ts';
import { parse, type Parsed } from '../language/parser.ts';
import { ScenarioError, type Problem } from '../problem.ts';
import { isQuoted } from '../spelling.ts';
import { SEED, type Setting } from '../setting.ts';
import { compileClaim } from './claims.ts';
import { checkOrder, compileEntry } from './exact.ts';
import { count, duration, giveName, known, Names, type NamesInText, type Place } from './place.ts';
import { Problems } from './problems.ts';
import { compileSet } from './sets.ts';
import { compileStrand } from './statements.ts';
import { compilePlot, compileSweeps, settingsOfPoints } from './sweeps.ts';
import { compileSystem, type SystemMeant } from './system.ts';

/** A scene where there are no problems; problems come in the order of the text. */
export type Compiled = { readonly scene: Scene; readonly problems: readonly [] } | { readonly scene: null; readonly problems: readonly Problem[] };

export function compile(text: string): Compiled {
  const { scene, problems } = analyse(parse(text));
  return scene ? { scene, problems: [] } : { scene: null, problems };
}

/** What is found out about a text, be it right or not. */
export interface Analysis {
  /** Null where there are problems. */
  readonly scene: Scene | null;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** Undefined where it is unknown what system is meant. */
  readonly setting: Setting | undefined;
  /** By what uses a name what gives it: a group, a `let`, or what has an `as`. */
  readonly links: ReadonlyMap<AstNode, AstNode>;
}

export function analyse(parsed: Parsed): Analysis {
  const problems = new Problems(parsed.lost.map(({ startOffset }) => startOffset));
  const links = new Map<AstNode, AstNode>();
  const meant = compileScenario(parsed, problems, links);
  const all = [...parsed.problems, ...problems.list].sort((one, other) => one.start - other.start);
  return { scene: all.length === 0 && meant ? meant.scene : null, problems: all, setting: meant?.setting, links };
}

/** @throws ScenarioError that says all that is wrong, and where */
export function sceneOf(text: string): Scene {
  const { scene, problems } = compile(text);
  if (!scene) throw new ScenarioError(text, problems);
  return scene;
}

const FIRST_SEED = { first: 1, last: 1 };

/** Undefined where so much is missing that nothing else can be said. */
function compileScenario({ scenario, problems: unread, lost }: Parsed, problems: Problems, links: Map<AstNode, AstNode>): { readonly scene: Scene; readonly setting: Setting } | undefined {
  const { parts } = scenario;
  const title = scenario.title === undefined ? '' : problems.text(scenario, 'title', scenario.title);
  const system = onlyOne(parts.filter(ast.isSystem), '"system"', problems);
  if (!system) {
    if (unread.length === 0) problems.add(scenario, 'A scenario says what system it is of, as in: system raft { nodes 5 }', 'title');
    return undefined;
  }
  const before = problems.list.length;
  const meant = compileSystem(system, onlyOne(parts.filter(ast.isSearched), '"searched"', problems), problems);
  if (!meant) return undefined;
  const isCertain = problems.list.length === before && problems.isWhole(system);
  const whole: Whole = { scenario, title, uncertain: isCertain ? lostNames(lost) : null, links };
  const sweepNodes = parts.filter(ast.isSweep);
  const sweeps = compileSweeps(sweepNodes, meant.setting.definition.parameters, problems);
  const scene = compileWith(meant, whole, sweeps, problems);
  if (unread.length === 0 && problems.list.length === 0 && sweepNodes[0]) checkPoints(scene, sweepNodes[0], meant, whole, problems);
  return { scene, setting: meant.setting };
}

/** What a scenario is besides its system and what is varied of it. */
interface Whole {
  readonly scenario: ast.Scenario;
  readonly title: string;
  readonly uncertain: NamesInText['uncertain'];
  readonly links: Map<AstNode, AstNode>;
}

/** Everything but the system and what is varied of it. */
function compileWith({ setting, system }: SystemMeant, { scenario, title, uncertain, links }: Whole, sweeps: readonly Sweep[], problems: Problems): Scene {
  const { parts } = scenario;
  const names = new Names(setting.nodes.map(({ name }) => [name, undefined]), { lines: linesOfNames(scenario), uncertain });
  const place: Place = { setting, problems, names, links };
  const goal = onlyOne(parts.filter(ast.isGoal), '"goal"', problems);
  const groups = parts.filter(ast.isGroup).map((group) => compileGroup(group, place));
  const seeds = onlyOne(parts.filter(ast.isSeeds), '"seeds"', problems);
  const end = onlyOne(parts.filter(ast.isEnd), '"until"', problems);
  const faults = onlyOne(parts.filter(ast.isRandomFaults), '"faults"', problems);
  const schedule = onlyOne(parts.filter(ast.isSchedule), '"schedule"', problems);
  return {
    version: SCENE_VERSION,
    title,
    goal: goal ? problems.text(goal, 'text', goal.text) : null,
    system,
    seeds: seeds ? compileSeeds(seeds, place) : FIRST_SEED,
    until: end ? duration(end, 'time', end.time, place) : setting.definition.horizon,
    groups,
    schedule: schedule ? compileSchedule(schedule, groups, place) : [],
    faults: faults ? compileFaults(faults, place) : null,
    strands: parts.filter(ast.isStrand).map((strand) => compileStrand(strand, place)),
    claims: parts.filter(ast.isClaim).map((claim) => compileClaim(claim, place)),
    sweeps,
    plots: parts.filter(ast.isPlot).map((plot) => compilePlot(plot, place)),
  };
}

/** Names that are probably given by what could not be read. */
function lostNames(lost: Parsed['lost']): ReadonlySet<string> {
  return new Set(lost.flatMap(({ image }, index) => (GIVING.has(lost[index - 1]?.image ?? '') ? [image.replace(/^'|'$/g, '')] : [])));
}

/** What stands before a name that is given. */
const GIVING = new Set(['group', 'let', 'as']);

/** Says where values of sweeps don't go together, and what of the scenario there is not with all of them. */
function checkPoints(scene: Scene, sweep: ast.Sweep, meant: SystemMeant, whole: Whole, problems: Problems): void {
  const namesIn = ({ nodes }: Setting) => nodes.map(({ name }) => name).join();
  const checked = new Set([namesIn(meant.setting)]);
  for (const setting of settingsOfPoints(scene.sweeps, sweep, meant, problems)) {
    if (checked.has(namesIn(setting))) continue;
    checked.add(namesIn(setting));
    if (scene.schedule.length > 0) return problems.add(sweep, 'A schedule is of the very nodes that there are: it goes with no sweep that changes them.');
    const found = new Problems([]);
    compileWith({ ...meant, setting }, { ...whole, links: new Map() }, scene.sweeps, found);
    const [first] = found.list;
    if (first) problems.list.push({ ...first, message: `With the nodes ${namesIn(setting).replaceAll(',', ', ')}: ${first.message}` });
    if (first) return;
  }
}

function onlyOne<N extends AstNode>(nodes: readonly N[], what: string, problems: Problems): N | undefined {
  for (const more of nodes.slice(1)) problems.add(more, `${what} is said twice: a scenario has one.`);
  return nodes[0];
}

/** A group may name those above it. */
function compileGroup(group: ast.Group, place: Place): Naming {
  const nodes = compileSet(group.nodes, place);
  const isTaken = place.names.has(place.problems.word(group, 'name', group.name));
  const name = giveName(group, group.name, place);
  if (isTaken && !place.setting.nodes.some((node) => node.name === name)) place.problems.add(group, `There is a group "${name}" already.`, 'name');
  return { name, nodes };
}

function compileSeeds(seeds: ast.Seeds, place: Place): Scene['seeds'] {
  const parameter = place.setting.definition.parameters.find(({ name }) => name === SEED);
  const bounds = parameter && parameter.unit !== 'choice' ? { least: parameter.minimum, most: parameter.maximum } : {};
  const first = count(seeds, 'first', seeds.first, place, bounds);
  const last = seeds.last === undefined ? first : count(seeds, 'last', seeds.last, place, bounds);
  if (last < first) place.problems.add(seeds, `Seeds go from a lower to a higher one, as in ${last}..${first}.`);
  return { first, last };
}

function compileSchedule(schedule: ast.Schedule, groups: readonly Naming[], place: Place): Schedule {
  const byName = new Map(groups.map(({ name, nodes }) => [name, nodes]));
  const entries = schedule.entries.flatMap((entry) => compileEntry(entry, place, byName).map((action) => [entry, action] as const));
  checkOrder(entries, place);
  return entries.map(([, action]) => action);
}

function compileFaults(faults: ast.RandomFaults, place: Place): RandomFaults {
  const level = known(faults, 'level', faults.level, 'level of faults', FAULT_LEVELS.map((name) => ({ name })), place)?.name;
  const from = duration(faults, 'from', faults.from, place);
  const until = duration(faults, 'until', faults.until, place);
  if (until <= from) place.problems.add(faults, 'Faults end after they begin.', 'until');
  return { level: level ?? 'calm', from, until };
}

/** Where names are given, for whoever uses one too early. */
function linesOfNames(scenario: ast.Scenario): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const node of AstUtils.streamAllContents(scenario)) {
    if (!(ast.isGroup(node) || ast.isLet(node) || ast.isAwait(node) || ast.isWhen(node)) || node.name === undefined || isQuoted(node.name)) continue;
    if (!lines.has(node.name)) lines.set(node.name, (node.$cstNode?.range.start.line ?? 0) + 1);
  }
  return lines;
}
