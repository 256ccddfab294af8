/** What came of a scenario file. */
import type { SceneFailure } from '../../engine/scene/scene-run.ts';
import type { Scene } from '../../engine/scene/scene.ts';

export interface FailedSeed {
  readonly seed: number;
  readonly failures: readonly SceneFailure[];
}

export interface Outcome {
  readonly file: string;
  readonly title: string;
  readonly seeds: Scene['seeds'];
  /** Seeds with which something did not go as the scenario says, ascending. */
  readonly failed: readonly FailedSeed[];
  /** Where the first failed run was written; null where there is none. */
  readonly runFile: string | null;
}

export function countOf({ first, last }: Scene['seeds']): number {
  return last - first + 1;
}

/** What failed, in a sentence. */
export function describeFailure({ kind, what, why }: SceneFailure): string {
  switch (kind) {
    case 'claim':
      return `${what}: ${why}`;
    case 'property':
      return `The property ${what} is violated: ${why}`;
    case 'statement':
      return why;
  }
}
