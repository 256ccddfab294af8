import assert from 'node:assert/strict';
import { pair } from '../../../../src/engine/check/import/events.ts';
import { readEvents } from '../../../../src/engine/check/import/formats.ts';
import { transactionsOf } from '../../../../src/engine/check/import/transactions.ts';
import { checkTransactions } from '../../../../src/engine/check/transactions/check.ts';

const verdictOf = (text: string) => checkTransactions(transactionsOf(pair(readEvents(text).events)));

describe("the check of transactions, on Jepsen's operation maps", () => {
  it('reads an empty list as nothing, and the reads of whoever timed out as unknown', () => {
    const { names, strongest } = verdictOf(`
      {:process 0, :type :invoke, :f :txn, :value [[:append 3 1] [:r 4 nil]]}
      {:process 1, :type :invoke, :f :txn, :value [[:r 3 nil] [:append 4 1]]}
      {:process 0, :type :info, :f :txn, :value [[:append 3 1] [:r 4 nil]], :error :timeout}
      {:process 1, :type :ok, :f :txn, :value [[:r 3 nil] [:append 4 1]]}
      {:process 2, :type :invoke, :f :txn, :value [[:r 3 nil] [:r 4 nil]]}
      {:process 2, :type :ok, :f :txn, :value [[:r 3 [1]] [:r 4 [1]]]}`);
    assert.deepEqual(names, []);
    assert.deepEqual(strongest, ['strict-serializable']);
  });

  it('finds that a client misses what it wrote before', () => {
    const { anomalies, strongest } = verdictOf(`
      {:process 0, :type :invoke, :f :txn, :value [[:append :x 1]]}
      {:process 0, :type :ok, :f :txn, :value [[:append :x 1]]}
      {:process 1, :type :invoke, :f :txn, :value [[:append :x 2]]}
      {:process 1, :type :ok, :f :txn, :value [[:append :x 2]]}
      {:process 1, :type :invoke, :f :txn, :value [[:r :x nil]]}
      {:process 1, :type :ok, :f :txn, :value [[:r :x [1]]]}
      {:process 2, :type :invoke, :f :txn, :value [[:r :x nil]]}
      {:process 2, :type :ok, :f :txn, :value [[:r :x [1 2]]]}`);
    assert.deepEqual(anomalies.map(({ name }) => name), ['G-single-process']);
    assert.deepEqual(strongest, ['serializable', 'strong-read-committed']);
  });

  it('finds an aborted read of a register, and judges a transaction that never completed by what was seen of it', () => {
    const { anomalies } = verdictOf(`
      {:process 0, :type :invoke, :f :txn, :value [[:w :x 1]]}
      {:process 0, :type :fail, :f :txn, :value [[:w :x 1]]}
      {:process 3, :type :invoke, :f :txn, :value [[:w :y 7] [:w :z 7]]}
      {:process 1, :type :invoke, :f :txn, :value [[:r :x nil] [:r :y nil] [:r :z nil]]}
      {:process 1, :type :ok, :f :txn, :value [[:r :x 1] [:r :y 7] [:r :z nil]]}`);
    assert.deepEqual(anomalies.map(({ name, assumed }) => [name, assumed]), [['G1a', []], ['G-single', [1]]]);
  });
});
