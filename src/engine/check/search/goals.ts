/** What a search looks for, and what it says when it has found it. */
import { stepsUntil } from './fair.ts';
import type { Choice, Invariant, SearchModel, Symmetry, WorldView } from './model.ts';
import type { Space } from './space.ts';

export interface SearchGoals<Message> {
  /** What must hold in every world. */
  readonly invariants?: readonly Invariant<Message>[];
  /**
   * What must hold in every world in which nothing is left to do but faults. There are none in a system with a timer that
   * always does something, such as one that sends a message that a bag holds once more: ask `leadsTo` of it.
   */
  readonly atRest?: readonly Invariant<Message>[];
  /** What must come about from every world, once nothing goes wrong any more and nodes that may restart have. */
  readonly leadsTo?: readonly Liveness<Message>[];
  /** Ends the search when a world is found in which it holds: a way there is the result. */
  readonly reach?: { readonly id: string; holds(world: WorldView<Message>): boolean };
  /** Worlds outside of it are counted and checked, and not gone on from. */
  within?(world: WorldView<Message>): boolean;
}

/** A system within bounds, and what is asked of it: all that a search has to be given. */
export interface SearchProblem<Message> {
  readonly model: SearchModel<Message>;
  readonly goals: SearchGoals<Message>;
  /** Nodes that are alike, where there are any: the model goes without, so that a search can be held against a reduced one. */
  readonly symmetry?: Symmetry<Message>;
}

/** Liveness within a bound: no search of finite length can ask for more. */
export interface Liveness<Message> {
  readonly id: string;
  readonly meaning: string;
  /** Steps that it may take, when everyone gets their turn and no fault happens. */
  readonly within: number;
  holds(world: WorldView<Message>): boolean;
}

export interface Failure {
  /** The invariant that does not hold, or `THREW`. */
  readonly property: string;
  readonly message: string;
}

/** A way from the first world. Codes are the space's own names for the choices. */
export interface Path {
  readonly codes: readonly number[];
  readonly choices: readonly Choice[];
}

/** The property of a process whose code throws. */
export const THREW = 'no-exception';

export function failureOf<Message>(invariants: readonly Invariant<Message>[] | undefined, world: WorldView<Message>): Failure | undefined {
  for (const invariant of invariants ?? []) {
    const message = invariant.violation(world);
    if (message !== undefined) return { property: invariant.id, message };
  }
  return undefined;
}

/** Everything that is asked of a world, for those who look at one at a time. */
export function judge<Message>(space: Space<Message>, goals: SearchGoals<Message>, world: Int32Array): Failure | undefined {
  const { invariants, atRest } = goals;
  const view = space.view(world);
  return failureOf(invariants, view) ?? (atRest && space.rests(world) ? failureOf(atRest, view) : undefined) ?? missedFrom(space, goals, world);
}

/** @returns the first of the goals that a world does not lead to, where there is one */
export function missedFrom<Message>(space: Space<Message>, goals: SearchGoals<Message>, world: Int32Array): Failure | undefined {
  for (const { id, meaning, within, holds } of goals.leadsTo ?? []) {
    if (stepsUntil(space, world, within, holds) === undefined) return { property: id, message: `Without any more faults this does not come about within ${within} steps: ${meaning}` };
  }
  return undefined;
}

export function pathOf<Message>(space: Space<Message>, codes: readonly number[]): Path {
  return { codes, choices: codes.map((code) => space.choice(code)) };
}
