import assert from 'node:assert/strict';
import { checkLinearizability } from '../../../../src/engine/check/linearizability/check.ts';
import type { RaftNote } from '../../../../src/engine/protocols/raft/messages.ts';
import { historyOf, keyValueStore } from '../../../../src/engine/protocols/key-value/history.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { ask, CLIENT, cluster } from './cluster.ts';

const note = (time: number, node: number, payload: RaftNote) => ({ kind: 'note' as const, time, node, payload });
const set = (value: number) => ({ op: 'set' as const, key: 'x', value });
const get = { op: 'get' as const, key: 'x' };

describe("clients' history", () => {
  it('has what they asked for and were told', () => {
    const run = cluster([ask(1000, 'set x 7'), ask(1001, 'add x 3'), ask(1002, 'get x'), ask(1003, 'transfer n2')]);
    run.advanceUntil(2 * SECOND);
    const history = historyOf(run.trace);
    assert.deepEqual(history.map(({ process, input, output }) => [process, input.op, output]), [[0, 'set', 7], [0, 'add', 10], [0, 'get', 10]]);
    assert.ok(history.every(({ invoked, returned }) => invoked >= SECOND && returned > invoked && returned < 2 * SECOND));
    assert.equal(checkLinearizability(keyValueStore, history).kind, 'linearizable');
  });

  it('leaves open what became of a command that was not answered, and goes on as another process', () => {
    const history = historyOf([
      note(1, CLIENT, { note: 'invoked', serial: 1, command: set(1) }),
      note(2, CLIENT, { note: 'session-lost', serial: 1, command: set(1) }),
      note(3, CLIENT, { note: 'invoked', serial: 2, command: get }),
      note(4, CLIENT, { note: 'completed', serial: 2, command: get, result: { value: 1 } }),
      note(5, CLIENT, { note: 'invoked', serial: 3, command: set(2) }),
    ]);
    assert.deepEqual(history, [
      { process: 0, input: set(1), invoked: 1, returned: Infinity, output: undefined },
      { process: 1, input: get, invoked: 3, returned: 4, output: 1 },
      { process: 1, input: set(2), invoked: 5, returned: Infinity, output: undefined },
    ]);
    assert.equal(checkLinearizability(keyValueStore, history).kind, 'linearizable');
  });

  it('is none of a correct cluster where a read is stale, or a command took effect twice', () => {
    const history = (...values: [number, number][]) => historyOf(values.flatMap(([written, read], i) => [
      note(4 * i, CLIENT, { note: 'invoked', serial: 2 * i, command: { op: 'add', key: 'x', value: 1 } }),
      note(4 * i + 1, CLIENT, { note: 'completed', serial: 2 * i, command: { op: 'add', key: 'x', value: 1 }, result: { value: written } }),
      note(4 * i + 2, CLIENT, { note: 'invoked', serial: 2 * i + 1, command: get }),
      note(4 * i + 3, CLIENT, { note: 'completed', serial: 2 * i + 1, command: get, result: { value: read } }),
    ]));
    assert.equal(checkLinearizability(keyValueStore, history([1, 1], [2, 2])).kind, 'linearizable');
    assert.equal(checkLinearizability(keyValueStore, history([1, 1], [2, 1])).kind, 'violated');
    assert.equal(checkLinearizability(keyValueStore, history([1, 2])).kind, 'violated');
  });
});
