/** The three ways in which a planted bug is looked for, the same for every protocol. */
import assert from 'node:assert/strict';
import type { Monitor, Violation } from '../../../src/engine/check/monitor.ts';
import { BreadthFirst, type SearchResult } from '../../../src/engine/check/search/breadth-first.ts';
import type { Failure, Path, SearchProblem } from '../../../src/engine/check/search/goals.ts';
import { minimize } from '../../../src/engine/check/search/minimize.ts';
import type { SearchModel } from '../../../src/engine/check/search/model.ts';
import { scheduleOf } from '../../../src/engine/check/search/replay.ts';
import type { Space } from '../../../src/engine/check/search/space.ts';
import { Walk, type WalkOptions } from '../../../src/engine/check/search/walk.ts';
import { Simulator } from '../../../src/engine/sim/simulator.ts';
import { MILLISECOND } from '../../../src/engine/sim/time.ts';

export type Way = 'seeds' | 'walk' | 'breadth-first';

/** A broken protocol, as it is looked for. */
export interface Quarry<Message> {
  readonly name: string;
  /** The properties that the bug may be seen to break first, in a run of the simulator and in a search. */
  readonly breaks: readonly string[];
  /** @returns what a faulted run breaks, where it breaks something */
  readonly hunt: (seed: number) => Violation | undefined;
  /** Watches a run for the same properties. */
  readonly monitor: () => Monitor<Message>;
  /** Undefined where a search does not see it. */
  readonly searched: SearchProblem<Message> | undefined;
  /** How it is walked, where that is not as most are. */
  readonly walk?: Partial<WalkOptions>;
  /** Whether the monitor remembers more than a world shows, and so may find another of the properties, and sooner. */
  readonly remembers?: boolean;
  /** Ways on which it takes more patience than every run of the tests has. */
  readonly seldomBy?: readonly Way[];
}

export interface Catch {
  readonly property: string;
  /** Seeds, choices or worlds until it was found. */
  readonly effort: number;
  /** Steps of the shortened way; undefined for a faulted run. */
  readonly length: number | undefined;
}

/** Faulted runs of one seed after the other. */
export function huntBySeeds<Message>({ hunt }: Quarry<Message>, first: number, patience: number): Catch | undefined {
  for (let tried = 1; tried <= patience; tried++) {
    const violation = hunt(first + tried - 1);
    if (violation) return { property: violation.property, effort: tried, length: undefined };
  }
  return undefined;
}

/** Faults are rare, since most bugs are of recovery, and want a system that has got somewhere. */
const WALK = { length: 60, faults: 0.2 };

export function huntByWalk<Message>({ searched, walk: options }: Quarry<Message>, seed: number, choices: number): Catch | undefined {
  if (!searched) return undefined;
  const { model, goals } = searched;
  const walk = new Walk(model, goals, { ...WALK, ...options, seed, choices });
  const result = walk.run();
  if (result.kind !== 'violated') return undefined;
  const { path, failure } = minimize(walk.space, goals, result.path, result);
  return { property: failure.property, effort: result.choices, length: path.codes.length };
}

export function huntBreadthFirst<Message>({ searched }: Quarry<Message>, states: number, reduction: Partial<SearchModel<Message>> = {}): Catch | undefined {
  if (!searched) return undefined;
  const result = new BreadthFirst({ ...searched.model, ...reduction }, searched.goals, { states }).run();
  return result.kind === 'violated' ? caughtIn(result) : undefined;
}

function caughtIn({ property, coverage, path }: SearchResult & { readonly kind: 'violated' }): Catch {
  return { property, effort: coverage.states, length: path.codes.length };
}

/** A way that a search has found is a run, in which the monitor finds the same. */
export function assertReplays<Message>({ name, searched, monitor, breaks, remembers }: Quarry<Message>, space: Space<Message>, path: Path, { property, message }: Failure): void {
  const { model, goals } = searched!;
  if (!goals.invariants?.some(({ id }) => id === property)) return;
  const system = { nodes: model.nodes, network: { latency: { kind: 'constant', value: MILLISECOND } as const, loss: 0, duplication: 0 } };
  const schedule = scheduleOf(model, system, path.choices, (number) => space.message(number));
  const simulator = new Simulator({ system, seed: 0, schedule });
  const watching = monitor();
  let violation: Violation | undefined;
  while (!violation && simulator.schedulePosition < schedule.length && simulator.advance()) [violation] = watching.afterStep(simulator);
  if (remembers) assert.ok(violation && breaks.includes(violation.property), `${name}: the run shows ${violation?.property ?? 'nothing'}`);
  else assert.deepEqual([violation?.property, violation?.message], [property, message], `${name}: the run does not show what the search has found`);
}

const SEEDS = 500;
const CHOICES = 300_000;
const STATES = 200_000;
/** Larger searches are compared with reduced ones in the full tests alone. */
const COMPARED_STATES = 20_000;

/** Each way finds it, with the same verdict. */
export function assertCaught<Message>(quarry: Quarry<Message>): void {
  caughtBy('seeds', quarry, () => huntBySeeds(quarry, 1, SEEDS));
  if (quarry.searched) assertFound(quarry);
}

/** Both searches find it, and a reduced one finds as short a way as the whole one. */
export function assertFound<Message>(quarry: Quarry<Message>): void {
  const { name, searched } = quarry;
  const walked = caughtBy('walk', quarry, () => huntByWalk(quarry, 1, CHOICES));
  const shortest = caughtBy('breadth-first', quarry, () => {
    const search = new BreadthFirst(searched!.model, searched!.goals, { states: STATES });
    const result = search.run();
    if (result.kind !== 'violated') return undefined;
    assertReplays(quarry, search.space, result.path, result);
    return caughtIn(result);
  });
  if (!shortest) return;
  assert.ok(!walked || walked.length! >= shortest.length!, `${name}: the shortest way is longer than what is left of a walk`);
  if (shortest.effort > COMPARED_STATES) return;
  for (const reduction of reductionsOf(searched!)) assert.equal(huntBreadthFirst(quarry, STATES, reduction)?.length, shortest.length, `${name}: ${Object.keys(reduction).join()} finds another way`);
}

function caughtBy<Message>(way: Way, { name, breaks, seldomBy = [] }: Quarry<Message>, hunt: () => Catch | undefined): Catch | undefined {
  if (seldomBy.includes(way)) return undefined;
  const caught = hunt();
  assert.ok(caught, `${name}: not caught by ${way}`);
  assert.ok(breaks.includes(caught.property), `${name}: by ${way} it breaks ${caught.property}, not ${breaks.join(' or ')}`);
  return caught;
}

/** What makes a search smaller and must not change its verdict. Partial-order reduction does not go with worlds that are not gone on from. */
export function reductionsOf<Message>({ symmetry, goals }: SearchProblem<Message>): readonly Partial<SearchModel<Message>>[] {
  return [...(goals.within ? [] : [{ partialOrder: true }]), ...(symmetry ? [{ symmetry }] : [])];
}
