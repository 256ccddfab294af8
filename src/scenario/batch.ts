/**
 * Scenes that are carried out with many seeds, in batches that may be done anywhere and in any order: on threads, on machines.
 * The trials of all scenes stand in one row, those of the first scene by seed, then those of the second, and so on.
 */
import type { Scene } from '../engine/scene/scene.ts';
import { trialOf, type Trial } from './trial.ts';

export type Seeds = Scene['seeds'];

/** Every `step`th seed from the first to the last; none where the last comes before the first. */
export interface Stretch extends Seeds {
  readonly step: number;
}

/** One of so many equal parts of the row, counted from 1: every `of`th trial, so that heavy scenes fall to all of them alike. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Shard = { index: 1, of: 1 };

/** What is done in one go. */
export interface Batch {
  /** The scene's place among all of them. */
  readonly scene: number;
  readonly seeds: Stretch;
}

/** What came of a batch. */
export interface BatchResult {
  readonly scene: number;
  /** So many trials. */
  readonly done: number;
  /** Those in which something did not go as the scene says. */
  readonly failed: readonly Trial[];
  /** Those of the others of which there is more to say: something was measured, or not decided. */
  readonly noted: readonly Trial[];
}

/** What came of all batches of a scene so far. */
export interface Tally {
  readonly done: number;
  /** By seed, ascending. */
  readonly failed: readonly Trial[];
  readonly noted: readonly Trial[];
}

export function countOf({ first, last, step = 1 }: Seeds & Partial<Stretch>): number {
  return first > last ? 0 : Math.floor((last - first) / step) + 1;
}

export function seedsIn(stretch: Stretch): readonly number[] {
  return Array.from({ length: countOf(stretch) }, (_, position) => stretch.first + position * stretch.step);
}

/** Those of each scene's seeds that belong to a shard. */
export function sharesOf(all: readonly Seeds[], { index, of }: Shard): readonly Stretch[] {
  let before = 0;
  return all.map((seeds) => {
    // How far it is from the scene's first trial to the shard's next one.
    const ahead = (((index - 1 - before) % of) + of) % of;
    before += countOf(seeds);
    return { first: seeds.first + ahead, last: seeds.last, step: of };
  });
}

/** In the order of the row. @param size trials of a batch at most */
export function batchesOf(shares: readonly Stretch[], size: number): readonly Batch[] {
  return shares.flatMap(({ first, last, step }, scene) => {
    const count = countOf({ first, last, step });
    return Array.from({ length: Math.ceil(count / size) }, (_, position): Batch => {
      const begin = first + position * size * step;
      return { scene, seeds: { first: begin, last: Math.min(last, begin + (size - 1) * step), step } };
    });
  });
}

export function carryOutBatch(scenes: readonly Scene[], { scene, seeds }: Batch): BatchResult {
  const trials = seedsIn(seeds).map((seed) => trialOf(scenes[scene]!, seed));
  const hasFailed = ({ failures }: Trial) => failures.length > 0;
  return { scene, done: trials.length, failed: trials.filter(hasFailed), noted: trials.filter((trial) => !hasFailed(trial) && (trial.doubts.length > 0 || trial.values.length > 0)) };
}

/** Results in any order give the same. @returns of each scene */
export function joined(scenes: number, results: Iterable<BatchResult>): readonly Tally[] {
  const tallies = Array.from({ length: scenes }, () => ({ done: 0, failed: [] as Trial[], noted: [] as Trial[] }));
  for (const { scene, done, failed, noted } of results) {
    const tally = tallies[scene]!;
    tally.done += done;
    tally.failed.push(...failed);
    tally.noted.push(...noted);
  }
  for (const { failed, noted } of tallies) for (const trials of [failed, noted]) trials.sort((one, other) => one.seed - other.seed);
  return tallies;
}
