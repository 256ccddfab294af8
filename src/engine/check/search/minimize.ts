/** Makes a way to a failure short: what is not needed for the same failure is left out. */
import { shrink } from '../shrink.ts';
import { canonical } from './canonical.ts';
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
  const standIns = new StandIns(space);
  const followPart = (part: readonly number[]) => follow(space, goals, part, standIns);
  let { codes } = path;
  for (let tries = 0; ; ) {
    const shrunk = shrink(codes, (part) => followPart(part)?.failure.property === failure.property, budget - tries);
    const end = followPart(shrunk.items);
    const taken = end?.taken ?? codes;
    tries += shrunk.tries;
    // Where a step stood in for another one, others may be needed no more.
    const isTheSame = taken.every((code, position) => code === shrunk.items[position]);
    if (isTheSame || !shrunk.isMinimal) return { path: pathOf(space, taken), failure: end?.failure ?? failure, tries, isMinimal: shrunk.isMinimal };
    codes = taken;
  }
}

/** Takes those of the steps that are open when their turn comes, or what stands in for them, up to the first failure. */
export function follow<Message>(space: Space<Message>, goals: SearchGoals<Message>, codes: readonly number[], standIns?: StandIns<Message>): { readonly failure: Failure; readonly taken: readonly number[] } | undefined {
  const open = new IntegerList();
  const taken: number[] = [];
  let world = space.initial.slice();
  let next = new Int32Array(space.width);
  for (const wanted of codes) {
    open.clear();
    space.choices(world, open);
    const code = open.includes(wanted) ? wanted : standIns?.find(wanted, open);
    if (code === undefined) continue;
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

/**
 * Where a step was left out, a message that it led to is not sent, but often one in its place that differs in numbers alone,
 * such as its ballot or its term. Without these, what only counts something up could never be left out.
 */
class StandIns<Message> {
  private readonly space: Space<Message>;
  /** By number of a message. */
  private readonly shapes: string[] = [];

  constructor(space: Space<Message>) {
    this.space = space;
  }

  /** @returns the delivery of a message, of the same shape, from and to the same nodes; of several that which was seen last in the search */
  find(wanted: number, open: IntegerList): number | undefined {
    const shape = this.shapeOf(wanted);
    for (let position = open.length - 1; shape !== undefined && position >= 0; position--) {
      if (this.shapeOf(open.at(position)) === shape) return open.at(position);
    }
    return undefined;
  }

  private shapeOf(code: number): string | undefined {
    const choice = this.space.choice(code);
    if (choice.kind !== 'deliver') return undefined;
    const { from, to, message } = this.space.message(choice.message);
    return (this.shapes[choice.message] ??= `${from},${to},${canonical(message).replace(/\d+/g, '#')}`);
  }
}
