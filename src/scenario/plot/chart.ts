/** What a plot shows, before it is drawn: a line for each value of the second axis, along the values of the first one. */
import { formatCount, formatDuration } from '../../simulations/format.ts';
import type { Axis, Measure, PointResult, Spread, SweepResult } from '../sweep.ts';

export interface Chart {
  readonly title: string;
  /** Undefined where nothing is varied. */
  readonly along: Axis | undefined;
  /** What the lines are told apart by; undefined where there is one line only. */
  readonly across: Axis | undefined;
  readonly lines: readonly Line[];
  /** A value of it, as it is read. */
  format(value: number): string;
}

export interface Line {
  /** The value of the second axis. */
  readonly name: string;
  readonly points: readonly ChartPoint[];
}

export interface ChartPoint extends Pick<PointResult, 'runs' | 'failed'> {
  /** Position in the values of the first axis. */
  readonly at: number;
  /** Null where there is nothing to show. */
  readonly spread: Spread | null;
}

/** One for each plot. Where a scenario has none, one of the runs that failed. */
export function chartsOf(result: SweepResult): readonly Chart[] {
  const { plots } = result;
  if (plots.length === 0) return [chartOf(result, 'Runs that failed', failuresOf, formatNumber)];
  return plots.map((plot, position) => chartOf(result, plot.title, (point) => point.plots[position] ?? null, formatOf(plot)));
}

function chartOf({ axes: [along, across], points }: SweepResult, title: string, spreadOf: (point: PointResult) => Spread | null, format: Chart['format']): Chart {
  const names = across?.names ?? [''];
  const lines = names.map((name, line) => ({
    name,
    points: points.filter(({ at }) => (at[1] ?? 0) === line).map((point) => ({ at: point.at[0] ?? 0, spread: spreadOf(point), runs: point.runs, failed: point.failed })),
  }));
  return { title, along, across, lines, format };
}

function failuresOf({ runs, failed }: PointResult): Spread {
  return { runs, minimum: failed, median: failed, maximum: failed };
}

/** How values of a plot are read. */
export function formatOf({ unit }: Measure): Chart['format'] {
  return unit === 'duration' ? (time) => formatDuration(Math.round(time)) : formatNumber;
}

/** `1,234`, `2.5` */
export function formatNumber(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toFixed(3)));
}
