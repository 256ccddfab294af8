import assert from 'node:assert/strict';
import { checkHistory } from '../../src/cli/check-history.ts';

/** What the command prints of a text, and its exit code. */
function run(text: string, ...args: string[]): [exitCode: number, output: string] {
  const { exitCode, output } = checkHistory(['history', ...args], (file) => {
    assert.equal(file, 'history');
    return text;
  });
  return [exitCode, output];
}

const lines = (...events: string[]) => events.map((event) => `INFO  jepsen.util - ${event}`).join('\n');

const STALE = lines(
  ':nemesis :info :start nil',
  '0\t:invoke\t:write\t1',
  '0\t:ok\t:write\t1',
  '1\t:invoke\t:write\t2',
  '1\t:ok\t:write\t2',
  '3\t:invoke\t:write\t9',
  '3\t:info\t:write\t9\t:timed-out',
  '4\t:invoke\t:read\tnil',
  '4\t:ok\t:read\t2',
  '5\t:invoke\t:read\tnil',
  '5\t:ok\t:read\t1',
);

const SKEW = `
{:process 0 :type :invoke :f :txn :value [[:append :x 1] [:r :y nil]]}
{:process 1 :type :invoke :f :txn :value [[:append :y 1] [:r :x nil]]}
{:process 0 :type :ok :f :txn :value [[:append :x 1] [:r :y []]]}
{:process 1 :type :ok :f :txn :value [[:append :y 1] [:r :x []]]}
{:process 1 :type :invoke :f :txn :value [[:r :y nil] [:r :x nil]]}
{:process 1 :type :ok :f :txn :value [[:r :y [1]] [:r :x [1]]]}`;

