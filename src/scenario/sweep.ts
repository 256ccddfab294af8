/** Carries out a scene at every point of its sweeps, with all of its seeds, and says what came of it at each. */
import { medianOf } from '../engine/scene/clients.ts';
import type { SceneFailure } from '../engine/scene/scene-run.ts';
import type { Scene, Sweep } from '../engine/scene/scene.ts';
import type { Values } from '../simulations/definition.ts';
import { carryOut } from './trial.ts';

/** A combination of what is varied. */
export interface Point {
  /** Of each sweep, in its order, the position of the value. */
  readonly at: readonly number[];
  readonly scene: Scene;
}

/** Every combination; the first sweep's values change slowest. One with nothing in it where nothing is varied. */
export function combinationsOf(sweeps: readonly Sweep[]): readonly Values[] {
  return sweeps.reduce<readonly Values[]>((found, { parameter, values }) => found.flatMap((each) => values.map((value) => ({ ...each, [parameter]: value }))), [{}]);
}

/** In the order of `combinationsOf`. What is varied is no more in the scenes. */
export function pointsOf(scene: Scene): readonly Point[] {
  const { sweeps, system } = scene;
  return combinationsOf(sweeps).map((values) => ({
    at: sweeps.map((sweep) => sweep.values.indexOf(values[sweep.parameter]!)),
    scene: { ...scene, system: { ...system, parameters: { ...system.parameters, ...values } }, sweeps: [] },
  }));
}

/** Equal steps, the last one left out that would go beyond the end. */
export function valuesBetween(from: number, to: number, step: number): readonly number[] {
  // Shares are no sums of binary fractions: 0.1 + 0.2 would be a little more than 0.3.
  const rounded = (value: number) => Number(value.toPrecision(12));
  const count = Math.floor(rounded((to - from) / step)) + 1;
  return Array.from({ length: count }, (_, position) => rounded(from + position * step));
}

// Carrying out

/** Runs of a sweep are numbered from 0: all seeds of the first point, all of the second, and so on. The end is not included. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** What came of one run: plain data that can be sent and stored. */
export interface Sample {
  /** Its place among the points. */
  readonly point: number;
  readonly seed: number;
  /** The first thing that did not go as the scene says; null where all went. */
  readonly failure: SceneFailure | null;
  /** Whether a claim was not decided. */
  readonly isDoubtful: boolean;
  /** What was measured for each plot; null where there was no such value. */
  readonly values: readonly (number | null)[];
}

/** Of all points. */
export function runsOf({ seeds, sweeps }: Scene): number {
  return seedsOf({ seeds }) * sweeps.reduce((product, { values }) => product * values.length, 1);
}

function seedsOf({ seeds: { first, last } }: Pick<Scene, 'seeds'>): number {
  return last - first + 1;
}

/** One run after the other, as they are asked for: whoever asks no more has stopped it. @param slice all of them where it is left out */
export function* samples(scene: Scene, { from, to }: Slice = { from: 0, to: runsOf(scene) }): Generator<Sample, void> {
  const points = pointsOf(scene);
  const seeds = seedsOf(scene);
  for (let run = from; run < to; run++) {
    const point = Math.floor(run / seeds);
    yield sampleOf(points[point]!, point, scene.seeds.first + (run % seeds));
  }
}

function sampleOf({ scene }: Point, point: number, seed: number): Sample {
  const run = carryOut(scene, seed);
  const values = scene.plots.map((plot) => run.measure(plot));
  return { point, seed, failure: run.failures[0] ?? null, isDoubtful: run.doubts.length > 0, values };
}

// What came of it

/** Of the runs at one point that had a value. */
export interface Spread {
  readonly runs: number;
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}

export interface PointResult {
  /** Of each sweep, in its order, the position of the value. */
  readonly at: readonly number[];
  /** So many are known. */
  readonly runs: number;
  readonly failed: number;
  /** Runs that did not fail, and of which a claim was not decided. */
  readonly doubtful: number;
  /** Of the failed run with the lowest seed. */
  readonly firstFailure: { readonly seed: number; readonly failure: SceneFailure } | null;
  /** For each plot; null where no run had a value. */
  readonly plots: readonly (Spread | null)[];
}

export interface SweepResult {
  readonly title: string;
  readonly type: string;
  readonly sweeps: readonly Sweep[];
  readonly plots: Scene['plots'];
  /** In the order of `pointsOf`. */
  readonly points: readonly PointResult[];
}

/** @param found in any order: it makes no difference to the result */
export function resultOf(scene: Scene, found: Iterable<Sample>): SweepResult {
  const byPoint = pointsOf(scene).map((point) => ({ point, samples: [] as Sample[] }));
  for (const sample of found) byPoint[sample.point]?.samples.push(sample);
  return {
    title: scene.title,
    type: scene.system.type,
    sweeps: scene.sweeps,
    plots: scene.plots,
    points: byPoint.map(({ point: { at }, samples: all }) => ({ at, ...pointResultOf(all.sort((one, other) => one.seed - other.seed), scene.plots.length) })),
  };
}

function pointResultOf(ascending: readonly Sample[], plots: number): Omit<PointResult, 'at'> {
  const failed = ascending.flatMap(({ seed, failure }) => (failure ? [{ seed, failure }] : []));
  return {
    runs: ascending.length,
    failed: failed.length,
    doubtful: ascending.filter(({ failure, isDoubtful }) => !failure && isDoubtful).length,
    firstFailure: failed[0] ?? null,
    plots: Array.from({ length: plots }, (_, plot) => spreadOf(ascending.flatMap(({ values }) => values[plot] ?? []))),
  };
}

function spreadOf(values: readonly number[]): Spread | null {
  const ascending = values.toSorted((one, other) => one - other);
  const median = medianOf(ascending);
  return median === undefined ? null : { runs: ascending.length, minimum: ascending[0]!, median, maximum: ascending.at(-1)! };
}
