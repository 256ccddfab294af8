import assert from 'node:assert/strict';
import type { RaftParameters } from '../../../../src/engine/protocols/raft/system.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';
import { ask, CLIENT, cluster, completions, leaders, ms, notes, sends } from './cluster.ts';

function parts(parameters: Partial<RaftParameters> = {}) {
  const run = cluster([], parameters);
  run.advanceUntil(SECOND);
  const [leader] = leaders(run);
  assert.ok(leader);
  const [target = 0, ...others] = [0, 1, 2, 3, 4].filter((node) => node !== leader.id);
  return { leader: leader.id, term: leader.term, target, others };
}

describe('a handover', () => {
  for (const [title, parameters] of [['', {}], [' though servers ask before they stand', { preVote: true }], [' though voters heed no candidates', { leaderStickiness: true }], [' though the leader has a lease', { reads: 'lease' }]] as const) {
    it(`makes the wanted server the leader within a few messages${title}`, () => {
      const { term, target } = parts(parameters);
      const run = cluster([ask(1000, 'set x 1'), ask(1500, `transfer n${target + 1}`), ask(2000, 'get x')], parameters);
      run.advanceUntil(1600 * 1000);
      assert.deepEqual(leaders(run), [{ id: target, term: term + 1 }]);
      run.advanceUntil(3 * SECOND);
      assert.deepEqual(completions(run).map(({ value }) => value), [1, 'done', 1]);
      assert.equal(sends(run, 'TimeoutNow'), 1);
      assert.deepEqual(run.violations, []);
    });
  }

  it('to the leader itself is done already, and to one that is no member is refused', () => {
    const { leader } = parts({ spares: 1 });
    const run = cluster([ask(1000, `transfer n${leader + 1}`), ask(1500, 'transfer n5'), ask(2000, 'transfer n7')], { spares: 1 });
    run.advanceUntil(3 * SECOND);
    assert.deepEqual(completions(run).map(({ value }) => value), ['done', 'not-a-member', 'unknown-server']);
  });

  it('waits until the target has the whole log', () => {
    const { target } = parts();
    const run = cluster([ask(1000, 'set x 1'), ms(1001, { kind: 'pause', node: target }), ask(1100, 'set x 2'), ask(1200, `transfer n${target + 1}`), ms(1300, { kind: 'resume', node: target })]);
    run.advanceUntil(3 * SECOND);
    const handed = notes(run, 'transfer-handed-over')[0];
    assert.ok(handed && handed.time > 1300 * MILLISECOND);
    assert.deepEqual(leaders(run).map(({ id }) => id), [target]);
  });

  it('is given up when the target is not there, and commands are taken again', () => {
    const { leader, term, target } = parts();
    const run = cluster([ms(900, { kind: 'crash', node: target }), ask(1000, `transfer n${target + 1}`, CLIENT), ask(1100, 'set x 1', CLIENT + 1), ask(1150, `transfer n${leader + 1}`, CLIENT + 1)], { clients: 2 });
    run.advanceUntil(4 * SECOND);
    assert.deepEqual(leaders(run), [{ id: leader, term }]);
    assert.deepEqual(completions(run).map(({ text, value }) => [text, value]), [[`transfer n${target + 1}`, 'transfer-timed-out'], ['set x 1', 1], [`transfer n${leader + 1}`, 'done']]);
    const [abandoned] = notes(run, 'transfer-abandoned');
    const set = completions(run)[1];
    assert.ok(abandoned && set && set.time > abandoned.time);
  });

  it('is not mixed with another', () => {
    const { target, others } = parts();
    const [other = 0] = others;
    const run = cluster([ms(900, { kind: 'crash', node: target }), ask(1000, `transfer n${target + 1}`, CLIENT), ask(1050, `transfer n${other + 1}`, CLIENT + 1)], { clients: 2 });
    run.advanceUntil(3 * SECOND);
    assert.deepEqual(completions(run).map(({ value }) => value), ['transfer-under-way', 'transfer-timed-out']);
  });
});
