/** Tells what happens on a way that was found, and fails as it does. */
import type { WorldView } from '../../../engine/check/search/model.ts';
import { Space } from '../../../engine/check/search/space.ts';
import { LearnerError } from '../../realm/learner-error.ts';
import type { Realm } from '../../realm/realm.ts';
import type { SearchOptions } from '../api.ts';
import { ExpectationError } from '../failures.ts';
import { SearchedNodes, Unsteady, WorldReader } from './model.ts';
import { codeOf, type Step } from './steps.ts';
import { sentence } from './words.ts';

/**
 * Goes a way once more, on nodes that start anew and may print.
 * @throws ExpectationError or LearnerError for what goes wrong at its end, with the steps to it
 */
export function retell(realm: Realm, options: SearchOptions, steps: readonly Step[]): never {
  const told: string[] = [];
  const nodes = new SearchedNodes(realm, options);
  try {
    const space = new Space(nodes.model);
    const world = follow(space, steps, (step, before, after) => told.push(sentence(step, before, after)));
    check(options, space, world);
    throw new Unsteady(nodes.classOf(0));
  } catch (failure) {
    throw withSteps(failure, told);
  } finally {
    nodes.end();
  }
}

/** @param tell is told each step, and the worlds before and after it; after one that throws there is none */
function follow(space: Space<string>, steps: readonly Step[], tell: (step: Step, before: WorldView<string>, after?: WorldView<string>) => void): Int32Array {
  let world: Int32Array = space.initial;
  for (const step of steps) {
    const code = codeOf(space, world, step);
    if (code === undefined) break;
    const next = new Int32Array(space.width);
    const threw = space.apply(world, code, next) === 'threw';
    tell(step, space.view(world), threw ? undefined : space.view(next));
    if (threw) throw space.error;
    world = next;
  }
  return world;
}

function check({ invariants = {}, atRest = {} }: SearchOptions, space: Space<string>, world: Int32Array): void {
  const view = new WorldReader().read(space.view(world));
  for (const holds of Object.values(invariants)) holds(view);
  if (space.rests(world)) for (const holds of Object.values(atRest)) holds(view);
}

function withSteps(failure: unknown, told: readonly string[]): unknown {
  const digits = String(told.length).length;
  const list = told.map((text, position) => `\n${String(position + 1).padStart(digits)}. ${text}`).join('');
  const story = told.length === 0 ? '\n\nIt is so from the start.' : `\n\nThe shortest way there that was found:${list}`;
  if (failure instanceof ExpectationError) return new ExpectationError(failure.message + story, failure);
  if (failure instanceof LearnerError) return new LearnerError(failure.thrown, failure.frames, failure.where + story);
  return failure;
}
