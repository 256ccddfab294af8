import assert from 'node:assert/strict';
import { sceneOf } from '../../../src/scenario/compile/compile.ts';
import { findingsOf, reportOnScenario } from '../../../src/vscode/scenario/report.ts';
import { createFake } from '../fake.ts';

const WORKER = new URL('../../../src/running/worker.ts', import.meta.url).pathname;
const TEXT = 'scenario "A" system raft { nodes 3 } seeds 1..12 until 1s finally: some server is leader finally "Nobody leads.": no server is leader';

describe('the report on a scenario', () => {
  it('says with how many seeds each claim holds or fails, from threads of their own', async () => {
    const { vscode } = createFake();
    const report = await reportOnScenario(vscode, WORKER, TEXT, new AbortController().signal);
    const [holds, fails] = report.claims;
    assert.deepEqual([report.title, report.points, report.runs, report.others, report.plots], ['A', 1, 12, [], []]);
    assert.deepEqual(holds, { text: 'finally: some server is leader', broken: null });
    assert.deepEqual([fails?.broken?.points, fails?.broken?.at.map(({ point, failed, runs, seed }) => [point, failed, runs, seed])], [1, [['', 12, 12, 1]]]);
  });

  it('names what is violated and what could not be done, once for all seeds of a point', () => {
    const scene = sceneOf('scenario "A" system raft');
    const failure = { step: 1, time: 0, claim: null };
    const violated = { ...failure, kind: 'property' as const, what: 'p', why: 'So.' };
    const failed = [
      { seed: 3, doubts: [], values: [], failures: [violated, { ...failure, kind: 'statement' as const, what: '', why: 'No.' }] },
      { seed: 5, doubts: [], values: [], failures: [violated] },
    ];
    const noted = [{ seed: 4, failures: [], values: [], doubts: [{ step: 1, time: 0, what: 'One store.', claim: 0 }] }];
    const tally = { done: 5, failed, noted };
    const found = [' the property p is violated: So.', ': No.', ' a check was not decided within its budget, so nobody knows whether this holds: One store.'];
    const others = (point: string) => findingsOf(scene, [{ point, tally }]).others;
    assert.deepEqual(others(''), ['With seed 3 and 1 more', 'With seed 3', 'With seed 4'].map((seeds, place) => seeds + found[place]));
    assert.deepEqual(others('nodes 5')[1], 'With nodes 5 and seed 3: No.');
  });

  it('tells of some points and sentences where there are many', () => {
    const scene = sceneOf('scenario "A" system raft until 1s finally "Nobody.": no server is leader');
    const failures = [null, 0].map((claim) => ({ step: 1, time: 0, kind: 'claim' as const, what: '', why: 'So.', claim }));
    const tallies = Array.from({ length: 30 }, (_, point) => ({ point: `nodes ${point}`, tally: { done: 2, failed: [{ seed: 2, failures, doubts: [], values: [] }], noted: [] } }));
    const { claims, others, points, runs } = findingsOf(scene, tallies);
    assert.deepEqual([points, runs, claims[0]?.broken?.points, claims[0]?.broken?.at.length], [30, 60, 30, 20]);
    assert.deepEqual(claims[0]?.broken?.at[1], { point: 'nodes 1', failed: 1, runs: 2, seed: 2, why: 'So.' });
    assert.deepEqual([others.length, others.at(-1)], [21, 'And 10 more of this kind.']);
  });

  it('draws what a sweep measures at all of its points', async () => {
    const { vscode } = createFake();
    const text = 'scenario "A" system raft seeds 1..3 until 1s sweep nodes 3, 5 plot "Leader": time of first leader plot: sent messages finally "Three.": number of servers = 3';
    const { points, runs, claims, plots } = await reportOnScenario(vscode, WORKER, text, new AbortController().signal);
    assert.deepEqual([points, runs], [2, 6]);
    assert.deepEqual(claims[0]?.broken?.at.map(({ point, failed, runs: of }) => [point, failed, of]), [['nodes 5', 3, 3]]);
    assert.deepEqual(plots.map(({ title }) => title), ['Leader', 'sent messages']);
    assert.ok(plots.every(({ title, svg }) => svg.match(/role="img"/g)?.length === 1 && svg.includes(`>${title}</text>`) && !/<style|style=|<script/.test(svg)));
    assert.deepEqual(plots[0]?.columns.map(({ head }) => head), ['nodes', 'runs', 'failed', 'lowest', 'median', 'highest']);
    assert.deepEqual(plots[0]?.rows.map((row) => row.slice(0, 3)), [['3', '3', '0'], ['5', '3', '3']]);
  });

  it('says what is wrong with a text that can not be carried out', async () => {
    const { vscode } = createFake();
    await assert.rejects(reportOnScenario(vscode, WORKER, 'scenario "A" system rafft', new AbortController().signal), /This scenario can not be carried out: .*raft/);
  });

  it('ends at once when it is told to', async () => {
    const { vscode } = createFake();
    const abort = new AbortController();
    const report = reportOnScenario(vscode, WORKER, TEXT.replace('1..12', '1..100000'), abort.signal);
    abort.abort();
    assert.ok((await report).runs < 100_000);
  });
});
