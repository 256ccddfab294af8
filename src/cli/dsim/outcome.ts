/** What came of scenario files. */
import type { SceneFailure } from '../../engine/scene/scene-run.ts';
import type { Seeds, Shard, Stretch, Tally } from '../../scenario/batch.ts';
import { countOfPoints, resultOf, type SweepResult, type SweepSubject } from '../../scenario/sweep.ts';

/** What was to be carried out. */
export interface Subject {
  readonly file: string;
  readonly title: string;
  /** With which values of what the scenario varies, as in `nodes 5, loss 10%`; empty where it varies nothing. */
  readonly point: string;
  /** Of the scene that the file means, so that two that differ are told apart. */
  readonly digest: string;
  readonly seeds: Seeds;
}

/** `done` is smaller than the share where it was stopped. */
export interface Outcome extends Subject, Tally {
  /** Those of the seeds that are of this shard. */
  readonly share: Stretch;
  /** Where the first run that failed was written; null where none was. */
  readonly run: KeptRun | null;
}

export interface KeptRun {
  readonly seed: number;
  readonly file: string;
  /** What came of making it smaller; null where that was not asked for. */
  readonly shrinking: string | null;
}

/** What a scenario varies and measures, and where its points are among the outcomes. */
export interface ReportedSweep extends SweepSubject {
  readonly file: string;
  /** The place of the first point's outcome; those of the others follow. */
  readonly first: number;
}

export interface Report {
  readonly shard: Shard;
  readonly outcomes: readonly Outcome[];
  readonly sweeps: readonly ReportedSweep[];
}

export function outcomesOf(sweep: ReportedSweep, outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.slice(sweep.first, sweep.first + countOfPoints(sweep));
}

export function resultsOf({ outcomes, sweeps }: Pick<Report, 'outcomes' | 'sweeps'>): readonly SweepResult[] {
  return sweeps.map((sweep) => resultOf({ title: sweep.title, axes: sweep.axes, plots: sweep.plots }, outcomesOf(sweep, outcomes)));
}

export function hasFailed({ outcomes }: Report): boolean {
  return outcomes.some(({ failed }) => failed.length > 0);
}

/** What failed, in a sentence. */
export function describeFailure({ kind, what, why }: Pick<SceneFailure, 'kind' | 'what' | 'why'>): string {
  switch (kind) {
    case 'claim':
      return `${what}: ${why}`;
    case 'property':
      return `The property ${what} is violated: ${why}`;
    case 'statement':
      return why;
  }
}
