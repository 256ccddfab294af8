import assert from 'node:assert/strict';
import { compile } from '../../src/scenario/compile/compile.ts';
import { guideOf } from '../../src/scenario/guide.ts';
import { sessionOf } from '../../src/scenario/session.ts';
import { carryOut } from '../../src/scenario/trial.ts';
import { restoreSession } from '../../src/simulations/session.ts';

function played(text: string) {
  const { scene } = compile(`scenario "a test" system raft { nodes 3 } until 2s ${text}`);
  assert.ok(scene);
  return { scene, run: carryOut(scene, 1) };
}

describe('what a scenario says to the reader', () => {
  it('is told in the order of the run, and how it ended', () => {
    const { scene, run } = played('at 1s { ask "Who leads?" { wrong "Nobody." right "One." because "A majority has voted." } } at 100ms { say "It begins." } finally: some server is leader');
    assert.deepEqual(guideOf(run), [
      { title: 'At 0.100 s', instruction: 'It begins.' },
      { title: 'At 1.000 s', instruction: 'Who leads? ✗ Nobody. ✓ One. A majority has voted.' },
      { title: 'All went as the scenario says', instruction: 'Every claim held, and no property of the system was violated.' },
    ]);
    assert.equal(sessionOf(scene, 1, run).cursor.step, run.remarks[0]?.step);
  });

  it('names what did not go as it says, and opens there', async () => {
    const { scene, run } = played('never "Nobody leads": some server is leader');
    const [step] = guideOf(run);
    assert.match(step?.title ?? '', /^Not as the scenario says, at 0\.\d+ s$/);
    assert.equal(step?.instruction, 'Nobody leads: It has come about.');
    const view = await restoreSession(sessionOf(scene, 1, run)).snapshot();
    assert.equal(view.cursor.step, run.failures[0]?.step);
    assert.equal(view.nodes.filter(({ role }) => role === 'leader').length, 1);
  });
});
