/** What came of a sweep as a table of text, one for each plot. */
import type { PointResult, Spread, SweepResult } from '../sweep.ts';
import { formatNumber, formatOf } from './chart.ts';

interface Column {
  readonly head: string;
  cell(point: PointResult): string;
  /** Numbers stand below each other by their last digit. */
  readonly isNumber: boolean;
}

/** Lines without an end; a table of its own for each plot, and one where there is none. */
export function tablesOf(result: SweepResult): readonly string[] {
  const common = [...valueColumns(result), ...runColumns(result)];
  if (result.plots.length === 0) return tableOf(common, result.points);
  return result.plots.flatMap((plot, position) => {
    const columns = [...common, ...plotColumns(result, position)];
    return [...(position > 0 ? [''] : []), plot.title, ...tableOf(columns, result.points)];
  });
}

function valueColumns({ axes }: SweepResult): readonly Column[] {
  return axes.map(({ parameter, names, isNumeric }, axis) => ({ head: parameter, cell: ({ at }) => names[at[axis] ?? 0] ?? '', isNumber: isNumeric }));
}

function runColumns({ points }: SweepResult): readonly Column[] {
  return [
    number('runs', ({ runs }) => runs),
    number('failed', ({ failed }) => failed),
    ...(points.some(({ undecided }) => undecided > 0) ? [number('undecided', ({ undecided }) => undecided)] : []),
  ];
}

function plotColumns({ plots, points }: SweepResult, plot: number): readonly Column[] {
  const format = formatOf(plots[plot]!);
  const spread = (head: string, value: (spread: Spread) => number): Column => ({ head, cell: (point) => written(point.plots[plot], (found) => format(value(found))), isNumber: true });
  const isMissing = points.some((point) => (point.plots[plot]?.runs ?? 0) < point.runs);
  return [
    // Where some runs have no such value, the others are all that the rest is about.
    ...(isMissing ? [number('measured', (point) => point.plots[plot]?.runs ?? 0)] : []),
    spread('lowest', ({ minimum }) => minimum),
    spread('median', ({ median }) => median),
    spread('highest', ({ maximum }) => maximum),
  ];
}

function number(head: string, value: (point: PointResult) => number): Column {
  return { head, cell: (point) => formatNumber(value(point)), isNumber: true };
}

function written(spread: Spread | null | undefined, write: (spread: Spread) => string): string {
  return spread ? write(spread) : '-';
}

function tableOf(columns: readonly Column[], points: readonly PointResult[]): readonly string[] {
  const rows = [columns.map(({ head }) => head), ...points.map((point) => columns.map(({ cell }) => cell(point)))];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => (columns[column]!.isNumber ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ')}`.trimEnd());
}
