/** `t.search`: looks for a run of the learner's processes in which something goes wrong, and tells a shortest one. */
import { BreadthFirst } from '../../../engine/check/search/breadth-first.ts';
import type { Failure, Path, SearchGoals } from '../../../engine/check/search/goals.ts';
import { Unrepeatable } from '../../../engine/check/search/locals.ts';
import { minimize } from '../../../engine/check/search/minimize.ts';
import type { Space } from '../../../engine/check/search/space.ts';
import { Walk } from '../../../engine/check/search/walk.ts';
import { LearnerError } from '../../realm/learner-error.ts';
import type { Realm } from '../../realm/realm.ts';
import type { BreadthFirstOptions, SearchOptions, SearchReport, WalkOptions } from '../api.ts';
import { goalsOf, SearchedNodes, Unsteady } from './model.ts';
import { stepsOf, type Step } from './steps.ts';
import { retell } from './story.ts';
import { validate } from './validate.ts';

const DEFAULT_WALK: WalkOptions = { choices: 20_000 };
const WALK_LENGTH = 60;
/** Faults are what a run recovers from: where they come as often as everything else, nothing gets done. */
const WALK_FAULTS = 0.2;
/** The states of nodes are forgotten after so many choices, since each takes room. */
const CHOICES_KEPT = 50_000;
/** How often a part of a way is tried while it is made short. */
const TRIES = 5_000;

/** What a search came to: a way to what is wrong, or what was searched in vain. */
type Found = { readonly kind: 'way'; readonly steps: readonly Step[] } | { readonly kind: 'nothing'; readonly report: SearchReport };

/**
 * @returns what was searched where nothing was found
 * @throws ExpectationError or LearnerError for what goes wrong, with the way to it; and whatever a check throws
 * @throws Misuse for options that make no sense
 */
export function search(realm: Realm, seed: number, options: SearchOptions): SearchReport {
  validate(options);
  const { breadthFirst, walk = breadthFirst ? undefined : DEFAULT_WALK } = options;
  const searches = [
    ...(breadthFirst ? [() => goThrough(realm, options, breadthFirst)] : []),
    ...(walk ? [() => wander(realm, seed, options, walk)] : []),
  ];
  const reports: SearchReport[] = [];
  for (const look of searches) {
    const found = realm.quietly(look);
    if (found.kind === 'way') retell(realm, options, found.steps);
    else reports.push(found.report);
    if (reports.at(-1)?.isComplete) break;
  }
  return {
    isComplete: reports.some(({ isComplete }) => isComplete),
    choices: reports.reduce((sum, { choices }) => sum + choices, 0),
    summary: reports.map(({ summary }) => summary).join(' '),
  };
}

function goThrough(realm: Realm, options: SearchOptions, { states, depth = Infinity }: BreadthFirstOptions): Found {
  return onNodes(realm, options, ({ model }) => {
    const search = new BreadthFirst(model, goalsOf(options), { states, depth });
    const result = search.run();
    if (result.kind === 'violated') return { kind: 'way', steps: stepsOf(search.space, result.path.codes) };
    const { coverage } = result;
    const isComplete = result.kind === 'exhausted';
    const summary = isComplete
      ? `All ${count(coverage.states, 'state')} within the bounds were searched: nothing was found.`
      : `Every run of fewer than ${count(coverage.depth, 'step')} was searched, ${count(coverage.states, 'state')} in all: nothing was found.`;
    return { kind: 'nothing', report: { isComplete, choices: coverage.transitions, summary } };
  });
}

function wander(realm: Realm, seed: number, options: SearchOptions, { choices, length = WALK_LENGTH, faults = WALK_FAULTS }: WalkOptions): Found {
  let walks = 0;
  for (let begun = 0; begun < choices; begun += CHOICES_KEPT) {
    const steps = onNodes(realm, options, ({ model }) => {
      const goals = goalsOf(options);
      const walk = new Walk(model, goals, { seed: seed + begun, choices: Math.min(CHOICES_KEPT, choices - begun), length, faults });
      const result = walk.run();
      walks += result.walks;
      return result.kind === 'violated' ? shortest(walk.space, goals, result) : undefined;
    });
    if (steps) return { kind: 'way', steps };
  }
  const summary = `${count(walks, 'random walk')} of ${count(choices, 'choice')} together were searched: nothing was found.`;
  return { kind: 'nothing', report: { isComplete: false, choices, summary } };
}

function shortest(space: Space<string>, goals: SearchGoals<string>, { path, property, message }: { readonly path: Path } & Failure): readonly Step[] {
  return stepsOf(space, minimize(space, goals, path, { property, message }, TRIES).path.codes);
}

/** @throws what a node's code throws when it starts, and where it is not the same when it is run again */
function onNodes<Result>(realm: Realm, options: SearchOptions, work: (nodes: SearchedNodes) => Result): Result {
  const nodes = new SearchedNodes(realm, options);
  try {
    return work(nodes);
  } catch (error) {
    if (error instanceof Unrepeatable) throw new Unsteady(nodes.classOf(error.node));
    throw error instanceof Error && error.cause instanceof LearnerError ? error.cause : error;
  } finally {
    nodes.end();
  }
}

function count(number: number, what: string): string {
  return `${String(number).replace(/\B(?=(\d{3})+$)/g, ',')} ${what}${number === 1 ? '' : 's'}`;
}
