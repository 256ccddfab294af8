import assert from 'node:assert/strict';
import { RaftServer } from '../../../../src/engine/protocols/raft/server.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { ask, CLIENT, cluster, completions, leaders, ms, notes, sends, servers } from './cluster.ts';

const writes = (from: number, count: number, key = 'x') => Array.from({ length: count }, (_, i) => ask(from + i * 30, `set ${key}${i} ${i}`));

describe('snapshots', () => {
  it('are taken when so many entries were executed, and stand for them', () => {
    const run = cluster(writes(1000, 12), { snapshotThreshold: 5 });
    run.advanceUntil(3 * SECOND);
    for (const { log, lastApplied, commitIndex, machine } of servers(run)) {
      assert.deepEqual([log.baseIndex, log.lastIndex, lastApplied, commitIndex], [10, 12, 12, 12]);
      assert.equal(log.snapshot?.records.filter((record) => 'key' in record).length, 10);
      assert.equal(machine.contents().size, 12);
      assert.throws(() => log.entryAt(10), /The log has entries 11 to 12, and no entry 10/);
    }
    assert.deepEqual(notes(run, 'snapshot-taken').filter(({ node }) => node === 0).map(({ index }) => index), [5, 10]);
    assert.deepEqual(run.violations, []);
  });

  it('are taken when an operator asks for them, by all or by one', () => {
    const run = cluster([...writes(1000, 3), ask(1500, 'snapshot n2'), ask(2000, 'snapshot')]);
    run.advanceUntil(1700 * 1000);
    assert.deepEqual(servers(run).map(({ log }) => log.baseIndex), [0, 3, 0, 0, 0]);
    run.advanceUntil(3 * SECOND);
    assert.deepEqual(servers(run).map(({ log }) => log.baseIndex), [3, 3, 3, 3, 3]);
    assert.equal(notes(run, 'snapshot-taken').length, 5);
  });

  it('are what a server begins with after a crash', () => {
    const everyone = [0, 1, 2, 3, 4];
    const run = cluster([...writes(1000, 12), ...everyone.map((node) => ms(2000, { kind: 'crash', node })), ...everyone.map((node) => ms(2100, { kind: 'restart', node })), ask(4000, 'get x3')], { snapshotThreshold: 5 });
    run.advanceUntil(2150 * 1000);
    for (const { commitIndex, machine } of servers(run)) assert.deepEqual([commitIndex, machine.contents().size], [10, 10]);
    assert.ok(notes(run, 'recovered').every(({ entries, snapshot }) => entries === 2 && snapshot === 10));
    run.advanceUntil(6 * SECOND);
    assert.equal(completions(run).at(-1)?.value, 3);
    assert.deepEqual(run.violations, []);
  });

  for (const snapshotChunk of [0, 1, 4]) {
    it(`bring a server up to date that is too far behind, ${snapshotChunk === 0 ? 'in one message' : `in parts of ${snapshotChunk}`}`, () => {
      const run = cluster([ms(500, { kind: 'crash', node: 3 }), ...writes(1000, 20), ms(2500, { kind: 'restart', node: 3 }), ask(3500, 'set y 1')], { snapshotThreshold: 6, snapshotChunk });
      run.advanceUntil(5 * SECOND);
      const [installed, ...others] = notes(run, 'snapshot-installed');
      assert.deepEqual([installed?.node, installed?.index, installed?.keptSuffix, others.length], [3, 18, false, 0]);
      const server = servers(run)[3];
      assert.deepEqual([server?.log.baseIndex, server?.commitIndex, server?.machine.contents().size], [18, 21, 21]);
      // 18 values and one session, in so many parts, each sent at least once.
      assert.ok(sends(run, 'InstallSnapshot') >= (snapshotChunk === 0 ? 1 : Math.ceil(19 / snapshotChunk)));
      assert.deepEqual(run.violations, []);
    });
  }

  it('come whole through a network that loses, doubles and reorders their parts', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const run = cluster([ms(500, { kind: 'crash', node: 3 }), ...writes(1000, 20), ms(9000, { kind: 'restart', node: 3 })], { snapshotThreshold: 6, snapshotChunk: 1, loss: 0.2, duplication: 0.2, retryTimeout: 100_000 }, seed);
      run.advanceUntil(16 * SECOND);
      const server = servers(run)[3];
      assert.ok(notes(run, 'snapshot-installed').some(({ node }) => node === 3));
      assert.deepEqual(server?.machine.toRecords(), servers(run)[0]?.machine.toRecords(), `seed ${seed}`);
      assert.deepEqual(run.violations, []);
    }
  });

  it('take the place of a log that went another way', () => {
    const first = cluster();
    first.advanceUntil(SECOND);
    const [old] = leaders(first);
    assert.ok(old);
    const rest = [0, 1, 2, 3, 4].filter((node) => node !== old.id);
    // The old leader appends what it can't commit; the others commit something else, and more of it, and forget how.
    const run = cluster([
      ask(900, 'set x 1'),
      ms(1000, { kind: 'partition', groups: [[old.id, CLIENT], rest] }),
      ask(1010, 'set x 2'),
      ms(2900, { kind: 'partition', groups: [[old.id], [...rest, CLIENT]] }),
      ...writes(3500, 8, 'y'),
      ms(5000, { kind: 'heal' }),
    ], { snapshotThreshold: 4 });
    run.advanceUntil(2900 * 1000);
    const stale = run.at(run.steps).nodes[old.id]?.life;
    assert.ok(stale instanceof RaftServer && stale.log.lastIndex > stale.commitIndex);
    run.advanceUntil(7 * SECOND);
    assert.deepEqual(notes(run, 'snapshot-installed').filter(({ node }) => node === old.id).map(({ keptSuffix }) => keptSuffix), [false]);
    for (const { log, machine } of servers(run)) assert.deepEqual([log.lastIndex, machine.contents().get('x'), machine.contents().get('y7')], [10, 2, 7]);
    assert.deepEqual(run.violations, []);
  });

  it('keep the sessions: a command that is sent again after one does not take effect again', () => {
    const run = cluster([ask(1000, 'add x 1')], { snapshotThreshold: 1 });
    run.advanceUntil(2 * SECOND);
    const reply = [...run.trace].find(({ kind, payload }) => kind === 'send' && (payload as { message: { type: string; result?: unknown } }).message.type === 'ClientReply' && (payload as { message: { result?: unknown } }).message.result !== null);
    assert.ok(reply);
    const fork = run.fork(run.trace.stepOf(reply.id), reply.time, { kind: 'drop', message: reply.id });
    fork.advanceUntil(6 * SECOND);
    assert.deepEqual(completions(fork).map(({ value }) => value), [1]);
    assert.ok(servers(fork).every(({ machine, log }) => machine.contents().get('x') === 1 && log.baseIndex >= 1));
  });

  it('go back with a run that goes back', () => {
    const run = cluster(writes(1000, 12), { snapshotThreshold: 5, snapshotChunk: 2 });
    run.advanceUntil(2 * SECOND);
    const before = notes(run, 'snapshot-taken')[0];
    assert.ok(before);
    const step = run.trace.stepAt(before.time - 1);
    assert.deepEqual(run.at(step).nodes.slice(0, 5).map(({ life }) => (life instanceof RaftServer ? life.log.baseIndex : -1)), [0, 0, 0, 0, 0]);
    const fork = run.fork(step, run.trace.timeOf(step), { kind: 'heal' });
    fork.advanceUntil(2 * SECOND);
    assert.deepEqual(servers(fork).map(({ log }) => log.baseIndex), servers(run).map(({ log }) => log.baseIndex));
    assert.deepEqual(fork.violations, []);
  });
});
