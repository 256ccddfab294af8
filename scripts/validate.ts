/**
 * Measures what published figures say of our models, and compares:
 *
 *   node scripts/validate.ts [--quick] [--date YYYY-MM-DD] [SECTION …]
 *
 * A section is a number such as `1` or `1.2`, or the name of a model such as `raft`. `--quick` takes smaller samples. A run
 * of all sections that is not quick writes src/simulations/published/results.json, which ships with the extension, and
 * docs/published-numbers.md; nothing in them but the date depends on when and where they are written. The exit code is 1
 * where a figure is outside its tolerance.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { formatClaim, formatDeviation, formatQuantity, formatTolerance } from '../src/simulations/published/claim.ts';
import { experiments } from '../src/simulations/published/experiments/all.ts';
import { reportOf } from '../src/simulations/published/report.ts';
import { compare, countMisses, countRows, describeSample, Results, RESULTS_VERSION, type ExperimentResult, type ResultTable } from '../src/simulations/published/results.ts';
import type { Table } from '../src/simulations/published/table.ts';
import { tables } from '../src/simulations/published/tables/all.ts';
import { inProject } from './lib/project.ts';
import { writeCompactly } from './validate/json.ts';
import { measureAll } from './validate/pool.ts';

const resultsFile = inProject('src/simulations/published/results.json');
const reportFile = inProject('docs/published-numbers.md');

const { values: flags, positionals: sections } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, date: { type: 'string' } },
});

function chosenTables(): readonly Table[] {
  if (sections.length === 0) return tables;
  const isOf = ({ section, model }: Table, name: string): boolean => section === name || section.startsWith(`${name}.`) || model === name;
  const unknown = sections.find((name) => !tables.some((table) => isOf(table, name)));
  if (unknown !== undefined) throw new Error(`There is no section "${unknown}"; there are ${[...new Set(tables.flatMap(({ section, model }) => [section, model]))].join(', ')}.`);
  return tables.filter((table) => sections.some((name) => isOf(table, name)));
}

/** Experiments that rows of the tables need; all of them for all tables, since some only give a distribution. */
function experimentsFor(chosen: readonly Table[]): typeof experiments {
  if (chosen.length === tables.length) return experiments;
  const needed = new Set(chosen.flatMap(({ rows }) => rows.map(({ experiment }) => experiment)));
  return experiments.filter(({ id }) => needed.has(id));
}

function print(compared: readonly ResultTable[], measured: readonly ExperimentResult[]): void {
  for (const { section, title, source, place, year, rows } of compared) {
    console.log(`\n${section}  ${title}\n   ${source}, ${year}: ${place}`);
    const cells = rows.map(({ what, claim, unit, measured: value, within, experiment }) => {
      const result = measured.find(({ id }) => id === experiment);
      return [
        within ? '✔ within ' : '✖ OUTSIDE',
        what,
        formatClaim(claim, unit),
        formatQuantity(value, unit),
        formatDeviation(claim, value, unit),
        formatTolerance(claim, unit),
        result ? describeSample(result) : '',
      ];
    });
    printAligned([['', 'figure', 'published', 'measured', 'deviation', 'tolerance', 'sample'], ...cells]);
  }
}

function printAligned(lines: readonly (readonly string[])[]): void {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  for (const cells of lines) console.log(`   ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}`);
}

async function write(results: Results): Promise<void> {
  await writeFile(resultsFile, writeCompactly(results));
  await writeFile(reportFile, reportOf(results));
  console.log(`\nWritten: src/simulations/published/results.json and docs/published-numbers.md`);
}

async function extensionVersion(): Promise<string> {
  return (JSON.parse(await readFile(inProject('package.json'), 'utf8')) as { version: string }).version;
}

/** @returns how many rows are outside */
async function validate(): Promise<number> {
  const chosen = chosenTables();
  const started = performance.now();
  const measured = await measureAll(experimentsFor(chosen), flags.quick ? 'quick' : 'full');
  const compared = compare(chosen, measured);
  print(compared, measured);
  const misses = countMisses(compared);
  if (chosen.length === tables.length && !flags.quick) {
    const date = flags.date ?? new Date().toISOString().slice(0, 10);
    await write(v.parse(Results, { version: RESULTS_VERSION, extension: await extensionVersion(), date, tables: compared, experiments: measured }));
  }
  console.log(`\n${countRows(compared) - misses} within, ${misses} outside, in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return misses;
}

try {
  process.exitCode = (await validate()) === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