describe('check-history', () => {
  it('shows the operations that contradict each other', () => {
    assert.deepEqual(run(STALE), [
      1,
      `5 operations of a compare-and-set register, written as jepsen-log.
Passed over: faults of the nemesis (1).

VIOLATED: the history is not linearizable.

No order of these operations explains what they gave, whatever came before them:
  line 6–…    process 3  write 9, outcome unknown
  line 8–9    process 4  read → 2
  line 10–11  process 5  read → 1                  ◄ none gets past its return`,
    ]);
  });

  it('shows an order that explains the history', () => {
    assert.deepEqual(run(lines('0 :invoke :write 1', '1 :invoke :read nil', '0 :ok :write 1', '1 :ok :read nil', '2 :invoke :cas [1 3]', '2 :fail :cas [1 3] :refused')), [
      0,
      `2 operations of a compare-and-set register, written as jepsen-log.
Left out: operations that failed, and so had no effect (1).

HOLDS: the history is linearizable.

An order that explains every output:
  line 2–4  process 1  read → nil
  line 1–3  process 0  write 1`,
    ]);
  });

  it('lists long orders as far as is asked for', () => {
    const text = lines(...Array.from({ length: 100 }, (_, id) => [`0 :invoke :write ${id}`, `0 :ok :write ${id}`]).flat());
    const [, short] = run(text);
    assert.match(short, /write 29\n\n… and 70 more operations; --all lists them\.$/);
    assert.match(run(text, '--all')[1], /write 99$/);
  });

  it('says when a budget does not suffice', () => {
    const enqueues = Array.from({ length: 40 }, (_, id) => `${id} :invoke :enqueue ${id}`);
    const text = lines(...enqueues, ...enqueues.map((line) => line.replace('invoke', 'ok')), '50 :invoke :dequeue nil', '50 :ok :dequeue 99');
    const [exitCode, output] = run(text, '--moves', '20000');
    assert.equal(exitCode, 3);
    assert.match(output, /UNDECIDED after [\d,]+ configurations: the history is too hard for the budget of 20,000 moves and 1,000 MB\./);
  });

  it('holds a history against weaker models too', () => {
    const text = STALE.split('\n').filter((line) => !line.includes('nemesis')).join('\n');
    assert.equal(run(text, '--consistency', 'sequential')[0], 0);
    assert.deepEqual(['CCv', 'cm', 'cc', 'pram', 'read-your-writes', 'monotonic-reads'].map((model) => run(text, '--consistency', model)[0]), [0, 0, 0, 0, 0, 0]);
    const backwards = lines('0 :invoke :write 1', '0 :ok :write 1', '0 :invoke :write 2', '0 :ok :write 2', '1 :invoke :read nil', '1 :ok :read 2', '1 :invoke :read nil', '1 :ok :read 1');
    const [exitCode, output] = run(backwards, '--consistency', 'monotonic-reads');
    assert.equal(exitCode, 1);
    assert.match(output, /VIOLATED: the history is not a history of monotonic-reads\.\n\n.*process 1 {2}read → 1/s);
    assert.deepEqual(run(lines('0 :invoke :cas [1 2]', '0 :fail :cas [1 2]'), '--consistency', 'CC'), [2, 'Line 1, column 21: this model is decided on reads and writes of numbers and texts; this is cas.']);
    assert.deepEqual(run(lines('0 :invoke :acquire nil'), '--consistency', 'CC'), [2, 'This model is decided on registers that are read and written, not on a lock.']);
  });

  it('holds transactions against an isolation level', () => {
    assert.deepEqual(run(SKEW, '--consistency', 'snapshot-isolation')[0], 0);
    const [exitCode, output] = run(SKEW);
    assert.equal(exitCode, 1);
    assert.match(output, /^3 operations of a database, written as edn\.\n\nVIOLATED: the history is not strict-serializable\.\n\nThe strongest that the history allows: strong-snapshot-isolation\.\n\nwrite-skew: .*\n {2}line 2–4 {2}process 0 {2}txn .* T0\n/);
    assert.match(run(STALE, '--consistency', 'serializable')[1], /serializable is a level of transactions, and this is a history of a compare-and-set register: take one of linearizable,/);
  });

  it('takes the object that it is told, and what it holds at first', () => {
    const release = lines('0 :invoke :acquire nil', '0 :ok :acquire nil', '1 :invoke :release nil', '1 :ok :release nil');
    assert.deepEqual([run(release)[0], run(release, '--model', 'mutex')[0]], [1, 0]);
    const read = lines('0 :invoke :read nil', '0 :ok :read 0');
    assert.deepEqual([run(read)[0], run(read, '--initial', '0', '--model', 'cas-register')[0], run(read, '--initial', '"0"')[0]], [1, 0, 1]);
    const cas = lines('0 :invoke :write 1', '0 :ok :write 1', '0 :invoke :cas [1 2]', '0 :fail :cas [1 2]');
    assert.deepEqual([run(cas)[0], run(cas, '--failed-cas', 'nothing')[0]], [1, 0]);
  });

  it('writes JSON for programs', () => {
    const violated = JSON.parse(run(STALE, '--json')[1]) as { verdict: string; passedOver: unknown; conflict: { operations: readonly { line: number }[]; culprit: unknown } };
    assert.equal(violated.verdict, 'violated');
    assert.deepEqual(violated.passedOver, { 'faults of the nemesis': 1 });
    assert.deepEqual(violated.conflict.operations.map(({ line }) => line), [6, 8, 10]);
    assert.deepEqual(violated.conflict.culprit, { process: '5', f: 'read', argument: null, result: 1, outcome: 'ok', line: 10, endLine: 11 });
    const holds = JSON.parse(run(lines('0 :invoke :write ["k" 1]', '0 :ok :write ["k" 1]'), '--json')[1]) as { orders: readonly { part: string; operations: readonly unknown[] }[] };
    assert.deepEqual(holds.orders.map(({ part, operations }) => [part, operations.length]), [['k', 1]]);
    assert.deepEqual((JSON.parse(run(SKEW, '--json')[1]) as { strongest: unknown }).strongest, ['strong-snapshot-isolation']);
  });

  it('says what is wrong with its input', () => {
    const wrong: [string, string[], RegExp][] = [
      ['', [], /^Line 1, column 1: there is nothing here\.$/],
      ['{:process 0 :type :ok :f :read}', [], /^Line 1, column 1: process 0 completes read, which it has not invoked\.$/],
      [STALE, ['--model', 'tree'], /^There is no --model tree; there are register,/],
      [STALE, ['--consistency', 'eventual'], /^There is no --consistency eventual; there are linearizable, sequential,/],
      [STALE, ['--moves', 'many'], /^--moves takes a number above 0, not many\.$/],
      [STALE, ['--initial', '[1]'], /^--initial takes a number, a text, true, false or null, not \[1\]\.$/],
      [STALE, ['--model', 'queue'], /^Line 2, column 21: write is no operation of this object, which has enqueue, dequeue or drain\.$/],
      [STALE, ['another'], /^One file is checked, not 2\.\n\nusage:/],
      [STALE, ['--frobnicate'], /frobnicate.*usage:/s],
    ];
    for (const [text, args, message] of wrong) {
      const [exitCode, output] = run(text, ...args);
      assert.equal(exitCode, 2, output);
      assert.match(output, message);
    }
    const unreadable = checkHistory(['nowhere'], () => {
      throw new Error('no such file');
    });
    assert.deepEqual(unreadable, { exitCode: 2, output: "nowhere can't be read: no such file" });
    assert.equal(checkHistory(['--help'], () => '').exitCode, 0);
  });
});
