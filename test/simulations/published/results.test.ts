/** The stored results are those of the models as they are now. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { writeCompactly } from '../../../scripts/validate/json.ts';
import { inProject } from '../../../scripts/lib/project.ts';
import { CheckedAgainst } from '../../../src/contract/simulation.ts';
import { checkedAgainst } from '../../../src/simulations/published/checked-against.ts';
import { rounded } from '../../../src/simulations/published/experiment.ts';
import { experimentOf, experiments } from '../../../src/simulations/published/experiments/all.ts';
import { reportOf } from '../../../src/simulations/published/report.ts';
import { compare, countMisses, countRows, describeSample, type Results } from '../../../src/simulations/published/results.ts';
import { storedResults } from '../../../src/simulations/published/stored.ts';
import { tables } from '../../../src/simulations/published/tables/all.ts';

const REMEDY = 'run `npm run validate`, and look at what has changed';
const results = storedResults();

/** The results, had a figure come out so. */
function withMeasured(id: string, measured: number): Results {
  const changed = structuredClone(results);
  const row = changed.tables.flatMap(({ rows }) => rows).find((each) => each.id === id) ?? assert.fail(`There is no row ${id}.`);
  const quantities = changed.experiments.find((each) => each.id === row.experiment)?.quantities ?? assert.fail();
  quantities[row.quantity] = measured;
  return { ...changed, tables: compare(tables, changed.experiments) };
}

describe('the tables of published figures', () => {
  const rows = tables.flatMap((table) => table.rows);

  it('name each row once', () => {
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });

  it('name experiments that there are, each once', () => {
    assert.equal(new Set(experiments.map(({ id }) => id)).size, experiments.length);
    for (const { experiment } of rows) assert.equal(experimentOf(experiment).id, experiment);
    assert.throws(() => experimentOf('perpetual motion'), /There is no experiment "perpetual motion"/);
  });

  it('have a source, a place in it and a setting', () => {
    for (const { title, source, place, year, setting } of tables) assert.ok(source !== '' && place !== '' && setting !== '' && year > 1990, title);
  });

  it('have the figures of every section that has a model', () => {
    assert.deepEqual([...new Set(tables.map(({ section }) => section))], ['1.1', '1.2', '1.3', '4', '5', '7']);
    assert.deepEqual([...new Set(tables.map(({ model }) => model))], ['raft', 'contention', 'supermarket', 'retry-storm']);
  });
});

describe('the stored results', () => {
  it('hold every experiment and every row as they are defined now', () => {
    assert.deepEqual(results.experiments.map(({ id }) => id), experiments.map(({ id }) => id), REMEDY);
    for (const { id, parameters, samples, unit } of experiments) {
      const stored = results.experiments.find((each) => each.id === id);
      assert.deepEqual([stored?.parameters, stored?.samples, stored?.unit], [parameters, samples.full, unit], `${id}: ${REMEDY}`);
    }
    assert.deepEqual(results.tables, compare(tables, results.experiments), REMEDY);
  });

  for (const experiment of experiments) {
    it(`are what the model gives: ${experiment.id}`, () => {
      const stored = results.experiments.find(({ id }) => id === experiment.id)?.check;
      const again = rounded(experiment.measure(experiment.samples.check));
      assert.deepEqual({ samples: experiment.samples.check, quantities: again.quantities }, stored, `The model gives other numbers than when the results were measured: ${REMEDY}.`);
    });
  }

  it('are in the page for people', () => {
    assert.equal(readFileSync(inProject('docs/published-numbers.md'), 'utf8'), reportOf(results), REMEDY);
  });

  it('are written as the script writes them', () => {
    const text = readFileSync(inProject('src/simulations/published/results.json'), 'utf8');
    assert.equal(writeCompactly(JSON.parse(text)), text);
  });

  it('have a hundred percentiles of every line of Figure 16, in order', () => {
    const lines = results.experiments.filter(({ percentiles }) => percentiles !== undefined);
    assert.equal(lines.length, 10);
    for (const { id, percentiles = [] } of lines) {
      assert.equal(percentiles.length, 101, id);
      assert.ok(percentiles.every((value, index) => index === 0 || value >= (percentiles[index - 1] ?? 0)), id);
    }
  });

  it('say where a row has nothing that measures it', () => {
    assert.throws(() => compare(tables, []), /"mean" of "raft, WAN, 0 failed" was not measured/);
  });
});

describe('a figure outside its tolerance', () => {
  const missed = withMeasured('raft, WAN, 0 failed, p50', 600);

  it('is counted', () => {
    assert.equal(countMisses(missed.tables), countMisses(results.tables) + 1);
    assert.ok(countRows(missed.tables) > 60);
  });

  it('is shown as such on the page, and counted at its top', () => {
    const page = reportOf(missed);
    assert.match(page, /\| Median \| 410 ms \| 600 ms \| \+46 % \| ±2 % \| ✗ \*\*outside\*\* \| 100,000 elections \|/);
    assert.match(page, /within their tolerance, \*\*1 outside\*\*\./);
  });

  it('is shown as such in the panel', () => {
    const rows = checkedAgainst('raft', missed)?.tables[0]?.rows ?? [];
    assert.deepEqual(
      rows.filter(({ within }) => !within),
      [{ what: 'Median', published: '410 ms', measured: '600 ms', deviation: '+46 %', tolerance: '±2 %', within: false, sample: '100,000 elections' }],
    );
  });
});

describe('what a panel shows of the results', () => {
  it('is what belongs to its simulation, and keeps to the contract', () => {
    const checked = v.parse(v.strictObject(CheckedAgainst.entries), checkedAgainst('raft'));
    assert.equal(checked.date, results.date);
    assert.equal(checked.tables.length, results.tables.filter(({ model }) => model === 'raft').length);
  });

  it('is nothing for a simulation that no figures are of', () => {
    assert.equal(checkedAgainst('gossip'), null);
  });

  it('names the sample, or that there was none', () => {
    assert.equal(describeSample({ samples: 1_234_567, unit: 'jobs' }), '1,234,567 jobs');
    assert.equal(describeSample({ samples: 500, unit: 'runs' }), '500 runs');
    assert.equal(describeSample({ samples: 0, unit: 'runs' }), 'computed');
  });
});
