import assert from 'node:assert/strict';
import { raftSystem, DEFAULT_RAFT, type RaftParameters } from '../../../../src/engine/protocols/raft/system.ts';
import type { RaftServer } from '../../../../src/engine/protocols/raft/server.ts';
import type { Run } from '../../../../src/engine/sim/run.ts';
import type { RaftMessage } from '../../../../src/engine/protocols/raft/messages.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { ask, CLIENT, cluster, completions, leaders, ms, notes, servers } from './cluster.ts';

/** Three members, n1 to n3, and two servers that wait to be added. */
const spare = (schedule: Schedule, parameters: Partial<RaftParameters> = {}, seed = 1) => cluster(schedule, { spares: 2, ...parameters }, seed);

function configurations(run: Run<RaftMessage>) {
  return servers(run).map(({ membership }) => membership.configuration);
}

function committed(run: Run<RaftMessage>): RaftServer[] {
  return servers(run).filter(({ membership }) => membership.isCommitted);
}

describe('membership', () => {
  it('leaves those alone that wait to be added', () => {
    const run = spare([ask(1000, 'set x 1')]);
    run.advanceUntil(3 * SECOND);
    assert.deepEqual(configurations(run), [[[0, 1, 2]], [[0, 1, 2]], [[0, 1, 2]], [], []]);
    assert.deepEqual(servers(run).map(({ log, currentTerm }) => [log.lastIndex > 0, currentTerm > 0]), [[true, true], [true, true], [true, true], [false, false], [false, false]]);
  });

  for (const changes of ['single', 'joint'] as const) {
    describe(changes === 'single' ? 'one server at a time' : 'with joint consensus', () => {
      it('adds a server once it has caught up, and removes one', () => {
        const writes = Array.from({ length: 30 }, (_, i) => ask(500 + 20 * i, `set x${i} ${i}`));
        const run = spare([...writes, ask(1500, 'add n5'), ask(2500, 'remove n2'), ask(3500, 'set y 1')], { changes, preVote: true });
        run.advanceUntil(5 * SECOND);
        assert.deepEqual(completions(run).slice(-3).map(({ text, value }) => [text, value]), [['add n5', 'done'], ['remove n2', 'done'], ['set y 1', 1]]);
        assert.deepEqual(leaders(run).length, 1);
        for (const member of [0, 2, 4]) {
          const server = servers(run)[member];
          assert.deepEqual([server?.membership.configuration, server?.membership.isCommitted, server?.machine.contents().size], [[[0, 2, 4]], true, 31]);
        }
        const caughtUp = notes(run, 'caught-up')[0];
        const used = notes(run, 'configuration')[0];
        assert.ok(caughtUp && used && caughtUp.time <= used.time);
        assert.deepEqual(run.violations, []);
      });

      it('answers what is so already', () => {
        const run = spare([ask(1000, 'members n1 n2 n3'), ask(1500, 'add n2'), ask(2000, 'remove n4')], { changes });
        run.advanceUntil(3 * SECOND);
        assert.deepEqual(completions(run).map(({ value }) => value), ['done', 'done', 'done']);
        assert.deepEqual(notes(run, 'configuration'), []);
      });

      it('refuses what makes no sense', () => {
        const run = spare([ask(1000, 'add n9'), ask(1500, 'members n1 n9')], { changes });
        run.advanceUntil(3 * SECOND);
        assert.deepEqual(completions(run).map(({ value }) => value), ['unknown-server', 'unknown-server']);
        const alone = cluster([ask(1000, 'remove n1', 1)], { servers: 1, changes });
        alone.advanceUntil(3 * SECOND);
        assert.deepEqual(completions(alone).map(({ value }) => value), ['no-member-left']);
      });

      it('gives up a server that is not there', () => {
        const run = spare([ms(500, { kind: 'crash', node: 3 }), ask(1000, 'add n4'), ask(1100, 'add n5')], { changes });
        run.advanceUntil(3 * SECOND);
        assert.deepEqual(completions(run).map(({ value }) => value), ['not-caught-up', 'done']);
        assert.deepEqual(servers(run)[0]?.membership.configuration, [[0, 1, 2, 4]]);
      });

      it('carries out one change after the other', () => {
        const run = spare([ask(1000, 'add n4'), ask(1001, 'add n5', CLIENT + 1), ask(2000, 'add n5', CLIENT + 1)], { changes, clients: 2 });
        run.advanceUntil(4 * SECOND);
        assert.deepEqual(completions(run).map(({ text, value }) => [text, value]).sort(), [['add n4', 'done'], ['add n5', 'change-under-way'], ['add n5', 'done']]);
        assert.deepEqual(run.violations, []);
      });

      it('lets a leader go that is no member any more, when that is committed', () => {
        const first = spare([]);
        first.advanceUntil(SECOND);
        const [old] = leaders(first);
        assert.ok(old);
        const run = spare([ask(1000, `remove n${old.id + 1}`), ask(3000, 'set x 1')], { changes });
        run.advanceUntil(5 * SECOND);
        assert.deepEqual(notes(run, 'resigned').map(({ node }) => node), [old.id]);
        assert.deepEqual(completions(run).map(({ value }) => value), ['done', 1]);
        const [leader] = leaders(run);
        assert.ok(leader && leader.id !== old.id && leader.id < 3);
        assert.deepEqual(servers(run)[leader.id]?.membership.configuration, [[0, 1, 2].filter((server) => server !== old.id)]);
        assert.deepEqual(run.violations, []);
      });

      it('goes on with a change whose leader crashed in the middle of it', () => {
        let unfinished = 0;
        for (let crash = 0; crash <= 60; crash += 4) {
          const first = spare([], { changes });
          first.advanceUntil(SECOND);
          const [old] = leaders(first);
          assert.ok(old);
          const run = spare([ask(1000, 'add n4'), ms(1010 + crash, { kind: 'crash', node: old.id }), ms(2500, { kind: 'restart', node: old.id })], { changes });
          run.advanceUntil(1010 * 1000 + crash * 1000);
          if (completions(run).length === 0) unfinished++;
          run.advanceUntil(8 * SECOND);
          assert.deepEqual(completions(run).map(({ value }) => value), ['done'], `crash after ${crash} ms`);
          const members = committed(run).filter(({ membership }) => membership.isMember);
          assert.deepEqual(members.map(({ membership }) => membership.configuration), [0, 1, 2, 3].map(() => [[0, 1, 2, 3]]));
          assert.deepEqual(run.violations, []);
        }
        assert.ok(unfinished >= 5);
      });

      it('falls back on the configuration before one that was removed from the log', () => {
        const first = spare([]);
        first.advanceUntil(SECOND);
        const [old] = leaders(first);
        assert.ok(old);
        const rest = [0, 1, 2, 3].filter((node) => node !== old.id);
        const run = spare([
          ms(1000, { kind: 'partition', groups: [[old.id, 4, CLIENT], rest] }),
          ask(900, 'set x 1'),
          ask(1010, 'add n5'),
          ms(3000, { kind: 'partition', groups: [[old.id, 4], [...rest, CLIENT]] }),
          ask(3010, 'set x 2'),
          ms(5000, { kind: 'heal' }),
        ].sort((one, other) => one.at - other.at), { changes });
        run.advanceUntil(2900 * 1000);
        const stale = servers(run)[old.id];
        assert.deepEqual([stale?.membership.configuration, stale?.membership.isCommitted], [changes === 'single' ? [[0, 1, 2, 4]] : [[0, 1, 2], [0, 1, 2, 4]], false]);
        run.advanceUntil(4900 * 1000);
        // The client goes on asking the new leader, who can't reach the new server.
        assert.ok(completions(run).some(({ value }) => value === 'not-caught-up'));
        run.advanceUntil(7 * SECOND);
        assert.deepEqual(servers(run)[old.id]?.membership.configuration, [[0, 1, 2]]);
        assert.deepEqual(run.violations, []);
      });
    });
  }

  it('exchanges all servers at once with joint consensus, and refuses to do so one at a time', () => {
    const joint = spare([ask(1000, 'set x 1'), ask(1100, 'members n4 n5'), ask(3000, 'get x')], { changes: 'joint', preVote: true });
    joint.advanceUntil(8 * SECOND);
    assert.deepEqual(completions(joint).map(({ value }) => value), [1, 'done', 1]);
    assert.deepEqual([...new Set(notes(joint, 'configuration').map(({ configuration }) => JSON.stringify(configuration)))], ['[[0,1,2],[3,4]]', '[[3,4]]']);
    const [leader] = leaders(joint);
    assert.ok(leader && leader.id >= 3);
    assert.deepEqual(joint.violations, []);
    const single = spare([ask(1000, 'members n4 n5'), ask(1100, 'members n1 n2 n3 n4')], { changes: 'single' });
    single.advanceUntil(3 * SECOND);
    assert.deepEqual(completions(single).map(({ value }) => value), ['one-at-a-time', 'done']);
  });

  it('decides nothing in joint consensus without a majority of the old servers', () => {
    const run = spare([
      ask(900, 'set x 1'),
      ask(1000, 'members n1 n4 n5'),
      // As soon as n1 has both configurations in its log, it loses the other old servers.
      ...[0, 5, 10, 15].map((wait) => ms(1020 + wait, { kind: 'partition', groups: [[0, 3, 4, CLIENT], [1, 2]] })),
      ask(2000, 'set x 2'),
    ], { changes: 'joint' }, 3);
    run.advanceUntil(6 * SECOND);
    assert.ok(completions(run).every(({ text }) => text !== 'set x 2'));
    assert.deepEqual(run.violations, []);
  });

  it('is in the snapshots', () => {
    const writes = Array.from({ length: 8 }, (_, i) => ask(2000 + 20 * i, `set x${i} ${i}`));
    const run = spare([ask(1000, 'add n4'), ...writes, ask(3000, 'add n5'), ms(5000, { kind: 'crash', node: 4 }), ms(5100, { kind: 'restart', node: 4 })], { snapshotThreshold: 3 });
    run.advanceUntil(4 * SECOND);
    assert.ok(notes(run, 'snapshot-installed').some(({ node }) => node === 4));
    assert.deepEqual(servers(run)[4]?.log.snapshot?.configuration, [[0, 1, 2, 3]]);
    run.advanceUntil(6 * SECOND);
    assert.deepEqual(configurations(run), [0, 1, 2, 3, 4].map(() => [[0, 1, 2, 3, 4]]));
    assert.deepEqual(run.violations, []);
  });

  it('of a first configuration needs a member', () => {
    assert.throws(() => raftSystem({ ...DEFAULT_RAFT, servers: 3, spares: 3 }), /Of 3 servers 3 can't wait to be added/);
    assert.throws(() => raftSystem({ ...DEFAULT_RAFT, spares: -1 }), /can't wait to be added/);
  });
});
