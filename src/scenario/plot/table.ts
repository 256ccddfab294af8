/** What came of a sweep as tables, one for each plot. */
import type { PointResult, Spread, SweepResult } from '../sweep.ts';
import { formatNumber, formatOf } from './chart.ts';

export interface Table {
  /** Of the plot; empty where there is none. */
  readonly title: string;
  readonly columns: readonly TableColumn[];
  /** A cell for each column. */
  readonly rows: readonly (readonly string[])[];
}

export interface TableColumn {
  readonly head: string;
  /** Numbers stand below each other by their last digit. */
  readonly isNumber: boolean;
}

interface Column extends TableColumn {
  cell(point: PointResult): string;
}

/** A table of its own for each plot, and one of the runs where there is none. */
export function tablesOf(result: SweepResult): readonly Table[] {
  const common = [...valueColumns(result), ...runColumns(result)];
  if (result.plots.length === 0) return [tableOf('', common, result.points)];
  return result.plots.map(({ title }, position) => tableOf(title, [...common, ...plotColumns(result, position)], result.points));
}

/** Lines without an end, with an empty one between two tables. */
export function tableLines(tables: readonly Table[]): readonly string[] {
  return tables.flatMap((table, position) => [...(position > 0 ? [''] : []), ...(table.title === '' ? [] : [table.title]), ...alignedRows(table)]);
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

function tableOf(title: string, columns: readonly Column[], points: readonly PointResult[]): Table {
  return { title, columns: columns.map(({ head, isNumber }) => ({ head, isNumber })), rows: points.map((point) => columns.map(({ cell }) => cell(point))) };
}

function alignedRows({ columns, rows }: Table): readonly string[] {
  const all = [columns.map(({ head }) => head), ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) => `  ${row.map((cell, column) => (columns[column]!.isNumber ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ')}`.trimEnd());
}
