/**
 * Makes a scenario's failing run smaller while it fails for the same reason. Three things are meant by that:
 *
 * - A property of the system that is violated is one whatever brings it about: the run is shrunk as a panel's is.
 * - What a claim forbids is likewise seen in any run that has it. The run's recorded schedule is cut down, without the strands
 *   that have made it; nodes and parameters stay, since the claim is of them.
 * - That something does not come about says only something of a run in which it should. Where it does not come about though
 *   nothing happens at all, what the scenario says is what makes it a failure: that is kept, and only what is drawn from the
 *   seed or happens by itself is left out. Otherwise the schedule is cut down, but no repair is left out of what stays broken.
 *   A statement that can't be carried out is treated likewise.
 */
import { scriptOfRun, type RunCase, type RunFailure } from '../../engine/check/shrinking/failing-run.ts';
import { runPasses } from '../../engine/check/shrinking/run-passes.ts';
import { RunShrinker, type RunSize } from '../../engine/check/shrinking/run-shrinker.ts';
import { MessageNames, scheduleFor } from '../../engine/check/shrinking/script.ts';
import { Shrinker, type Judge, type Pass, type Sliced } from '../../engine/check/shrinking/shrinker.ts';
import { reduce } from '../../engine/check/shrink.ts';
import { drawnFaults, inOrder, type SceneFailure, type SceneRun } from '../../engine/scene/scene-run.ts';
import type { Claim, Scene } from '../../engine/scene/scene.ts';
import type { Schedule } from '../../engine/sim/schedule.ts';
import type { Micros } from '../../engine/sim/time.ts';
import type { Values } from '../../simulations/definition.ts';
import { valuesOf } from '../../simulations/parameters.ts';
import { simulationOfType } from '../../simulations/registry.ts';
import { buildSystem } from '../../simulations/search/problem.ts';
import { failingRun, subjectOf } from '../../simulations/shrink.ts';
import { stageFor } from '../../simulations/stage.ts';
import { judgeScene } from './candidate.ts';
import { standingFaults } from './standing.ts';

/** What is left. */
export interface Smaller {
  readonly values: Values;
  readonly seed: number;
  readonly schedule: Schedule;
  readonly step: number;
  readonly time: Micros;
}

export interface Shrunk {
  readonly smaller: Smaller;
  readonly before: RunSize;
  readonly size: RunSize;
  readonly tries: number;
  /** Minimal: nothing can be left out by itself. Otherwise the budget ended it. */
  readonly ending: 'minimal' | 'cut short';
  /** Whether what the scenario says was kept as it is. */
  readonly isStoryKept: boolean;
}

/** So that it takes seconds; and bounds of how many runs are tried. */
const MOST_STEPS = 2_000_000;
const FEWEST_TRIES = 50;
const MOST_TRIES = 2_000;

/**
 * @param run that was carried out with this seed
 * @param failure one of its failures
 * @param mostSteps that may be taken in all runs that are tried
 * @returns undefined where the run can't be repeated without what has made it, as one that did not come to its end
 */
export function shrinkScene(scene: Scene, seed: number, run: SceneRun<unknown>, failure: SceneFailure, mostSteps = MOST_STEPS): Shrunk | undefined {
  const budget = Math.min(MOST_TRIES, Math.max(FEWEST_TRIES, Math.floor(mostSteps / Math.max(1, run.run.steps))));
  const values = valuesOf(simulationOfType(scene.system.type).parameters, { ...scene.system.parameters, seed });
  const failing: Failing = { scene, seed, run, failure, values, budget };
  if (failure.kind === 'property') return shrinkProperty(failing);
  const claim = failure.claim === null ? undefined : scene.claims[failure.claim];
  if (!claim || (isOfAbsence(claim) && failsAlone(failing, claim))) return shrinkDisturbances(failing, claim);
  return shrinkSchedule(failing, claim);
}

interface Failing {
  readonly scene: Scene;
  readonly seed: number;
  readonly run: SceneRun<unknown>;
  readonly failure: SceneFailure;
  readonly values: Values;
  readonly budget: number;
}

function shrinkProperty({ scene, run, failure, values, budget }: Failing): Shrunk | undefined {
  const { type, searched } = scene.system;
  const definition = simulationOfType(type);
  // How many nodes a searched system has is a matter of its bounds.
  const shrinkable = {
    definition: searched ? { ...definition, shrinking: {} } : definition,
    build: (tried: Values) => buildSystem(definition, valuesOf(definition.parameters, tried), searched),
  };
  const shrinker = new RunShrinker(subjectOf(shrinkable), failingRun(shrinkable, values, run.run, { property: failure.what, step: failure.step }), budget);
  const result = shrinker.run();
  const { before, tries } = shrinker.progress;
  if (result.kind === 'unfinished' || result.kind === 'holds' || !before) return undefined;
  const { parameters, seed, schedule, failure: found, size } = result.smallest;
  return { smaller: { values: { ...parameters, seed }, seed, schedule, step: found.step, time: found.at }, before, size, tries, ending: result.kind, isStoryKept: false };
}

