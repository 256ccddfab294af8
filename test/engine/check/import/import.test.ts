import assert from 'node:assert/strict';
import { checkLinearizability } from '../../../../src/engine/check/linearizability/check.ts';
import { pair, type HistoryEvent } from '../../../../src/engine/check/import/events.ts';
import { readEvents } from '../../../../src/engine/check/import/formats.ts';
import { areTransactions, transactionsOf } from '../../../../src/engine/check/import/transactions.ts';
import { interpret, workloadOf, type WorkloadName } from '../../../../src/engine/check/import/workloads.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

const operationsIn = (text: string) => pair(readEvents(text).events);

function read(text: string, name?: WorkloadName) {
  const operations = operationsIn(text);
  return interpret(name ?? workloadOf(operations), operations);
}

const verdict = (text: string, name?: WorkloadName) => {
  const { model, history } = read(text, name);
  return checkLinearizability(model, history).kind;
};

/** Reads, writes and compare-and-sets of some processes, with every kind of ending. */
function randomEvents(random: Random): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const open = new Map<string, HistoryEvent>();
  let next = 3;
  const processes = ['0', '1', '2'];
  for (let line = 1; line <= 40; line++) {
    const slot = random.integer(processes.length);
    const process = processes[slot]!;
    const before = open.get(process);
    if (!before) {
      const f = random.pick(['read', 'write', 'cas'] as const);
      const value = f === 'read' ? null : f === 'write' ? random.integer(5) : [random.integer(5), random.integer(5)];
      const event: HistoryEvent = { type: 'invoke', f, value, key: undefined, process, error: undefined, line };
      events.push(event);
      open.set(process, event);
      continue;
    }
    const type = random.pick(['ok', 'ok', 'ok', 'fail', 'info'] as const);
    const timedOut = type === 'info' || (type === 'fail' && before.f !== 'cas');
    events.push({ ...before, type, line, value: timedOut ? null : type === 'ok' && before.f === 'read' ? random.integer(5) : before.value, error: timedOut ? 'timed-out' : undefined });
    open.delete(process);
    if (type === 'info') processes[slot] = String(next++);
  }
  return events;
}

const edn = (value: unknown): string => (Array.isArray(value) ? `[${value.map(edn).join(' ')}]` : value === null ? 'nil' : JSON.stringify(value));

const WRITERS: Readonly<Record<string, (events: readonly HistoryEvent[]) => string>> = {
  'EDN maps, one a line': (events) => events.map(ednLine).join('\n'),
  'EDN maps in a vector': (events) => `[${events.map((event) => `#jepsen.history.Op${ednLine(event)}`).join('\n ')}]`,
  'log lines': (events) => events.map(({ type, f, value, process, error }) => `INFO  jepsen.util - ${process}\t:${type}\t:${f}\t${error === undefined ? edn(value) : `:${String(error as string)}`}`).join('\n'),
  'log lines with a date and a thread': (events) => events.map(({ type, f, value, process, error }) => `2024-05-01 12:00:00,123{GMT} INFO [jepsen worker ${process}] jepsen.util: ${process} :${type} :${f} ${error === undefined ? edn(value) : `${edn(value)} :${String(error as string)}`}`).join('\n'),
  'JSON lines': (events) => events.map(({ type, f, value, process, error }, index) => JSON.stringify({ index, time: index * 1000, type, f, value, process: Number(process), ...(error === undefined ? {} : { error }) })).join('\n'),
};

function ednLine({ type, f, value, process, error }: HistoryEvent, index = 0): string {
  return `{:type :${type}, :f :${f}, :value ${edn(value)}, :process ${process}, :time ${index * 1000}, :index ${index}${error === undefined ? '' : `, :error :${JSON.stringify(error).slice(1, -1)}`}}`;
}

