import assert from 'node:assert/strict';
import { RaftClient } from '../../../../src/engine/protocols/raft/client.ts';
import { parseCommand } from '../../../../src/engine/protocols/raft/commands.ts';
import type { RaftMessage } from '../../../../src/engine/protocols/raft/messages.ts';
import { RaftServer } from '../../../../src/engine/protocols/raft/server.ts';
import { StateMachine } from '../../../../src/engine/protocols/key-value/state-machine.ts';
import { DEFAULT_RAFT, raftSystem } from '../../../../src/engine/protocols/raft/system.ts';
import { randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { Run } from '../../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';
import { BASIC, faultedCluster, hectic } from './campaign.ts';
import { ask, CLIENT, cluster, completions, leaders, ms, notes, servers } from './cluster.ts';

describe('Raft', () => {
  it('elects one leader from a cold start, and keeps it while nothing fails', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const run = cluster([], {}, seed);
      run.advanceUntil(2 * SECOND);
      const [leader, ...others] = leaders(run);
      assert.ok(leader && others.length === 0);
      run.advanceUntil(10 * SECOND);
      assert.deepEqual(leaders(run), [leader]);
    }
  });

  it('replaces a leader that crashes; the old one comes back as a follower', () => {
    const first = cluster();
    first.advanceUntil(SECOND);
    const [old] = leaders(first);
    assert.ok(old);
    const run = cluster([ms(1000, { kind: 'crash', node: old.id }), ms(3000, { kind: 'restart', node: old.id })]);
    run.advanceUntil(5 * SECOND);
    const [leader, ...others] = leaders(run);
    assert.ok(leader && others.length === 0);
    assert.ok(leader.term > old.term && leader.id !== old.id);
    assert.ok(servers(run).every(({ currentTerm }) => currentTerm === leader.term));
  });

  it('commits a command on every server and answers the client', () => {
    const run = cluster([ask(1000, 'set x 7'), ask(1001, 'add x 3'), ask(1002, 'get x')]);
    run.advanceUntil(2 * SECOND);
    assert.deepEqual(completions(run).map(({ text, value }) => [text, value]), [['set x 7', 7], ['add x 3', 10], ['get x', 10]]);
    for (const server of servers(run)) assert.equal(server.machine.contents().get('x'), 10);
  });

  it('commits nothing in a minority, and drops what was not committed when the majority has gone on', () => {
    const first = cluster();
    first.advanceUntil(SECOND);
    const [old] = leaders(first);
    assert.ok(old);
    const rest = [0, 1, 2, 3, 4].filter((node) => node !== old.id);
    // The client reaches only the old leader at first, then only the others.
    const schedule: Schedule = [
      ask(900, 'set x 1'),
      ms(1000, { kind: 'partition', groups: [[old.id, CLIENT], rest] }),
      ask(1010, 'set x 2'),
      ms(3000, { kind: 'partition', groups: [[old.id], [...rest, CLIENT]] }),
      ms(5000, { kind: 'heal' }),
    ];
    const run = cluster(schedule);
    run.advanceUntil(2900 * MILLISECOND);
    const stale = run.at(run.steps).nodes[old.id]?.life;
    assert.ok(stale instanceof RaftServer);
    assert.equal(stale.role, 'leader');
    assert.equal(stale.log.lastIndex, 2);
    assert.equal(stale.commitIndex, 1);
    run.advanceUntil(7 * SECOND);
    assert.ok(notes(run, 'appended').some(({ node, truncated }) => node === old.id && truncated === 1));
    for (const server of servers(run)) assert.equal(server.machine.contents().get('x'), 2);
    assert.deepEqual(run.violations, []);
  });

  it('elects nobody without a majority', () => {
    const run = cluster([0, 1, 2].map((node) => ms(1000, { kind: 'crash', node })));
    run.advanceUntil(10 * SECOND);
    assert.deepEqual(notes(run, 'leader').filter(({ time }) => time > SECOND), []);
  });

  it('recovers from its disk: a cluster that crashed as a whole has lost nothing that was committed', () => {
    const everyone = [0, 1, 2, 3, 4];
    const run = cluster([
      ask(1000, 'set x 7'),
      ...everyone.map((node) => ms(2000, { kind: 'crash', node })),
      ...everyone.map((node) => ms(2500, { kind: 'restart', node })),
      ask(4000, 'get x'),
    ]);
    run.advanceUntil(6 * SECOND);
    assert.deepEqual(completions(run).map(({ value }) => value), [7, 7]);
    assert.equal(notes(run, 'recovered').length, 5);
  });

  it('brings a log that is far behind up to date', () => {
    const commands = Array.from({ length: 60 }, (_, i) => ask(1000 + i * 20, `add x ${i}`));
    const run = cluster([ms(500, { kind: 'crash', node: 0 }), ...commands, ms(4000, { kind: 'restart', node: 0 })]);
    run.advanceUntil(6 * SECOND);
    assert.ok(servers(run).every(({ commitIndex }) => commitIndex === 60));
  });

  describe('sessions', () => {
    it('execute a command once though its answer was lost and it was sent again', () => {
      const run = cluster([ask(1000, 'add x 1')]);
      run.advanceUntil(2 * SECOND);
      const reply = [...run.trace].find(({ kind, payload }) => kind === 'send' && (payload as { message: RaftMessage }).message.type === 'ClientReply' && (payload as { message: { result: unknown } }).message.result !== null);
      assert.ok(reply);
      const fork = run.fork(run.trace.stepOf(reply.id), reply.time, { kind: 'drop', message: reply.id });
      fork.advanceUntil(6 * SECOND);
      assert.equal(notes(fork, 'duplicate-request').length, 1);
      assert.deepEqual(completions(fork).map(({ value }) => value), [1]);
      assert.ok(servers(fork).every(({ machine }) => machine.contents().get('x') === 1));
    });

    it('keep every command from taking effect twice under faults', () => {
      for (let seed = 1; seed <= 60; seed++) {
        const { system, schedule } = faultedCluster(seed, (random) => ({ ...BASIC, ...hectic(random) }));
        const run = new Run({ system, seed, schedule });
        run.advanceUntil(8 * SECOND);
        for (const server of servers(run)) assertExecutedOnce(server, seed);
      }
    });

    it('number commands so that a client that crashed never uses a number again', () => {
      const run = cluster([ask(1000, 'add x 1'), ms(1500, { kind: 'crash', node: CLIENT }), ms(1600, { kind: 'restart', node: CLIENT }), ask(1700, 'add x 1')]);
      run.advanceUntil(3 * SECOND);
      assert.deepEqual(completions(run).map(({ serial, value }) => [serial, value]), [[1, 1], [2, 2]]);
    });
  });

  it('goes on when the faults end: within seconds one leader, equal logs, and every client served', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const schedule = randomSchedule(Random.fromSeed(seed), { nodes: [0, 1, 2, 3, 4], maximumDown: 4, interval: 50 * MILLISECOND, from: 0, until: 4 * SECOND });
      const run = cluster(schedule, { clients: 3, thinkTime: 50 * MILLISECOND, loss: 0.02 }, seed);
      run.advanceUntil(7 * SECOND);
      assert.equal(leaders(run).length, 1, `seed ${seed}`);
      const before = notes(run, 'completed').length;
      run.advanceUntil(9 * SECOND);
      assert.ok(notes(run, 'completed').length > before + 20, `seed ${seed} serves no client`);
      const lengths = servers(run).map(({ commitIndex }) => commitIndex);
      assert.ok(Math.max(...lengths) - Math.min(...lengths) < 20, `seed ${seed}: ${lengths.join(', ')}`);
    }
  });

  it('refuses parameters that do not go together, and says why', () => {
    assert.throws(() => raftSystem({ ...DEFAULT_RAFT, electionTimeoutMax: 1 }), /longest election timeout .* below the shortest/);
    assert.throws(() => raftSystem({ ...DEFAULT_RAFT, heartbeatInterval: 150 * MILLISECOND }), /followers would start elections/);
    assert.throws(() => raftSystem({ ...DEFAULT_RAFT, servers: 0 }), /at least one server/);
    assert.throws(() => raftSystem({ ...DEFAULT_RAFT, batch: 0 }), /at least one entry/);
  });
});

/** Executes the committed log anew, each session's command once, and compares. */
function assertExecutedOnce(server: RaftServer, seed: number): void {
  const machine = new StateMachine();
  for (let index = 1; index <= server.lastApplied; index++) {
    const entry = server.log.entryAt(index);
    if (entry.kind === 'command' && !machine.resultOf(entry.request.session, entry.request.serial)) machine.apply(entry.request, index);
  }
  assert.deepEqual([...server.machine.contents()].sort(), [...machine.contents()].sort(), `seed ${seed}`);
}

describe('a Raft client', () => {
  it('queues what it is told while it waits', () => {
    const run = cluster([ask(1, 'set x 1'), ask(2, 'set x 2')]);
    run.advanceUntil(50 * MILLISECOND);
    const client = run.at(run.steps).nodes[CLIENT]?.life;
    assert.ok(client instanceof RaftClient);
    assert.deepEqual([client.pending, client.waiting], [parseCommand('set x 1'), [parseCommand('set x 2')]]);
  });
});
