import assert from 'node:assert/strict';
import { sceneOf } from '../../../src/scenario/compile/compile.ts';
import { chartsOf } from '../../../src/scenario/plot/chart.ts';
import { roundStep, scaleAt, scaleFrom0 } from '../../../src/scenario/plot/scale.ts';
import { svgOf, svgsOf } from '../../../src/scenario/plot/svg.ts';
import { tableLines, tablesOf } from '../../../src/scenario/plot/table.ts';
import { pointsOf, resultOf, sweepSubjectOf, type SweepResult } from '../../../src/scenario/sweep.ts';
import type { Trial } from '../../../src/scenario/trial.ts';

const FAILURES: Trial['failures'] = [{ step: 0, time: 0, kind: 'claim', what: '', why: '', claim: 0 }];
const DOUBTS: Trial['doubts'] = [{ step: 0, time: 0, what: '', claim: 0 }];

/** Runs that were measured, by point; null for one without a value. */
function result(text: string, byPoint: readonly (readonly (number | null)[])[], hasFailed: (point: number, run: number) => boolean = () => false): SweepResult {
  const scene = sceneOf(`scenario "<Elections> & more" system raft ${text}`);
  assert.equal(pointsOf(scene).length, byPoint.length);
  const tallies = byPoint.map((values, point) => {
    const trials = values.map((value, run): Trial => ({ seed: run + 1, failures: hasFailed(point, run) ? FAILURES : [], doubts: run === 7 ? DOUBTS : [], values: scene.plots.map(() => value) }));
    return { done: trials.length, failed: trials.filter(({ failures }) => failures.length > 0), noted: trials.filter(({ failures }) => failures.length === 0) };
  });
  return resultOf(sweepSubjectOf(scene) ?? { title: scene.title, axes: [], plots: [] }, tallies);
}

const TIMES = result('sweep election-timeout-max 300ms, 150ms, 1s plot "First leader": time of first leader', [[200_000, 180_000, 240_000], [null, null], [900_000]], (point, run) => point === 0 && run === 1);
const COUNTS = result('sweep reads lease, "read index" sweep nodes 3, 5 plot: sent messages plot "Others": lost messages', [[1, 2], [1500], [3.5, 4], [0, null]]);

/** Numbers of a picture that stand for places. */
function places(svg: string): readonly number[] {
  return [...svg.matchAll(/\b(?:x|y|cx|cy)="(-?[\d.]+)"/g)].map(([, place]) => Number(place));
}

