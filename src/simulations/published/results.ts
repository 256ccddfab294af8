/** What came of measuring: data that ships with the extension, written by `npm run validate`. */
import * as v from 'valibot';
import { isWithin } from './claim.ts';
import type { Experiment, Measurement, Quantities } from './experiment.ts';
import { Row, Table } from './table.ts';

export const RESULTS_VERSION = 1;

const ResultRow = v.object({ ...Row.entries, measured: v.number(), within: v.boolean() });
export type ResultRow = v.InferOutput<typeof ResultRow>;

const ResultTable = v.object({ ...Table.entries, rows: v.array(ResultRow) });
export type ResultTable = v.InferOutput<typeof ResultTable>;

const quantities = v.record(v.string(), v.number());

const ExperimentResult = v.object({
  id: v.string(),
  /** What it was measured with. A result whose experiment has others by now is stale. */
  parameters: v.unknown(),
  unit: v.string(),
  samples: v.number(),
  quantities,
  percentiles: v.optional(v.array(v.number())),
  /** The same of a sample so small that a test can take it again: other numbers mean that the model has changed since. */
  check: v.object({ samples: v.number(), quantities }),
});
export type ExperimentResult = v.InferOutput<typeof ExperimentResult>;

export const Results = v.object({
  version: v.literal(RESULTS_VERSION),
  /** Version of the extension whose engine was measured. */
  extension: v.string(),
  /** Day of the measurement, such as `2026-01-31`. */
  date: v.pipe(v.string(), v.isoDate()),
  tables: v.array(ResultTable),
  experiments: v.array(ExperimentResult),
});
export type Results = v.InferOutput<typeof Results>;

/** @param check what a sample of the size that checks are of gave */
export function resultOf({ id, parameters, unit, samples: sizes }: Experiment, samples: number, measured: Measurement, check: Quantities): ExperimentResult {
  const { percentiles } = measured;
  return {
    id,
    parameters,
    unit,
    samples,
    quantities: { ...measured.quantities },
    ...(percentiles ? { percentiles: [...percentiles] } : {}),
    check: { samples: sizes.check, quantities: { ...check } },
  };
}

/** @throws RangeError where a row's quantity was not measured, naming both */
export function compare(tables: readonly Table[], experiments: readonly ExperimentResult[]): ResultTable[] {
  return tables.map((table) => ({
    ...table,
    rows: table.rows.map((row) => {
      const measured = experiments.find(({ id }) => id === row.experiment)?.quantities[row.quantity];
      if (measured === undefined) throw new RangeError(`"${row.quantity}" of "${row.experiment}" was not measured, and the row "${row.id}" needs it.`);
      return { ...row, measured, within: isWithin(row.claim, measured) };
    }),
  }));
}

export function countMisses(tables: readonly ResultTable[]): number {
  return tables.reduce((sum, { rows }) => sum + rows.filter(({ within }) => !within).length, 0);
}

export function countRows(tables: readonly Pick<Table, 'rows'>[]): number {
  return tables.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** `100,000 elections`; a formula has no sample. */
export function describeSample({ samples, unit }: Pick<ExperimentResult, 'samples' | 'unit'>): string {
  return samples === 0 ? 'computed' : `${grouped(samples)} ${unit}`;
}

/** With a comma between thousands. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
