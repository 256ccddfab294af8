import assert from 'node:assert/strict';
import { SECOND } from '../../../src/engine/sim/time.ts';
import { sceneOf } from '../../../src/scenario/compile/compile.ts';
import { judgeScene } from '../../../src/scenario/failing/candidate.ts';

function judged(text: string, why: string, until = 3 * SECOND): { readonly at: number; readonly step: number } | undefined {
  const work = judgeScene({ scene: sceneOf(`scenario "A" system raft { nodes 3 } until 3s ${text}`), seed: 1, until }, { kind: 'claim', why });
  for (;;) {
    const { done, value } = work.next();
    if (done) return value && { at: value.at, step: value.step };
  }
}

const RESTARTS = 'always: crash happens leads to restart happens within 1s';
const LATE = 'What it leads to has not come about in time.';
const ENDED = 'What it leads to has not come about when the scene ends.';

describe('a scene that may fail as another has', () => {
  it('fails for the same reason, and for no other', () => {
    assert.equal(judged(`at 1s { crash n1 } ${RESTARTS}`, LATE)?.at, 2 * SECOND + 1);
    assert.equal(judged(`at 2.9s { crash n1 } ${RESTARTS}`, LATE), undefined);
    assert.equal(judged(`at 2.9s { crash n1 } ${RESTARTS}`, ENDED)?.at, 3 * SECOND);
  });

  it('fails in time', () => {
    assert.equal(judged('at 1s { crash n1 } never: n1 is crashed', 'It has come about.', 2 * SECOND)?.at, SECOND);
    assert.equal(judged('at 2.5s { crash n1 } never: n1 is crashed', 'It has come about.', 2 * SECOND), undefined);
  });

  it('does not fail where it does not come to its end', () => {
    assert.equal(judged('every 1us { say "again" } finally: n1 is crashed', 'It does not hold in the end.'), undefined);
  });
});
