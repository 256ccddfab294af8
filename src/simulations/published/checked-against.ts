/** The published figures that a simulation's model was checked against, as its panel shows them. */
import type { CheckedAgainst, CheckedTable } from '../../contract/simulation.ts';
import { formatClaim, formatDeviation, formatQuantity, formatTolerance } from './claim.ts';
import { describeSample, type ResultRow, type Results, type ResultTable } from './results.ts';
import { storedResults } from './stored.ts';

/** Null for a simulation of which nothing was published that it could be checked against. */
export function checkedAgainst(model: string, results: Results = storedResults()): CheckedAgainst | null {
  const tables = results.tables.filter((table) => table.model === model);
  return tables.length === 0 ? null : { date: results.date, tables: tables.map((table) => viewTable(table, results)) };
}

function viewTable({ title, source, place, year, setting, remark, rows }: ResultTable, { experiments }: Results): CheckedTable {
  const sampleOf = (row: ResultRow): string => {
    const result = experiments.find(({ id }) => id === row.experiment);
    return result ? describeSample(result) : '';
  };
  return {
    title,
    reference: { source: `${source}, ${year}`, section: place },
    setting,
    remark,
    rows: rows.map((row) => ({
      what: row.what,
      published: formatClaim(row.claim, row.unit),
      measured: formatQuantity(row.measured, row.unit),
      deviation: formatDeviation(row.claim, row.measured, row.unit),
      tolerance: formatTolerance(row.claim, row.unit),
      within: row.within,
      sample: sampleOf(row),
    })),
  };
}