describe('what came of a sweep', () => {
  it('is a table for each plot', () => {
    assert.deepEqual(tableLines(tablesOf(TIMES)), [
      'First leader',
      '  election-timeout-max  runs  failed  measured  lowest  median  highest',
      '                 300ms     3       1         3  180 ms  200 ms   240 ms',
      '                 150ms     2       0         0       -       -        -',
      '                    1s     1       0         1  900 ms  900 ms   900 ms',
    ]);
    assert.deepEqual(tableLines(tablesOf(COUNTS)).slice(0, 4), [
      'sent messages',
      '  reads       nodes  runs  failed  measured  lowest  median  highest',
      '  lease           3     2       0         2       1     1.5        2',
      '  lease           5     1       0         1   1,500   1,500    1,500',
    ]);
    assert.equal(tableLines(tablesOf(COUNTS)).filter((line) => line === '').length, 1);
  });

  it('is a table of runs where nothing is plotted, and says of claims that were not decided', () => {
    assert.deepEqual(tableLines(tablesOf(result('', [[1, 1, 1, 1, 1, 1, 1, 1]]))), ['  runs  failed  undecided', '     8       0          1']);
  });

  it('is a line for each value of the second sweep', () => {
    const [sent] = chartsOf(COUNTS);
    assert.deepEqual([sent?.title, sent?.along?.label, sent?.along?.names, sent?.along?.isNumeric, sent?.across?.label], ['sent messages', 'Reads', ['lease', 'read-index'], false, 'Servers']);
    assert.deepEqual(sent?.lines.map(({ name, points }) => [name, points.map(({ at, spread }) => [at, spread?.median])]), [['3', [[0, 1.5], [1, 3.75]]], ['5', [[0, 1500], [1, 0]]]]);
    assert.deepEqual(chartsOf(result('sweep nodes 3, 5', [[1, 1], [1]], (point) => point === 0)).map(({ title, lines }) => [title, lines[0]!.points.map(({ spread }) => spread?.median)]), [['Runs that failed', [2, 0]]]);
  });

  it('is a picture that says in words what it shows', () => {
    const svg = svgOf([TIMES]);
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 720 \d+" width="720" height="\d+" role="group" aria-label="&#60;Elections&#62; &#38; more"/);
    assert.ok(svg.includes('<title>&#60;Elections&#62; &#38; more</title>'));
    assert.ok(svg.includes('role="img" aria-label="First leader. Election timeout, longest 300ms: 200 ms, from 180 ms to 240 ms in 3 runs, and 1 of 3 failed. Election timeout, longest 150ms: no value in 2 runs. Election timeout, longest 1s: 900 ms in 1 run"'));
    assert.equal(svg.match(/<title>Election timeout/g)?.length, 3);
    assert.ok(svg.includes('some runs failed') && svg.includes('no value'));
    assert.ok(!svg.includes('<style') && svgOf([TIMES], { standalone: true }).includes('prefers-color-scheme:dark'));
    assert.doesNotMatch(svg, /NaN|undefined|Infinity|null/);
  });

  it('tells lines apart by shapes and dashes, and not by colours alone', () => {
    const shapes = new Set([...svgOf([COUNTS]).matchAll(/<path transform="[^"]*" d="([^"]*)"/g)].map(([, shape]) => shape));
    assert.equal(shapes.size, 2);
    assert.match(svgOf([COUNTS]), /stroke-dasharray/);
    const many = result('sweep batch 1, 2 sweep snapshot-threshold from 0 to 11 by 1 plot: sent messages', Array.from({ length: 24 }, (_, point) => [point]));
    const marks = new Set([...svgOf([many]).matchAll(/<path transform="[^"]*" d="([^"]*)" fill="(none)?/g)].map(([, shape, fill]) => `${shape}${fill}`));
    assert.equal(marks.size, 12);
    assert.ok(places(svgOf([many])).every((place) => place >= 0 && place <= 1_000));
  });

  it('stands below that of another scenario, with both names', () => {
    const svg = svgOf([TIMES, { ...COUNTS, title: 'Reads' }]);
    assert.equal(svg.match(/role="img"/g)?.length, 3);
    assert.ok(svg.includes('>Reads: sent messages<') && svg.includes('<title>&#60;Elections&#62; &#38; more, Reads</title>'));
  });

  it('is a narrow picture of each plot for a page', () => {
    const svgs = svgsOf(COUNTS);
    assert.deepEqual(svgs.map((svg) => /^<svg [^>]*width="560"[^>]*aria-label="([^"]*)"/.exec(svg)?.[1]), COUNTS.plots.map(({ title }) => title));
    assert.ok(svgs.every((svg) => svg.match(/role="img"/g)?.length === 1 && places(svg).every((place) => place >= 0 && place <= 560)));
  });

  it('is drawn where there is but one point, or none has a value', () => {
    for (const values of [[[5]], [[0]], [[null]], [[]]]) {
      const svg = svgOf([result('plot: sent messages', values)]);
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
      assert.ok(places(svg).every((place) => place >= 0 && place <= 720));
    }
  });
});

describe('a scale', () => {
  it('has round ticks, from 0', () => {
    assert.deepEqual(scaleFrom0([0.3, 7]).ticks, [0, 2, 4, 6, 8]);
    assert.deepEqual(scaleFrom0([240_000]).ticks, [0, 50_000, 100_000, 150_000, 200_000, 250_000]);
    assert.deepEqual(scaleFrom0([-3, 5]).ticks, [-4, -2, 0, 2, 4, 6]);
    assert.deepEqual(scaleFrom0([0.3]).ticks, [0, 0.1, 0.2, 0.3]);
    assert.deepEqual(scaleFrom0([]).ticks, [0, 1]);
    assert.deepEqual([scaleFrom0([10]).place(5), scaleAt([1, 2, 5]).place(2), scaleAt([3]).place(3)], [0.5, 0.25, 0.5]);
  });

  it('has steps of 1, 2 and 5', () => {
    assert.deepEqual([1, 1.1, 2.1, 5.1, 99, 0.9, 0.003, 0].map(roundStep), [1, 2, 5, 10, 100, 1, 0.005, 1]);
  });
});
