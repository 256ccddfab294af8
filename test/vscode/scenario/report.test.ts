import assert from 'node:assert/strict';
import { sceneOf } from '../../../src/scenario/compile/compile.ts';
import { reportOnScenario, scenarioReport } from '../../../src/vscode/scenario/report.ts';
import { createFake } from '../fake.ts';

const WORKER = new URL('../../../src/running/worker.ts', import.meta.url).pathname;
const TEXT = 'scenario "A" system raft { nodes 3 } seeds 1..12 until 1s finally: some server is leader finally "Nobody leads.": no server is leader';

describe('the report on a scenario', () => {
  it('says with how many seeds each claim holds or fails, from threads of their own', async () => {
    const { vscode } = createFake();
    const report = await reportOnScenario(vscode, WORKER, TEXT, new AbortController().signal);
    const [holds, fails] = report.claims;
    assert.deepEqual([report.title, report.runs, report.others], ['A', 12, []]);
    assert.deepEqual(holds, { text: 'finally: some server is leader', broken: null });
    assert.deepEqual([fails?.broken?.runs, fails?.broken?.seed], [12, 1]);
  });

  it('names what is violated and what could not be done, each with its seed', () => {
    const scene = sceneOf('scenario "A" system raft');
    const failure = { step: 1, time: 0, claim: null };
    const failed = [{ seed: 3, doubts: [], values: [], failures: [{ ...failure, kind: 'property' as const, what: 'p', why: 'So.' }, { ...failure, kind: 'statement' as const, what: '', why: 'No.' }] }];
    const noted = [{ seed: 4, failures: [], values: [], doubts: [{ step: 1, time: 0, what: 'One store.', claim: 0 }] }];
    assert.deepEqual(scenarioReport(scene, { done: 5, failed, noted }).others, [
      'With seed 3 the property p is violated: So.',
      'With seed 3: No.',
      'With seed 4 a check was not decided within its budget, so nobody knows whether this holds: One store.',
    ]);
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
