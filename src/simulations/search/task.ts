/**
 * A search through the worlds of a simulation, in slices, so that whoever runs it can say how far it has come and stop it.
 * What it finds is a schedule of the system that was searched.
 */
import type { SearchOrder, SearchProgress } from '../../contract/search.ts';
import { BreadthFirst } from '../../engine/check/search/breadth-first.ts';
import type { Failure, Path, SearchProblem } from '../../engine/check/search/goals.ts';
import { minimize } from '../../engine/check/search/minimize.ts';
import { scheduleOf } from '../../engine/check/search/replay.ts';
import type { Space } from '../../engine/check/search/space.ts';
import { Walk } from '../../engine/check/search/walk.ts';
import type { Schedule } from '../../engine/sim/schedule.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { buildSystem, searchProblem } from './problem.ts';

export interface FoundViolation extends Failure {
  /** Brings about the violation, with its last action. */
  readonly schedule: Schedule;
  readonly length: number;
  /** Steps that it took when a walk met it. */
  readonly metAfter: number;
  /** No shorter way exists within the bounds; no step can be left out; or time ran out before that was known. */
  readonly brevity: 'shortest' | 'minimal' | 'unknown';
}

export type SearchEnd =
  | { readonly kind: 'violated'; readonly found: FoundViolation }
  | { readonly kind: 'exhausted' | 'not found' }
  | { readonly kind: 'cut short'; readonly by: 'worlds' | 'memory' | 'time' | 'user' };

export type SearchCounts = Omit<SearchProgress, 'seconds'>;

export interface SearchTask {
  /** Works for some milliseconds. @returns the end when it has come to one */
  run(): SearchEnd | undefined;
  readonly counts: SearchCounts;
}

/** Steps after which a walk begins again. */
export const WALK_LENGTH = 80;

/** How readily faults and timers are taken: most bugs want a system that has got somewhere before the next fault, or the next timeout. */
const READINESS = { faults: 0.2, timers: 0.15 };

/** Worlds in a slice: breadth first each is gone on from in all its ways. */
const WALK_SLICE = 2_000;
const BREADTH_SLICE = 200;

/** @throws RangeError for bounds that are unknown or out of range */
export function searchTask<Message>(definition: SimulationDefinition<Message>, values: Values, order: SearchOrder): SearchTask {
  const problem = searchProblem(definition, values, order.bounds);
  const system = buildSystem(definition, values, order.bounds);
  const scheduled = (space: Space<Message>, { choices }: Path): Schedule => scheduleOf(problem.model, system, choices, (number) => space.message(number), values['seed']);
  return order.method === 'walk' ? new WalkTask(problem, order, scheduled) : new BreadthFirstTask(problem, order, scheduled);
}

type Scheduled<Message> = (space: Space<Message>, path: Path) => Schedule;

class BreadthFirstTask<Message> implements SearchTask {
  private readonly search: BreadthFirst<Message>;
  private readonly scheduled: Scheduled<Message>;

  constructor({ model, goals, symmetry }: SearchProblem<Message>, { worlds, megabytes }: SearchOrder, scheduled: Scheduled<Message>) {
    this.search = new BreadthFirst({ ...model, ...(symmetry && { symmetry }) }, goals, { states: worlds, bytes: megabytes * 1_000_000 });
    this.scheduled = scheduled;
  }

  run(): SearchEnd | undefined {
    const result = this.search.run(BREADTH_SLICE);
    switch (result.kind) {
      case 'unfinished':
        return undefined;
      case 'exhausted':
        return { kind: 'exhausted' };
      case 'cut short':
        return { kind: 'cut short', by: result.by === 'bytes' ? 'memory' : 'worlds' };
      case 'reached':
        throw new Error('A search for a violation ended at a goal.');
      case 'violated': {
        const { property, message, path } = result;
        const { length } = path.choices;
        return { kind: 'violated', found: { property, message, length, metAfter: length, brevity: 'shortest', schedule: this.scheduled(this.search.space, path) } };
      }
    }
  }

  get counts(): SearchCounts {
    const { states, transitions, frontier, depth, bytes } = this.search.coverage;
    return { worlds: states, steps: transitions, frontier, depth, walks: 0, bytes };
  }
}

class WalkTask<Message> implements SearchTask {
  private readonly walk: Walk<Message>;
  private readonly problem: SearchProblem<Message>;
  private readonly scheduled: Scheduled<Message>;

  constructor(problem: SearchProblem<Message>, { worlds, seed }: SearchOrder, scheduled: Scheduled<Message>) {
    this.walk = new Walk(problem.model, problem.goals, { seed, choices: worlds, length: WALK_LENGTH, ...READINESS });
    this.problem = problem;
    this.scheduled = scheduled;
  }

  run(): SearchEnd | undefined {
    const result = this.walk.run(WALK_SLICE);
    if (result.kind !== 'violated') return result.kind === 'unfinished' ? undefined : { kind: 'not found' };
    const { space } = this.walk;
    const { path, failure, isMinimal } = minimize(space, this.problem.goals, result.path, result);
    return {
      kind: 'violated',
      found: { ...failure, length: path.choices.length, metAfter: result.path.choices.length, brevity: isMinimal ? 'minimal' : 'unknown', schedule: this.scheduled(space, path) },
    };
  }

  get counts(): SearchCounts {
    const { choices, walks } = this.walk.run(0);
    return { worlds: choices, steps: choices, frontier: 0, depth: 0, walks, bytes: 0 };
  }
}
