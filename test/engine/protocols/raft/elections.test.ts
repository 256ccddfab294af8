import assert from 'node:assert/strict';
import type { RaftParameters } from '../../../../src/engine/protocols/raft/system.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { ask, CLIENT, cluster, completions, leaders, ms, notes, sends, servers } from './cluster.ts';

const everyone = [0, 1, 2, 3, 4];

function leaderAfter(time: number, parameters: Partial<RaftParameters>, seed = 1) {
  const run = cluster([], parameters, seed);
  run.advanceUntil(time);
  const [leader] = leaders(run);
  assert.ok(leader);
  return leader;
}

/** One follower is cut off for two seconds and comes back. */
function returning(follower: number, rest: readonly number[]): Schedule {
  return [ms(1000, { kind: 'partition', groups: [[follower], [...rest, CLIENT]] }), ms(3000, { kind: 'heal' })];
}

describe('elections', () => {
  describe('with a question before', () => {
    it('come to the same: one leader, and one term', () => {
      for (let seed = 1; seed <= 30; seed++) {
        const run = cluster([ask(1000, 'set x 1')], { preVote: true }, seed);
        run.advanceUntil(3 * SECOND);
        assert.equal(leaders(run).length, 1);
        assert.deepEqual(completions(run).map(({ value }) => value), [1]);
        assert.deepEqual(run.violations, []);
      }
    });

    it('are not begun by a server that could not win, so that its return disturbs nobody', () => {
      for (const [preVote, isDisturbed] of [[false, true], [true, false]] as const) {
        const leader = leaderAfter(SECOND, { preVote });
        const follower = everyone.find((node) => node !== leader.id) ?? 0;
        const run = cluster(returning(follower, everyone.filter((node) => node !== follower)), { preVote });
        run.advanceUntil(2900 * 1000);
        assert.equal((servers(run)[follower]?.currentTerm ?? 0) > leader.term, isDisturbed);
        run.advanceUntil(5 * SECOND);
        assert.equal(notes(run, 'leader').some(({ time }) => time > SECOND), isDisturbed);
        if (!isDisturbed) assert.deepEqual(leaders(run), [leader]);
      }
    });

    it('change nothing at those who are asked', () => {
      const leader = leaderAfter(SECOND, { preVote: true });
      const run = cluster([ms(1000, { kind: 'crash', node: leader.id })], { preVote: true });
      run.advanceUntil(3 * SECOND);
      const promise = notes(run, 'pre-vote').find(({ granted, time }) => granted && time > SECOND);
      assert.ok(promise && promise.node !== null);
      const step = run.trace.stepAt(promise.time);
      const voter = (at: number) => {
        const node = run.at(at).nodes[promise.node ?? 0];
        return { term: node?.disk.get('currentTerm'), vote: node?.disk.get('votedFor'), timers: node?.timers().map(({ firesAt }) => firesAt) };
      };
      const before = voter(run.trace.stepAt(promise.time - 1));
      assert.deepEqual(voter(step), before);
    });

  });

  describe('beside a leader', () => {
    const removal = (options: Partial<RaftParameters>) => {
      const parameters = { ...options, changes: 'single' as const };
      const leader = leaderAfter(SECOND, parameters);
      const removed = everyone.find((node) => node !== leader.id) ?? 0;
      // The leader stops sending to a server that is removed, so it never learns that it was.
      const run = cluster([ask(900, 'set x 1'), ms(1000, { kind: 'cut', from: leader.id, to: removed }), ask(1010, `remove n${removed + 1}`), ms(1100, { kind: 'mend', from: leader.id, to: removed })], parameters);
      run.advanceUntil(6 * SECOND);
      assert.equal(completions(run).at(-1)?.value, 'done');
      return notes(run, 'leader').filter(({ time }) => time > SECOND).length;
    };

    it('are begun again and again by a server that was removed, if nobody minds', () => {
      assert.ok(removal({}) > 2);
    });

    it('are not heeded by those who have heard from it lately', () => {
      assert.equal(removal({ leaderStickiness: true }), 0);
    });

    it('are not begun where the server asks first', () => {
      assert.equal(removal({ preVote: true }), 0);
    });

    it('are held soon after it is gone', () => {
      const leader = leaderAfter(SECOND, { leaderStickiness: true });
      const run = cluster([ms(1000, { kind: 'crash', node: leader.id })], { leaderStickiness: true });
      run.advanceUntil(2 * SECOND);
      assert.equal(leaders(run).length, 1);
    });

    it('are not heeded in spite of a clock that is set, and are again after it was set back', () => {
      const leader = leaderAfter(SECOND, { leaderStickiness: true });
      const back = everyone.filter((node) => node !== leader.id).map((node) => ms(1001, { kind: 'clock', node, offset: -10 * SECOND, drift: 0 }));
      const run = cluster([...back, ms(1001, { kind: 'crash', node: leader.id })], { leaderStickiness: true });
      run.advanceUntil(3 * SECOND);
      assert.equal(leaders(run).length, 1);
    });
  });

  it('without a question send none', () => {
    const run = cluster([ms(1000, { kind: 'crash', node: 0 })]);
    run.advanceUntil(3 * SECOND);
    assert.deepEqual([sends(run, 'PreVote'), sends(run, 'TimeoutNow'), sends(run, 'InstallSnapshot')], [0, 0, 0]);
  });
});

describe('a damaged disk', () => {
  it('keeps a server out of everything, and it says so', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const run = cluster([
        ask(1000, 'set x 1'),
        ask(1100, 'set x 2'),
        ms(2000, { kind: 'crash', node: 1 }),
        ms(2001, { kind: 'corrupt-disk', node: 1 }),
        ms(2100, { kind: 'restart', node: 1 }),
        ask(4000, 'set x 3'),
      ], {}, seed);
      run.advanceUntil(2099 * 1000);
      const before = [...run.trace].length;
      run.advanceUntil(6 * SECOND);
      const [note, ...others] = notes(run, 'out-of-service');
      assert.ok(note && others.length === 0);
      assert.match(note.why, /^(its term|its vote|entry [12] of its log)$/);
      assert.deepEqual(completions(run).map(({ value }) => value), [1, 2, 3]);
      for (const { id, kind, node } of run.trace) if (id >= before && node === 1) assert.notEqual(kind, 'send');
      assert.deepEqual(run.violations, []);
    }
  });

  it('keeps a client from using a number again', () => {
    const run = cluster([ask(1000, 'add x 1'), ms(2000, { kind: 'crash', node: CLIENT }), ms(2001, { kind: 'corrupt-disk', node: CLIENT }), ms(2002, { kind: 'restart', node: CLIENT }), ask(2100, 'add x 1')]);
    run.advanceUntil(4 * SECOND);
    assert.equal(notes(run, 'out-of-service')[0]?.node, CLIENT);
    assert.equal(servers(run)[0]?.machine.contents().get('x'), 1);
  });
});