describe('a history file', () => {
  for (const [name, write] of Object.entries(WRITERS)) {
    it(`says the same in ${name}`, () => {
      for (let seed = 1; seed <= 100; seed++) {
        const events = randomEvents(Random.fromSeed(seed));
        const found = readEvents(write(events));
        assert.deepEqual(found.events.map(({ type, f, value, process }) => [type, f, value, process]), events.map(({ type, f, value, process }) => [type, f, value, process]));
        const without = (text: string) => read(text).history;
        assert.deepEqual(without(write(events)), without(WRITERS['EDN maps, one a line']!(events)));
      }
    });
  }

  it('counts what is no operation of a client, and loses nothing', () => {
    const { format, events, passedOver } = readEvents('INFO jepsen.core - starting\nINFO jepsen.util - :nemesis :info :start nil\nINFO jepsen.util - 0 :invoke :read nil\nINFO jepsen.util - 0 :ok :read 3\n\nEverything looks good!');
    assert.deepEqual([format, events.length, Object.fromEntries(passedOver)], ['jepsen-log', 2, { 'lines that are no operations': 2, 'faults of the nemesis': 1 }]);
    assert.equal(readEvents('[{:process :nemesis, :type :info, :f :kill}]').passedOver.get('faults of the nemesis'), 1);
  });

  it('says where it is wrong, and what is expected', () => {
    assert.throws(() => readEvents('{:type :invoke, :f :read, :process 0}\n{:type :maybe, :f :read, :process 0}'), /Line 2, column 1: the type of an operation is invoke, ok, fail or info, not "maybe"/);
    assert.throws(() => readEvents('{"type": "invoke", "process": 0}'), /has no f/);
    assert.throws(() => readEvents('{"type": "invoke"\n'), /Line 1, column 1: this is no JSON/);
    assert.throws(() => readEvents('[1]'), /an operation is a map/);
    assert.throws(() => readEvents('hello'), /no history is found here/);
    assert.throws(() => readEvents('INFO jepsen.util - 0 :invoke :cas [1 2'), /Line 1, column 35: what opens here is never closed/);
  });

  describe('pairs invocations with completions', () => {
    const line = (type: string, process: number, f = 'read') => `{:type :${type}, :f :${f}, :process ${process}, :value nil}`;

    it('and gives a process that goes on after an unknown outcome a new number', () => {
      const operations = operationsIn([line('invoke', 0), line('info', 0), line('invoke', 0), line('ok', 0), line('invoke', 1)].join('\n'));
      assert.deepEqual(operations.map(({ process, outcome, invoked, returned }) => [process, outcome, invoked, returned]), [[0, 'unknown', 0, Infinity], [1, 'ok', 2, 3], [2, 'unknown', 4, Infinity]]);
    });

    it('and says what does not belong together', () => {
      assert.throws(() => operationsIn(line('ok', 0)), /Line 1: process 0 completes read, which it has not invoked/);
      assert.throws(() => operationsIn(`${line('invoke', 0)}\n${line('invoke', 0)}`), /Line 2: process 0 invokes read while its read of line 1 has not completed/);
      assert.throws(() => operationsIn(`${line('invoke', 0)}\n${line('ok', 0, 'write')}`), /Line 2: process 0 completes write, but what it invoked in line 1 is read/);
    });
  });

  describe('is of an object', () => {
    const lines = (...events: string[]) => events.map((event) => `INFO jepsen.util - ${event}`).join('\n');

    it('a register, whose compare-and-set that fails without an error has compared', () => {
      const history = (ending: string) => lines('0 :invoke :write 1', '0 :ok :write 1', '1 :invoke :cas [1 2]', ending, '0 :invoke :read nil', '0 :ok :read 1');
      assert.equal(verdict(history('1 :fail :cas [1 2]')), 'violated');
      assert.equal(verdict(history('1 :fail :cas :unavailable')), 'linearizable');
      assert.equal(verdict(history('1 :info :cas :timed-out')), 'linearizable');
      assert.equal(verdict(history('1 :ok :cas [1 2]')), 'violated');
    });

    it('registers by key, where values are pairs', () => {
      const history = (seen: number) => lines('0 :invoke :write ["x" 1]', '0 :ok :write ["x" 1]', '1 :invoke :write ["y" 2]', '1 :ok :write ["y" 2]', '0 :invoke :read ["x" nil]', `0 :ok :read ["x" ${seen}]`);
      assert.deepEqual([verdict(history(1)), verdict(history(2))], ['linearizable', 'violated']);
      assert.equal(read(history(1)).model.name, 'compare-and-set register by key');
    });

    it('a register that holds something at first', () => {
      const operations = operationsIn(lines('0 :invoke :read nil', '0 :ok :read 0'));
      assert.equal(checkLinearizability(interpret('register', operations).model, interpret('register', operations).history).kind, 'violated');
      const { model, history } = interpret('register', operations, { initial: 0 });
      assert.equal(checkLinearizability(model, history).kind, 'linearizable');
    });

    it('a key-value store, with its key beside the value or in it', () => {
      const maps = (seen: string) =>
        ['{:process 0, :type :invoke, :f :put, :key "k", :value "a"}', '{:process 0, :type :ok, :f :put, :key "k", :value "a"}', '{:process 1, :type :invoke, :f :append, :key "k", :value "b"}', '{:process 1, :type :ok, :f :append, :key "k", :value "b"}', '{:process 0, :type :invoke, :f :get, :key "k", :value nil}', `{:process 0, :type :ok, :f :get, :key "k", :value "${seen}"}`].join('\n');
      assert.deepEqual([verdict(maps('ab')), verdict(maps('a'))], ['linearizable', 'violated']);
      assert.equal(verdict(lines('0 :invoke :put ["k" "a"]', '0 :ok :put ["k" "a"]', '0 :invoke :get ["k" nil]', '0 :ok :get ["k" "a"]')), 'linearizable');
    });

    it('a queue, drained too', () => {
      const history = (drained: string) => lines('0 :invoke :enqueue 1', '0 :ok :enqueue 1', '1 :invoke :enqueue 2', '1 :ok :enqueue 2', '2 :invoke :drain nil', `2 :ok :drain ${drained}`, '0 :invoke :dequeue nil', '0 :fail :dequeue :empty');
      assert.deepEqual([verdict(history('[2 1]')), verdict(history('[1 2]')), verdict(history('[1]')), verdict(history('[1 2 3]'))], ['linearizable', 'linearizable', 'violated', 'violated']);
    });

    it('a set that is read as a whole, a counter, and a lock', () => {
      const set = (seen: string) => lines('0 :invoke :add 1', '0 :ok :add 1', '1 :invoke :add 2', '1 :info :add :timeout', '0 :invoke :read nil', `0 :ok :read ${seen}`);
      assert.deepEqual([verdict(set('#{1}')), verdict(set('#{1 2}')), verdict(set('#{2}'))], ['linearizable', 'linearizable', 'violated']);
      const counter = (seen: number) => lines('0 :invoke :add 5', '0 :ok :add 5', '0 :invoke :read nil', `0 :ok :read ${seen}`);
      assert.deepEqual([verdict(counter(5)), verdict(counter(4))], ['linearizable', 'violated']);
      const lock = (second: string) => lines('0 :invoke :acquire nil', '0 :ok :acquire nil', '1 :invoke :acquire nil', second);
      assert.deepEqual([verdict(lock('1 :ok :acquire nil')), verdict(lock('1 :fail :acquire nil'))], ['violated', 'linearizable']);
    });

    it('that is told from its operations, or is refused with what there is', () => {
      assert.throws(() => read(lines('0 :invoke :teleport nil')), /Operations teleport are of no object that is known here. There are register,/);
      assert.throws(() => read(lines('0 :invoke :read nil', '0 :ok :read [1]'), 'register'), /Line 1, read: a value is a number, a text or nil, not \[1\]/);
      assert.throws(() => read(lines('0 :invoke :cas 3', '0 :ok :cas 3')), /its value is a pair such as \[1 2\], not 3/);
    });

    it('and says what it left out', () => {
      const { leftOut, lines: at } = read(lines('0 :invoke :write 1', '0 :fail :write :nope', '1 :invoke :read nil', '2 :invoke :write 5', '2 :ok :write 5'));
      assert.deepEqual(Object.fromEntries(leftOut), { 'operations that failed, and so had no effect': 1, 'reads that never came back': 1 });
      assert.deepEqual(at, [4]);
    });
  });

  it('is of transactions', () => {
    const text = '[{:process 0 :type :invoke :f :txn :value [[:append 3 1] [:r 4 nil]]} {:process 0 :type :ok :f :txn :value [[:append 3 1] [:r 4 [2]]]} {:process 1 :type :invoke :f :txn :value [[:w :x 1] [:r "y" nil]]} {:process 1 :type :info :f :txn :value [[:w :x 1] [:r "y" nil]]}]';
    const operations = operationsIn(text);
    assert.ok(areTransactions(operations));
    assert.deepEqual(transactionsOf(operations), [
      { process: 0, operations: [{ op: 'append', key: 3, value: 1 }, { op: 'read', key: 4, value: [2] }], invoked: 0, completed: 1, status: 'committed' },
      { process: 1, operations: [{ op: 'write', key: 'x', value: 1 }, { op: 'read', key: 'y', value: undefined }], invoked: 2, completed: Infinity, status: 'unknown' },
    ]);
    assert.throws(() => transactionsOf(operationsIn('[{:process 0 :type :invoke :f :txn :value [[:swap 3 1]]}]')), /Line 1: a transaction is a list of \[:append key value\]/);
  });
});
