import assert from 'node:assert/strict';
import type { TransactionHistory } from '../../../../src/engine/check/transactions/history.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { allListHistories, allRegisterHistories, compareOracles, compareWithOracles, randomHistory } from './comparison.ts';

describe('the check of transactions, against trying everything', function () {
  this.timeout(60_000);

  it('rules out only levels that do not explain the history, for all register histories of three transactions of up to two operations', () => {
    const { all, exact } = count(allRegisterHistories());
    // What is missed could only be shown by taking each order of two writes in turn.
    assert.ok(all > 13_000 && all - exact < 60, `${exact} of ${all}`);
  });

  it('rules out all of them, for all list histories of two transactions of up to two operations and one that reads both lists', () => {
    const { all, exact } = count(allListHistories(['x', 'y']));
    assert.ok(all > 4000 && exact > 0.8 * all, `${exact} of ${all}`);
  });

  it('does so for random histories of databases of all kinds, with aborts, unknown outcomes, clients and times', () => {
    const exact = { list: 0, register: 0 };
    const all = { list: 0, register: 0 };
    for (let seed = 1; seed <= 1500; seed++) {
      const { history, kind } = randomHistory(Random.fromSeed(seed));
      all[kind]++;
      if (compareWithOracles(history)) exact[kind]++;
    }
    assert.ok(exact.list > 0.9 * all.list && exact.register > 0.9 * all.register, JSON.stringify({ exact, all }));
  });

  it('does so where registers are taken to go forward for each client, or in real time', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const { history, kind } = randomHistory(Random.fromSeed(seed).split('registers'));
      if (kind === 'list') continue;
      compareWithOracles(history, 'sequential');
      compareWithOracles(history, 'linearizable');
    }
  });

  it('agrees with itself: definitions by graphs and by executions give the same levels', () => {
    for (let seed = 1; seed <= 600; seed++) compareOracles(randomHistory(Random.fromSeed(seed).split('oracles')).history);
  });
});

function count(histories: readonly TransactionHistory[]): { all: number; exact: number } {
  return { all: histories.length, exact: histories.filter((history) => compareWithOracles(history)).length };
}