/** Of something that has to come about, and did not. */
export function isOfAbsence({ claim: { kind } }: Claim): boolean {
  return kind === 'eventually' || kind === 'finally' || kind === 'leads to' || kind === 'violated';
}

/** The scene with a schedule alone. */
function bare(scene: Scene, schedule: Schedule, claim: Claim): Scene {
  return { ...undisturbed(scene), schedule, strands: [], claims: [claim] };
}

function undisturbed(scene: Scene): Scene {
  return { ...scene, system: { ...scene.system, undisturbed: true }, faults: null };
}

function failsAlone({ scene, seed, failure }: Failing, claim: Claim): boolean {
  return finished(judgeScene({ scene: bare(scene, [], claim), seed, until: scene.until }, failure)) !== undefined;
}

function shrinkSchedule({ scene, seed, run, failure, values, budget }: Failing, claim: Claim): Shrunk | undefined {
  const { system } = stageFor(scene, seed);
  const { length: nodes } = system.nodes;
  const { until } = scene;
  const script = finished(scriptOfRun(system, seed, run.run.schedule.filter(({ at }) => at <= until), until));
  const standing = standingFaults(script, failure.time, nodes);
  const judge: Judge<RunCase<null>, RunFailure> = function* (candidate) {
    const names = new MessageNames();
    const found = yield* judgeScene({ scene: bare(scene, scheduleFor(candidate.script, names), claim), seed: candidate.seed, until: candidate.until }, failure, names);
    if (!found || !isOfAbsence(claim)) return found;
    return [...standingFaults(candidate.script, found.at, nodes)].every((fault) => standing.has(fault)) ? found : undefined;
  };
  const subject = { build: () => system, monitor: () => stageFor(scene, seed).monitor() };
  const first: RunCase<null> = { parameters: null, seed, script, until };
  const shrinker = new Shrinker(first, runPasses<null, unknown>(subject), judge, budget);
  return shrunkBy(shrinker, first, values, nodes, false);
}

/** What befalls the system by itself, and what is drawn from the seed: by their places among them, those that are left. */
interface Disturbed {
  readonly seed: number;
  readonly left: readonly number[];
}

function shrinkDisturbances({ scene, seed, failure, values, budget }: Failing, claim: Claim | undefined): Shrunk | undefined {
  const stage = stageFor(scene, seed);
  const drawn = drawnFaults(scene, stage, seed);
  const own = stage.schedule.length;
  const judge: Judge<Disturbed, RunFailure> = ({ left }) => {
    const schedule = inOrder([...left.flatMap((each) => stage.schedule[each] ?? []), ...scene.schedule, ...left.flatMap((each) => drawn[each - own] ?? [])]);
    return judgeScene({ scene: { ...undisturbed(scene), schedule, claims: claim ? [claim] : [] }, seed, until: scene.until }, failure);
  };
  const first: Disturbed = { seed, left: Array.from({ length: own + drawn.length }, (_, position) => position) };
  return shrunkBy(new Shrinker(first, [fewerDisturbances], judge, budget), first, values, stage.system.nodes.length, true);
}

const fewerDisturbances: Pass<Disturbed, RunFailure> = {
  name: 'items',
  *propose(present) {
    const parts = reduce(present.left);
    for (let part = parts.next(); !part.done; ) part = parts.next((yield { ...present, left: part.value }) !== undefined);
  },
};

function shrunkBy<Case extends { readonly seed: number }>(shrinker: Shrinker<Case, RunFailure>, first: Case, values: Values, nodes: number, isStoryKept: boolean): Shrunk | undefined {
  let before: RunSize | undefined;
  for (let result = shrinker.run(1); ; result = shrinker.run(1)) {
    before ??= shrinker.simplest && sizeOf(shrinker.simplest.failure, nodes);
    if (result.kind === 'holds') return undefined;
    if (result.kind === 'unfinished' || !before) continue;
    const { simplest: { seed }, failure } = result;
    const smaller = { values: seed === first.seed ? values : { ...values, seed }, seed, schedule: failure.schedule, step: failure.step, time: failure.at };
    return { smaller, before, size: sizeOf(failure, nodes), tries: shrinker.tries, ending: result.kind, isStoryKept };
  }
}

function sizeOf({ schedule, step, at }: RunFailure, nodes: number): RunSize {
  const commands = schedule.filter(({ action }) => action.kind === 'command').length;
  return { faults: schedule.length - commands, commands, nodes, time: at, steps: step };
}

function finished<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

