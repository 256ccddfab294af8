import assert from 'node:assert/strict';
import { createSession, type Session } from '../../src/simulations/session.ts';
import { simulations } from '../../src/simulations/registry.ts';

/** All questions of a run from its start on, up to so many. */
async function questionsOf(session: Session, most = 5) {
  const found = [];
  for (let next = await session.predict(0); next && found.length < most; next = await session.predict(next.settled.step)) {
    found.push(next);
    await session.seek({ step: next.settled.step });
  }
  return found;
}

describe('what a learner can foresee', () => {
  it('is who wins an election, and what comes of the lead', async () => {
    const session = createSession('raft', { seed: 1, thinkTime: 100_000 });
    const [first, second] = await questionsOf(session, 2);
    assert.match(first?.question ?? '', /^n\d stands for election in term 1\. What comes of it\?$/);
    assert.match(first?.outcomes[first.right] ?? '', /^n\d becomes the leader of term 1\.$/);
    assert.match(first?.settled.title ?? '', /becomes leader/);
    assert.match(second?.outcomes[second.right] ?? '', /learns that an entry is committed/);
  });

  it('comes true in the run that is shown, whatever is foreseen', async () => {
    for (const [type] of simulations) {
      for (let seed = 1; seed <= 3; seed++) {
        const session = createSession(type, { seed, faults: 2 });
        for (const { settled, step, right, outcomes } of await questionsOf(session)) {
          assert.ok(settled.step > step && right < outcomes.length, type);
          await session.seek({ step: settled.step });
          const { now } = await session.snapshot();
          assert.ok(now.some(({ title, explanation }) => title === settled.title && explanation === settled.explanation), `${type}, seed ${seed}`);
        }
      }
    }
  });

  it('is not given away by how far the run has come', async () => {
    const session = createSession('raft', { seed: 1 });
    await session.predict(0);
    const { head } = await session.snapshot();
    assert.equal(head.step, 0);
  });

  it('is another where the learner acts first', async () => {
    const session = createSession('raft', { seed: 1 });
    const before = await session.predict(0);
    assert.ok(before);
    await session.seek({ step: before.step });
    const candidate = Number(/^n(\d)/.exec(before.question)?.[1]) - 1;
    await session.act({ kind: 'crash', node: candidate });
    const after = await session.predict(before.step);
    assert.match(before.outcomes[before.right] ?? '', new RegExp(`^n${candidate + 1} becomes the leader of term 1`));
    assert.match(after?.outcomes[after.right] ?? '', /^(Another server becomes leader|Nobody wins)/);
  });

  it('is nothing where nothing happens any more', async () => {
    const session = createSession('two-phase-commit', { seed: 1 });
    assert.equal(await session.predict(0), null);
  });
});
