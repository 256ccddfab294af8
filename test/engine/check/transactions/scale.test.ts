import assert from 'node:assert/strict';
import { checkTransactions } from '../../../../src/engine/check/transactions/check.ts';
import type { Transaction } from '../../../../src/engine/check/transactions/history.ts';
import { LEVEL_NAMES } from '../../../../src/engine/check/transactions/levels.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { simulate } from './database.ts';
import { concurrent } from './notation.ts';

/** Transactions that one client does one after another on lists that are short, as Jepsen's are. */
function longHistory(length: number): Transaction[] {
  const lists = new Map<number, number[]>();
  return Array.from({ length }, (_, id) => {
    const key = Math.floor(id / 20);
    const values = lists.get(key) ?? [];
    lists.set(key, [...values, id]);
    return { process: id % 10, invoked: 10 * id, completed: 10 * id + 90, status: 'committed', operations: [{ op: 'read', key, value: values }, { op: 'append', key, value: id }] } as const;
  });
}

describe('the check of transactions, at length', function () {
  this.timeout(20_000);

  it('takes a number of steps that grows with the history, and no more', () => {
    const steps = [10_000, 20_000, 40_000].map((length) => {
      const verdict = checkTransactions(longHistory(length));
      assert.deepEqual(verdict.strongest, ['strict-serializable']);
      return verdict.covered.steps;
    });
    assert.ok(steps[2]! < 4.2 * steps[0]! && steps[2]! > 3.8 * steps[0]!, JSON.stringify(steps));
  });

  it('finds the one stale read of 100,000 transactions', () => {
    const history = longHistory(100_000);
    const key = 100_000;
    const at = (id: number, operations: Transaction['operations']): Transaction => ({ process: 1000 + id, invoked: 10 * id, completed: 10 * id + 1, status: 'committed', operations });
    history.push(at(10, [{ op: 'append', key, value: 1 }]), at(99_000, [{ op: 'read', key, value: [] }]));
    const verdict = checkTransactions(history);
    assert.deepEqual(verdict.anomalies.map(({ name, transactions, isSmallest }) => ({ name, transactions, isSmallest })), [
      { name: 'G-single-realtime', transactions: [100_001, 100_000], isSmallest: true },
    ]);
    assert.deepEqual(verdict.strongest, ['strong-session-serializable', 'strong-read-committed']);
  });

  it('does not multiply what many read by what many wrote', () => {
    const many = 20_000;
    const history = concurrent(...Array.from({ length: many }, (_, i) => `ax${i + 1}`), ...Array.from({ length: many }, () => 'rx'));
    const verdict = checkTransactions(history);
    assert.deepEqual(verdict.strongest, ['strict-serializable']);
    assert.ok(verdict.covered.steps < 20 * many);
  });

  it('says which levels are undecided when its steps are used up, and what it has covered', () => {
    const workload = { kind: 'list', transactions: 500, processes: 10, keys: ['x', 'y', 'z'], mostOperations: 4 } as const;
    const history = simulate('read uncommitted', workload, Random.fromSeed(1));
    const none = checkTransactions(history, { steps: 0 });
    assert.ok(none.undecided.length > 0 && none.covered.steps === 0);
    assert.equal(none.covered.transactions, history.filter(({ status }) => status === 'committed').length);
    for (const database of ['snapshot isolation', 'read committed', 'read uncommitted'] as const) {
      const knotted = simulate(database, workload, Random.fromSeed(1));
      const all = checkTransactions(knotted);
      assert.deepEqual(all.undecided, []);
      for (let steps = 10; steps < 1e7; steps *= 1.5) {
        const verdict = checkTransactions(knotted, { steps });
        assert.deepEqual([...verdict.ruledOut, ...verdict.allowed, ...verdict.undecided].sort(), [...LEVEL_NAMES].sort());
        for (const level of verdict.ruledOut) assert.ok(all.ruledOut.includes(level));
        for (const level of verdict.allowed) assert.ok(all.allowed.includes(level), `${level} is allowed after ${steps} steps`);
      }
    }
  });

  it('gives some cycle where its steps do not suffice for the smallest', () => {
    const ring = Array.from({ length: 3000 }, (_, i) => `ax${i + 1}`);
    const operations = (i: number): Transaction['operations'] => [{ op: 'append', key: i, value: 1 }, { op: 'read', key: (i + 1) % ring.length, value: [1] }];
    const history = concurrent(...ring).map((one, i) => ({ ...one, operations: operations(i) }));
    const [cycle] = checkTransactions(history, { steps: 100_000, processOrder: false, realTimeOrder: false }).anomalies;
    assert.ok(cycle?.name === 'G1c' && !cycle.isSmallest && cycle.dependencies.length === ring.length);
    assert.ok(cycle.meaning.length < 2000);
    const [smallest] = checkTransactions(history, { processOrder: false, realTimeOrder: false }).anomalies;
    assert.ok(smallest?.isSmallest && smallest.dependencies.length === ring.length);
  });
});
