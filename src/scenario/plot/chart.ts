/** What a plot shows, before it is drawn: a line for each value of the second sweep, along the values of the first one. */
import type { Plot, Sweep, Term } from '../../engine/scene/scene.ts';
import type { ParameterDefinition } from '../../simulations/definition.ts';
import { formatCount, formatDuration } from '../../simulations/format.ts';
import { parameterOf, writeParameterValue } from '../print/parameters.ts';
import type { PointResult, Spread, SweepResult } from '../sweep.ts';

export interface Chart {
  readonly title: string;
  readonly x: ChartAxis;
  /** What the lines are told apart by; empty where there is one line only. */
  readonly by: string;
  readonly lines: readonly Line[];
  /** A value of it, as it is read. */
  format(value: number): string;
}

export interface ChartAxis {
  readonly label: string;
  /** Where values are numbers, they are as far from each other as those are; choices stand side by side. */
  readonly isNumeric: boolean;
  readonly values: readonly number[];
  readonly names: readonly string[];
}

export interface Line {
  readonly name: string;
  readonly points: readonly ChartPoint[];
}

export interface ChartPoint {
  /** Position in the values of the axis. */
  readonly at: number;
  /** Null where there is nothing to show. */
  readonly spread: Spread | null;
  readonly runs: number;
  readonly failed: number;
}

/** One for each plot. Where a scenario has none, one of the runs that failed. */
export function chartsOf(result: SweepResult): readonly Chart[] {
  const { plots } = result;
  if (plots.length === 0) return [chartOf(result, 'Runs that failed', failuresOf, formatNumber)];
  return plots.map((plot, position) => chartOf(result, plot.title, (point) => point.plots[position] ?? null, formatOf(plot)));
}

function chartOf({ type, sweeps, points }: SweepResult, title: string, spreadOf: (point: PointResult) => Spread | null, format: Chart['format']): Chart {
  const [along, across] = sweeps;
  const names = across ? namesOf(type, across) : [''];
  return {
    title,
    x: along ? axisOf(type, along) : { label: '', isNumeric: false, values: [0], names: [''] },
    by: across ? parameterOf(type, across.parameter).label : '',
    lines: names.map((name, line) => ({
      name,
      points: points.filter(({ at: [, across = 0] }) => across === line).map((point) => ({ at: point.at[0] ?? 0, spread: spreadOf(point), runs: point.runs, failed: point.failed })),
    })),
    format,
  };
}

function failuresOf({ runs, failed }: PointResult): Spread {
  return { runs, minimum: failed, median: failed, maximum: failed };
}

function axisOf(type: string, { parameter: name, values }: Sweep): ChartAxis {
  const parameter = parameterOf(type, name);
  return { label: parameter.label, isNumeric: parameter.unit !== 'choice', values, names: values.map((value) => nameOf(parameter, value)) };
}

function namesOf(type: string, { parameter: name, values }: Sweep): readonly string[] {
  const parameter = parameterOf(type, name);
  return values.map((value) => nameOf(parameter, value));
}

/** A choice by its label, a number as a scenario writes it. */
function nameOf(parameter: ParameterDefinition, value: number): string {
  return parameter.unit === 'choice' ? parameter.choices[value]!.label : writeParameterValue(parameter, value);
}

/** How values of a plot are read. */
export function formatOf({ value }: Plot): Chart['format'] {
  return isDuration(value) ? (time) => formatDuration(Math.round(time)) : formatNumber;
}

function isDuration(term: Term): boolean {
  return term.kind === 'duration' || term.kind === 'time' || (term.kind === 'operations' && term.what !== 'completed');
}

/** `1,234`, `2.5` */
export function formatNumber(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toFixed(3)));
}
