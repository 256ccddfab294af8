/**
 * What a scene varies: the scenes of its points, which are carried out like any others (`batch.ts`), and what came of them. A scene
 * that varies nothing has one point.
 */
import { medianOf } from '../engine/scene/clients.ts';
import type { Scene, Sweep, Term } from '../engine/scene/scene.ts';
import type { Values } from '../simulations/definition.ts';
import type { Tally } from './batch.ts';
import { parameterOf, writeParameterValue, writeValues } from './print/parameters.ts';
import { parameterName } from './setting.ts';
import type { Trial } from './trial.ts';
import { combinationsOf } from './variation.ts';

/** A combination of what is varied. */
export interface Point {
  /** As in `nodes 5, loss 10%`; empty where nothing is varied. */
  readonly name: string;
  /** With these values, and nothing that is varied. */
  readonly scene: Scene;
}

/** The values of the first sweep change slowest. */
export function pointsOf(scene: Scene): readonly Point[] {
  const { sweeps, system } = scene;
  return combinationsOf(sweeps).map((values) => ({
    name: writeValues(system.type, values),
    scene: { ...scene, system: { ...system, parameters: changed(system.type, { ...system.parameters, ...values }) }, sweeps: [] },
  }));
}

/** Those that differ from their initial values. */
function changed(type: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => parameterOf(type, name).initial !== value));
}

// What is varied and measured, as data that can be stored and shown without the scene

export interface SweepSubject {
  readonly title: string;
  /** What is varied, at most two: the first goes along a plot, the second from line to line of it. */
  readonly axes: readonly Axis[];
  readonly plots: readonly Measure[];
}

export interface Axis {
  /** As a scenario calls the parameter, such as `election-timeout-max`. */
  readonly parameter: string;
  /** As a panel calls it. */
  readonly label: string;
  /** Whether the values are numbers, and not the positions of choices. */
  readonly isNumeric: boolean;
  readonly values: readonly number[];
  /** As a scenario writes them. */
  readonly names: readonly string[];
}

export interface Measure {
  readonly title: string;
  /** Durations are in microseconds. */
  readonly unit: 'number' | 'duration';
}

/** Undefined for a scene that neither varies nor measures anything. */
export function sweepSubjectOf({ title, system: { type }, sweeps, plots }: Scene): SweepSubject | undefined {
  if (sweeps.length === 0 && plots.length === 0) return undefined;
  return { title, axes: sweeps.map((sweep) => axisOf(type, sweep)), plots: plots.map((plot) => ({ title: plot.title, unit: isDuration(plot.value) ? 'duration' : 'number' })) };
}

function axisOf(type: string, { parameter: name, values }: Sweep): Axis {
  const parameter = parameterOf(type, name);
  return { parameter: parameterName(parameter), label: parameter.label, isNumeric: parameter.unit !== 'choice', values, names: values.map((value) => writeParameterValue(parameter, value)) };
}

function isDuration(term: Term): boolean {
  return term.kind === 'duration' || term.kind === 'time' || (term.kind === 'operations' && term.what !== 'completed');
}

export function countOfPoints({ axes }: { readonly axes: readonly Pick<Axis, 'values'>[] }): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
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
  /** On each axis, the position of its value. */
  readonly at: readonly number[];
  /** So many are known. */
  readonly runs: number;
  readonly failed: number;
  /** Of those that did not fail, so many in which a claim was not decided. */
  readonly undecided: number;
  /** For each plot; null where no run had a value. */
  readonly plots: readonly (Spread | null)[];
}

export interface SweepResult extends SweepSubject {
  /** In the order of `pointsOf`. */
  readonly points: readonly PointResult[];
}

/** @param tallies of the points' scenes, in their order */
export function resultOf(subject: SweepSubject, tallies: readonly Tally[]): SweepResult {
  const { axes, plots } = subject;
  return { ...subject, points: tallies.map((tally, position) => ({ at: placeOf(position, axes), ...pointResultOf(tally, plots.length) })) };
}

/** The last axis changes fastest. */
function placeOf(position: number, axes: readonly Axis[]): readonly number[] {
  let left = position;
  return axes.toReversed().map(({ values: { length } }) => {
    const at = left % length;
    left = Math.floor(left / length);
    return at;
  }).reverse();
}

function pointResultOf({ done, failed, noted }: Tally, plots: number): Omit<PointResult, 'at'> {
  const trials: readonly Trial[] = [...failed, ...noted];
  return {
    runs: done,
    failed: failed.length,
    undecided: noted.filter(({ doubts }) => doubts.length > 0).length,
    plots: Array.from({ length: plots }, (_, plot) => spreadOf(trials.flatMap(({ values }) => values[plot] ?? []))),
  };
}

function spreadOf(values: readonly number[]): Spread | null {
  const ascending = values.toSorted((one, other) => one - other);
  const median = medianOf(ascending);
  return median === undefined ? null : { runs: ascending.length, minimum: ascending[0]!, median, maximum: ascending.at(-1)! };
}
