/**
 * Runs the benchmarks of test/bench and prints a table: what we reach, what the floor beside it reaches, their ratio.
 *
 *   node scripts/bench.ts [NAME …]     only the files whose names begin so
 */
import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inProject, root } from './lib/project.ts';

/** A line of the table, in so many a second unless `unit` says otherwise; `spread` holds the lowest and the highest of our measurements. */
interface Row {
  readonly name: string;
  readonly unit?: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly spread: readonly [number, number];
}

interface Benchmark {
  readonly default: () => Promise<readonly Row[]>;
}

const wanted = process.argv.slice(2);
const files = globSync('test/bench/*.bench.ts', { cwd: root })
  .sort()
  .filter((file) => wanted.length === 0 || wanted.some((name) => path.basename(file).startsWith(name)));

const number = (value: number, unit?: string): string =>
  unit === undefined ? value.toLocaleString('en', { maximumFractionDigits: 0 }) : `${value.toLocaleString('en', { maximumFractionDigits: 2 })} ${unit}`;
const table: Record<string, string>[] = [];
for (const file of files) {
  console.log(`${file} …`);
  const benchmark = (await import(pathToFileURL(inProject(file)).href)) as Benchmark;
  for (const { name, unit, ours, floor, ratio, spread } of await benchmark.default()) {
    table.push({
      benchmark: name,
      'ours / s': number(ours, unit),
      'lowest – highest': spread.map((value) => number(value, unit)).join(' – '),
      'floor / s': number(floor, unit),
      ratio: ratio.toFixed(3),
    });
  }
}
if (table.length === 0) throw new Error(`test/bench has no benchmark whose name begins with ${wanted.join(' or ')}.`);
console.table(table);
