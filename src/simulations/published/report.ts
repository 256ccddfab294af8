/** The results as a page for people: docs/published-numbers.md. */
import { formatClaim, formatDeviation, formatQuantity, formatTolerance } from './claim.ts';
import { countMisses, countRows, describeSample, type ExperimentResult, type ResultRow, type Results, type ResultTable } from './results.ts';

/** Names of the sections; a section holds the tables of one model. */
const SECTIONS: Readonly<Record<string, string>> = {
  '1': 'Raft leader election',
  '4': 'Exponential backoff and jitter',
  '5': 'Power of two choices',
  '7': 'Metastable retry storm',
};

/** Percentiles of a distribution that the page shows; the data has all of them. */
const SHOWN_PERCENTILES = [0, 10, 25, 50, 75, 90, 99, 100];

export function reportOf(results: Results): string {
  const { tables, experiments, date, extension } = results;
  const misses = countMisses(tables);
  const sections = [...new Set(tables.map(({ section }) => chapterOf(section)))];
  return [
    '# Published numbers',
    '',
    'Written by `npm run validate`; run it again rather than edit this.',
    '',
    'A simulator that reproduces a published figure can be trusted on the next question. Each table below names its source and',
    'what was set how. A tolerance is stated by the source, or by whoever reproduced it before; one of our own is marked so.',
    '',
    `Measured ${date} with version ${extension}: ${countRows(tables)} figures, ${misses === 0 ? 'all of them' : `${countRows(tables) - misses} of them`} within their tolerance${misses === 0 ? '' : `, **${misses} outside**`}.`,
    ...sections.flatMap((chapter) => [
      '',
      `## ${chapter}. ${SECTIONS[chapter] ?? ''}`,
      ...tables.filter(({ section }) => chapterOf(section) === chapter).flatMap((table) => describeTable(table, experiments)),
      ...describeDistributions(experimentsOf(tables, experiments, chapter)),
    ]),
    '',
  ].join('\n');
}

function chapterOf(section: string): string {
  return section.split('.')[0] ?? section;
}

function describeTable({ title, source, place, year, setting, remark, rows }: ResultTable, experiments: readonly ExperimentResult[]): string[] {
  return [
    '',
    `### ${title}`,
    '',
    `${source}, ${year}: ${place}.`,
    '',
    setting,
    '',
    line(['figure', 'published', 'measured', 'deviation', 'tolerance', 'verdict', 'sample']),
    line(['---', '---:', '---:', '---:', '---', '---', '---']),
    ...rows.map((row) => describeRow(row, experiments)),
    ...(remark === '' ? [] : ['', remark]),
  ];
}

function describeRow({ what, claim, unit, measured, within, experiment }: ResultRow, experiments: readonly ExperimentResult[]): string {
  const result = experiments.find(({ id }) => id === experiment);
  return line([
    what,
    formatClaim(claim, unit),
    formatQuantity(measured, unit),
    formatDeviation(claim, measured, unit),
    formatTolerance(claim, unit),
    within ? '✓ within' : '✗ **outside**',
    result ? describeSample(result) : '',
  ]);
}

function experimentsOf(tables: readonly ResultTable[], experiments: readonly ExperimentResult[], chapter: string): ExperimentResult[] {
  const models = new Set(tables.filter(({ section }) => chapterOf(section) === chapter).map(({ model }) => model));
  return experiments.filter(({ id }) => [...models].some((model) => id.startsWith(`${model},`)));
}

function describeDistributions(experiments: readonly ExperimentResult[]): string[] {
  const distributions = experiments.filter(({ percentiles }) => percentiles !== undefined);
  if (distributions.length === 0) return [];
  return [
    '',
    '### Distributions',
    '',
    'Percentiles of every line of Figure 16; `src/simulations/published/results.json` has all hundred. An election is given up after 20 s.',
    '',
    line(['timeouts', ...SHOWN_PERCENTILES.map((percent) => (percent === 0 ? 'shortest' : percent === 100 ? 'longest' : `p${percent}`)), 'sample']),
    line(['---', ...SHOWN_PERCENTILES.map(() => '---:'), '---']),
    ...distributions.map(({ id, percentiles = [], ...sample }) =>
      line([id.split(', ').at(-1) ?? id, ...SHOWN_PERCENTILES.map((percent) => formatQuantity(percentiles[percent] ?? 0, 'ms')), describeSample(sample)]),
    ),
  ];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
