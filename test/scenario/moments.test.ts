import assert from 'node:assert/strict';
import * as v from 'valibot';
import { SceneView } from '../../src/contract/simulation.ts';
import { compile } from '../../src/scenario/compile/compile.ts';
import { sceneView } from '../../src/scenario/moments.ts';
import { sessionOf } from '../../src/scenario/session.ts';
import { carryOut } from '../../src/scenario/trial.ts';
import { restoreSession } from '../../src/simulations/session.ts';

function played(text: string) {
  const { scene } = compile(`scenario "a test" system raft { nodes 3 } until 2s ${text}`);
  assert.ok(scene);
  const run = carryOut(scene, 1);
  return { scene, run, view: sceneView(scene, run) };
}

describe('what a scenario says to the reader', () => {
  it('is told in the order of the run, with what must hold', () => {
    const { scene, run, view } = played('at 1s { ask "Who leads?" { wrong "Nobody." right "One." because "A majority has voted." } } at 100ms { say "It begins." } finally: some server is leader');
    assert.deepEqual(view.claims, [{ text: 'finally: some server is leader', held: true }]);
    const [first, second] = view.moments;
    assert.deepEqual([first?.told, first?.target], [[{ kind: 'say', text: 'It begins.' }], { time: 100_000 }]);
    const answers = [{ text: 'Nobody.', isRight: false }, { text: 'One.', isRight: true }];
    assert.deepEqual(second?.told, [{ kind: 'ask', question: 'Who leads?', answers, explanation: 'A majority has voted.' }]);
    assert.deepEqual(sessionOf(scene, 1, run).cursor, { step: first?.step, time: 100_000 });
  });

  it('comes with what the reader is to find out, where the scenario says it', () => {
    assert.equal(played('goal "Who leads?" at 1s { say "Look." }').view.goal, 'Who leads?');
    assert.equal(played('at 1s { say "Look." }').view.goal, null);
  });

  it('is known without that of panels that were stored before it could be said', () => {
    const { goal, ...stored } = played('goal "Who leads?"').view;
    assert.deepEqual([goal, v.parse(SceneView, stored).goal], ['Who leads?', null]);
  });

  it('is told together where it is told of one moment', () => {
    const { view } = played('when some server is leader { say "One." say "Two." wait 1ms say "Three." }');
    assert.deepEqual(view.moments.map(({ told }) => told.map((each) => each.kind === 'say' && each.text)), [['One.', 'Two.'], ['Three.']]);
  });

  it('leads to the step that it is about', () => {
    const { view } = played('when some server is leader { say "It leads." }');
    const [moment] = view.moments;
    assert.deepEqual(moment?.target, { step: moment?.step });
  });

  it('does not say of a claim that it holds where a check was not decided', () => {
    const { scene, run } = played('finally "One": some server is leader finally "Two": some server is leader');
    run.doubts.push({ step: 1, time: 1, what: 'Two', claim: 1 });
    assert.deepEqual(sceneView(scene, run).claims, [{ text: 'One', held: true }, { text: 'Two', held: null }]);
  });

  it('names what did not go as it says, and opens there', async () => {
    const { scene, run, view } = played('never "Nobody leads": some server is leader');
    const [moment] = view.moments;
    assert.deepEqual(moment?.told, [{ kind: 'failure', what: 'Nobody leads', why: 'It has come about.' }]);
    assert.deepEqual(view.claims, [{ text: 'Nobody leads', held: false }]);
    const shown = await restoreSession(sessionOf(scene, 1, run)).snapshot();
    assert.equal(shown.cursor.step, run.failures[0]?.step);
    assert.equal(shown.nodes.filter(({ role }) => role === 'leader').length, 1);
  });
});
