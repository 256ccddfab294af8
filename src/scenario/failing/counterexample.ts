/** A run in which a scenario does not go as it says, made ready to be looked at. */
import type { SceneFailure, SceneRun } from '../../engine/scene/scene-run.ts';
import type { SceneView, Told } from '../../contract/simulation.ts';
import type { Claim, Scene } from '../../engine/scene/scene.ts';
import { Run } from '../../engine/sim/run.ts';
import { formatCount } from '../../simulations/format.ts';
import { valuesOf } from '../../simulations/parameters.ts';
import { simulationOfType } from '../../simulations/registry.ts';
import { savedRun, type SavedSession } from '../../simulations/saved.ts';
import { buildSystem } from '../../simulations/search/problem.ts';
import { capital, changesOf } from '../../simulations/shrink.ts';
import { storedRun, type StoredRun } from '../../simulations/stored-run.ts';
import { carryOut } from '../trial.ts';
import { isOfAbsence, shrinkScene, type Shrunk, type Smaller } from './shrink.ts';
import { storyOf, type StoryLine } from './story.ts';

export interface Counterexample {
  /** With which the scenario fails; a run that was shrunk may have another. */
  readonly seed: number;
  readonly failure: SceneFailure;
  /** What came of the shrinking, in sentences; null where it was not asked for. */
  readonly shrinking: string | null;
  readonly story: readonly StoryLine[];
  /** What a panel tells of it: the failure, at its moment. */
  readonly view: SceneView;
  /** Opens at the failure. */
  readonly stored: StoredRun;
}

/** Which failure of which trial it is of. */
export interface FailureRef {
  readonly scene: number;
  readonly seed: number;
  /** Among the trial's failures. */
  readonly position: number;
}

/** @throws RangeError where there is no such failure */
export function counterexampleOf(scene: Scene, { seed, position }: Pick<FailureRef, 'seed' | 'position'>, isShrunk: boolean): Counterexample {
  const run = carryOut(scene, seed);
  const failure = run.failures[position];
  if (!failure) throw new RangeError(`With seed ${seed} "${scene.title}" has ${run.failures.length} failures; there is no number ${position}, counted from 0.`);
  const shrunk = isShrunk ? shrinkScene(scene, seed, run, failure) : undefined;
  const { type, searched, parameters } = scene.system;
  const definition = simulationOfType(type);
  const smaller: Smaller = shrunk?.smaller ?? { values: valuesOf(definition.parameters, { ...parameters, seed }), seed, schedule: run.run.schedule, step: failure.step, time: failure.time };
  const system = buildSystem(definition, smaller.values, searched);
  const again = shrunk ? repeat(new Run({ system, seed: smaller.seed, schedule: smaller.schedule, monitor: () => definition.monitor(smaller.values, system) }), smaller) : run.run;
  const claim = failure.claim === null ? undefined : scene.claims[failure.claim];
  const isCaused = failure.kind === 'property' || (claim !== undefined && !isOfAbsence(claim));
  const label = failure.what === '' ? scene.title : `${scene.title}: ${failure.what}`;
  const { step, time } = smaller;
  const session = savedRun({ type, values: { ...smaller.values }, ...(searched && { bounds: { ...searched } }) }, shrunk ? `${label}, shrunk` : label, again, step, time);
  const shrinking = isShrunk ? describeShrinking(scene, seed, run, shrunk) : null;
  return { seed, failure, shrinking, story: storyOf(definition, system, again, step, isCaused), view: viewOf(failure, claim, session, again, shrinking), stored: storedRun(session, [again.trace]) };
}

function viewOf({ what, why }: SceneFailure, claim: Claim | undefined, { cursor: { step, time } }: SavedSession, { trace }: Run<unknown>, shrinking: string | null): SceneView {
  const told: Told[] = [{ kind: 'failure', what, why }, ...(shrinking === null ? [] : [{ kind: 'say' as const, text: shrinking }])];
  // It may come between two steps.
  const target = trace.timeOf(step) === time ? { step } : { time };
  return { goal: null, moments: [{ step, time, target, told }], claims: claim ? [{ text: claim.text, held: false }] : [] };
}

/** As far as the failure, which may come at the end though nothing happens then. */
function repeat(run: Run<unknown>, { step, time }: Smaller): Run<unknown> {
  run.advanceTo(step);
  run.advanceUntil(time);
  return run;
}

/** What came of it, in sentences. */
export function describeShrinking({ title }: Scene, seed: number, { run }: SceneRun<unknown>, shrunk: Shrunk | undefined): string {
  if (!shrunk) return `It was not shrunk: without what has made it, “${title}” does not fail in the same way, or takes too long to be tried.`;
  const changes = changesOf(shrunk.before, shrunk.size);
  const said = [changes.length > 0 ? `${capital(changes.join(', '))}.` : `Nothing could be left out of ${things(run.schedule.length)} that happened.`];
  if (shrunk.smaller.seed !== seed) said.push(`It has seed ${shrunk.smaller.seed}.`);
  if (shrunk.isStoryKept) said.push('What the scenario says happens in it as before, since without that it would say nothing.');
  if (shrunk.ending === 'cut short') said.push(`After ${formatCount(shrunk.tries)} runs it was left at that; more might be left out.`);
  else if (!shrunk.isStoryKept) said.push('Leave out any one thing more, and it does not fail.');
  return said.join(' ');
}

function things(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'thing' : 'things'}`;
}
