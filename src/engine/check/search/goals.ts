/** What a search looks for, and what it says when it has found it. */
import type { Choice, Invariant, WorldView } from './model.ts';
import type { Space } from './space.ts';

export interface SearchGoals<Message> {
  /** What must hold in every world. */
  readonly invariants?: readonly Invariant<Message>[];
  /** What must hold in every world in which nothing is left to do but faults. */
  readonly atRest?: readonly Invariant<Message>[];
  /** Ends the search when a world is found in which it holds: a way there is the result. */
  readonly reach?: { readonly id: string; holds(world: WorldView<Message>): boolean };
  /** Worlds outside of it are counted and checked, and not gone on from. */
  readonly within?: (world: WorldView<Message>) => boolean;
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

export function pathOf<Message>(space: Space<Message>, codes: readonly number[]): Path {
  return { codes, choices: codes.map((code) => space.choice(code)) };
}
