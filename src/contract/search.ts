/** What a search for a violation is asked, how far it has come, and what it says in the end. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const SearchOrder = v.object({
  method: v.picklist(['breadth-first', 'walk']),
  /** Of the simulation's bounds, those that differ from their initial values. */
  bounds: v.record(v.string(), v.number()),
  /** Where it stops without a result: worlds, seconds, and megabytes of the worlds that it keeps. */
  worlds: v.pipe(count, v.minValue(1), v.maxValue(100_000_000)),
  seconds: v.pipe(count, v.minValue(1), v.maxValue(3_600)),
  megabytes: v.pipe(count, v.minValue(1), v.maxValue(2_000)),
  /** Of the walk's chance. */
  seed: v.pipe(count, v.maxValue(4_294_967_295)),
});
export type SearchOrder = v.InferOutput<typeof SearchOrder>;

export const SearchProgress = v.object({
  /** Worlds that were looked at; breadth first all are different ones. */
  worlds: count,
  /** Steps that led to one of them, known or new. */
  steps: count,
  /** Worlds not yet gone on from, and steps from the first world; of a walk 0. */
  frontier: count,
  depth: count,
  /** How often a walk has begun; breadth first 0. */
  walks: count,
  bytes: count,
  seconds: v.pipe(v.number(), v.minValue(0)),
});
export type SearchProgress = v.InferOutput<typeof SearchProgress>;

export const SearchJob = v.variant('status', [
  v.object({ status: v.literal('running'), order: SearchOrder, progress: SearchProgress }),
  v.object({
    status: v.literal('ended'),
    order: SearchOrder,
    progress: SearchProgress,
    outcome: v.picklist(['violated', 'clear', 'undecided', 'failed']),
    headline: v.string(),
    /** What was found, what was covered, and what is not known, in sentences. */
    details: v.array(v.string()),
    /** Whether there is a run of the violation to open. */
    hasRun: v.boolean(),
  }),
]);
export type SearchJob = v.InferOutput<typeof SearchJob>;
