/** What came of a scenario that was carried out, as lessons and plots show it. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A plot of a sweep: as a picture, and the same as a table. */
export const ScenarioPlot = v.object({
  title: v.string(),
  /** SVG in the colours of the page, without scripts and styles. */
  svg: v.string(),
  columns: v.array(v.object({ head: v.string(), isNumber: v.boolean() })),
  /** A cell for each column. */
  rows: v.array(v.array(v.string())),
});
export type ScenarioPlot = v.InferOutput<typeof ScenarioPlot>;

/** A claim at one point of a sweep, or where nothing is varied. */
export const BrokenAt = v.object({
  /** What is varied, as in `nodes 5, loss 10%`; empty where nothing is. */
  point: v.string(),
  failed: count,
  /** Of so many runs. */
  runs: count,
  /** The first that fails, and how it came about with it. */
  seed: count,
  why: v.string(),
});
export type BrokenAt = v.InferOutput<typeof BrokenAt>;

/** Where a claim does not hold: at so many points, of which the first are told of. */
export const Broken = v.object({ points: count, at: v.pipe(v.array(BrokenAt), v.minLength(1)) });
export type Broken = v.InferOutput<typeof Broken>;

/** What was found about a scenario, and can be kept. */
export const ScenarioFindings = v.object({
  title: v.string(),
  /** One where nothing is varied. */
  points: count,
  /** At all points together. */
  runs: count,
  /** What must hold. */
  claims: v.array(v.object({ text: v.string(), broken: v.nullable(Broken) })),
  /** What else did not go as it says, in sentences. */
  others: v.array(v.string()),
});
export type ScenarioFindings = v.InferOutput<typeof ScenarioFindings>;

/** Of a scenario that was carried out at each of its points with each of its seeds. */
export const ScenarioReport = v.object({ ...ScenarioFindings.entries, plots: v.array(ScenarioPlot) });
export type ScenarioReport = v.InferOutput<typeof ScenarioReport>;
