/** Makes a way to a failure short: what is not needed for the same failure is left out. */
import { shrink } from '../shrink.ts';
import { judge, pathOf, THREW, type Failure, type Path, type SearchGoals } from './goals.ts';
import type { Space } from './space.ts';
import { IntegerList } from './tables.ts';

export interface Minimized {
  readonly path: Path;
  readonly failure: Failure;
  readonly tries: number;
  /** Whether the failure is gone without any one of the steps; false where the budget ended the search. */
  readonly isMinimal: boolean;
}

/** @param budget how often a part of the way may be tried */
export function minimize<Message>(space: Space<Message>, goals: SearchGoals<Message>, path: Path, failure: Failure, budget = 20_000): Minimized {
  const { items, tries, isMinimal } = shrink(path.codes, (part) => follow(space, goals, part)?.failure.property === failure.property, budget);
  const end = follow(space, goals, items);
  return { path: pathOf(space, end?.taken ?? path.codes), failure: end?.failure ?? failure, tries, isMinimal };
}

/** Takes those of the steps that are open when their turn comes, up to the first failure. */
export function follow<Message>(space: Space<Message>, goals: SearchGoals<Message>, codes: readonly number[]): { readonly failure: Failure; readonly taken: readonly number[] } | undefined {
  const open = new IntegerList();
  const taken: number[] = [];
  let world = space.initial.slice();
  let next = new Int32Array(space.width);
  for (const code of codes) {
    open.clear();
    space.choices(world, open);
    if (!open.includes(code)) continue;
    const outcome = space.apply(world, code, next);
    if (outcome === 'same') continue;
    taken.push(code);
    if (outcome === 'threw') return { failure: { property: THREW, message: space.thrown }, taken };
    [world, next] = [next, world];
    const failure = judge(space, goals, world);
    if (failure) return { failure, taken };
  }
  return undefined;
}
