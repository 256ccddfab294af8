import assert from 'node:assert/strict';
import { leaseDuration } from '../../../../src/engine/protocols/raft/reads.ts';
import { raftSystem, DEFAULT_RAFT, type RaftParameters } from '../../../../src/engine/protocols/raft/system.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';
import { ask, CLIENT, cluster, completions, leaders, ms, notes, servers } from './cluster.ts';

const everyone = [0, 1, 2, 3, 4];

function leaderOf(parameters: Partial<RaftParameters>) {
  const run = cluster([], parameters);
  run.advanceUntil(SECOND);
  const [leader] = leaders(run);
  assert.ok(leader);
  return leader;
}

describe('reads', () => {
  it('through the log take an entry each', () => {
    const run = cluster([ask(1000, 'set x 1'), ask(1200, 'get x'), ask(1400, 'get x')]);
    run.advanceUntil(2 * SECOND);
    assert.equal(servers(run)[0]?.log.lastIndex, 3);
  });

  for (const reads of ['read-index', 'lease'] as const) {
    describe(reads === 'lease' ? 'by lease' : 'by read index', () => {
      it('take none, and a leader begins with an entry of its own', () => {
        const run = cluster([ask(1000, 'set x 1'), ask(1200, 'get x'), ask(1400, 'get y')], { reads });
        run.advanceUntil(2 * SECOND);
        assert.deepEqual(completions(run).map(({ value }) => value), [1, 1, null]);
        const { log } = servers(run)[0]!;
        assert.deepEqual([1, 2].map((index) => log.entryAt(index).kind), ['no-op', 'command']);
        assert.equal(log.lastIndex, 2);
        assert.deepEqual(notes(run, 'read-served').map(({ by, index }) => [by, index]), [[reads, 2], [reads, 2]]);
      });

      it('are answered by the only server of a cluster', () => {
        const run = cluster([ask(1000, 'get x', 1)], { reads, servers: 1 });
        run.advanceUntil(2 * SECOND);
        assert.deepEqual(completions(run).map(({ value }) => value), [null]);
      });

      it('wait for an entry of the leader to be committed', () => {
        let waited = 0;
        for (let seed = 1; seed <= 10; seed++) {
          const again = everyone.flatMap((node) => [ms(1900, { kind: 'crash', node }), ms(2000, { kind: 'restart', node })]).sort((one, other) => one.at - other.at);
          const gets = Array.from({ length: 30 }, (_, i) => ask(2100, 'get x', CLIENT + (i % 3)));
          const run = cluster([ask(1000, 'set x 1'), ...again, ...gets], { reads, clients: 3, retryTimeout: 10 * MILLISECOND }, seed);
          run.advanceUntil(4 * SECOND);
          assert.ok(completions(run).length === 31 && completions(run).every(({ value }) => value === 1));
          waited += notes(run, 'read-waits').filter(({ why }) => why === 'own-term').length;
        }
        assert.ok(waited > 0);
      });

      it('are not answered by a leader that others have replaced', () => {
        const { id } = leaderOf({ reads });
        const rest = everyone.filter((node) => node !== id);
        const run = cluster([
          ask(1000, 'set x 1', CLIENT),
          ask(1100, 'get x', CLIENT + 1),
          ms(1200, { kind: 'partition', groups: [[id, CLIENT], [...rest, CLIENT + 1]] }),
          ask(1700, 'set x 2', CLIENT + 1),
          ask(2400, 'get x', CLIENT),
          ms(4000, { kind: 'heal' }),
        ], { reads, clients: 2 });
        run.advanceUntil(3900 * 1000);
        assert.deepEqual(leaders(run).length, 2);
        assert.deepEqual(completions(run).map(({ text, value }) => [text, value]), [['set x 1', 1], ['get x', 1], ['set x 2', 2]]);
        run.advanceUntil(7 * SECOND);
        assert.deepEqual(completions(run).at(-1)?.value, 2);
        assert.deepEqual(run.violations, []);
      });
    });
  }

  it('by lease need no message between servers', () => {
    const quiet = (reads: RaftParameters['reads']) => {
      const count = (gets: number) => {
        const run = cluster(Array.from({ length: gets }, (_, i) => ask(1010 + i, 'get x')), { reads, heartbeatInterval: 50 * MILLISECOND });
        run.advanceUntil(1400 * 1000);
        assert.equal(completions(run).length, gets);
        return [...run.trace].filter(({ kind, node }) => kind === 'send' && node !== null && node < 5).length - gets;
      };
      return count(5) - count(0);
    };
    assert.equal(quiet('lease'), 0);
    assert.ok(quiet('read-index') >= 5 * 8);
  });

  it('by lease go by the read index once the leader has told another to take over, also after that was given up', () => {
    const parameters = { reads: 'lease', electionTimeoutMin: 150 * MILLISECOND, electionTimeoutMax: 160 * MILLISECOND } as const;
    const leader = leaderOf(parameters);
    const target = everyone.find((node) => node !== leader.id) ?? 0;
    const run = cluster([
      ask(1000, 'set x 1'),
      ask(1100, 'get x'),
      // The order to take over is lost.
      ms(1199, { kind: 'cut', from: leader.id, to: target }),
      ask(1200, `transfer n${target + 1}`),
      ms(1240, { kind: 'mend', from: leader.id, to: target }),
      ask(1500, 'get x'),
    ], parameters);
    run.advanceUntil(2 * SECOND);
    assert.deepEqual(leaders(run), [leader]);
    assert.deepEqual(completions(run).map(({ value }) => value), [1, 1, 'transfer-timed-out', 1]);
    assert.deepEqual(notes(run, 'read-served').map(({ by }) => by), ['lease', 'read-index']);
  });

  it('by lease count on a promise for as long as the slowest and the fastest clock allow', () => {
    const table: [number, number, number][] = [
      [150_000, 0, 149_998],
      [150_000, 100, 149_968],
      [150_000, 20_000, 144_115],
      [150_000, 500_000, 49_998],
      [150_000, 999_999, 0],
      [2, 0, 0],
      [1, 0, 0],
    ];
    for (const [electionTimeoutMin, clockDriftBound, expected] of table) assert.equal(leaseDuration({ electionTimeoutMin, clockDriftBound }), expected, String([electionTimeoutMin, clockDriftBound]));
    assert.throws(() => raftSystem({ ...DEFAULT_RAFT, clockDriftBound: 1_000_000 }), /parts per million from 0 to 999999/);
  });
});
