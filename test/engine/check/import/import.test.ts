import assert from 'node:assert/strict';
import { checkLinearizability } from '../../../../src/engine/check/linearizability/check.ts';
import { HistoryFormatError } from '../../../../src/engine/check/import/errors.ts';
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
      const event: HistoryEvent = { type: 'invoke', f, value, key: undefined, process, error: undefined, time: undefined, line, column: 1 };
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

  it('is read or refused with a place, whatever is broken in it', () => {
    const outcomes = { read: 0, refused: 0 };
    const ways = Object.values(WRITERS);
    for (let seed = 1; seed <= 600; seed++) {
      const random = Random.fromSeed(seed).split('broken');
      const characters = [...random.pick(ways)!(randomEvents(random))];
      for (let damage = random.between(1, 3); damage > 0; damage--) {
        const at = random.integer(characters.length);
        characters.splice(at, random.integer(3), ...random.pick([[], ['"'], ['['], ['}'], ['\\'], ['#'], [':'], ['\n'], ['nil'], ['9'], [';']] as const)!);
      }
      try {
        read(characters.join(''));
        outcomes.read++;
      } catch (error) {
        assert.ok(error instanceof HistoryFormatError, String(error));
        outcomes.refused++;
      }
    }
    assert.ok(outcomes.read > 50 && outcomes.refused > 50, JSON.stringify(outcomes));
  });

  it('counts what is no operation of a client, and loses nothing', () => {
    const { format, events, passedOver } = readEvents('INFO jepsen.core - starting\nINFO jepsen.util - :nemesis :info :start nil\nINFO jepsen.util - 0 :invoke :read nil\nINFO jepsen.util - 0 :ok :read 3\n\nEverything looks good!');
    assert.deepEqual([format, events.length, Object.fromEntries(passedOver)], ['jepsen-log', 2, { 'lines that are no operations': 2, 'faults of the nemesis': 1 }]);
    assert.equal(readEvents('[{:process :nemesis, :type :info, :f :kill}]').passedOver.get('faults of the nemesis'), 1);
  });

  it('is told from its text, whatever comes first and however its lines end', () => {
    const cases: [string, string, number][] = [
      ['\uFEFF; a comment\r\n{:type :invoke, :f :read, :process 0}\r\n#_{:left :out}\r\n', 'edn', 1],
      ['(#jepsen.history.Op{:type :invoke, :f :read, :process 0})', 'edn', 1],
      ['[\n{:type :invoke, :f :read, :process 0}\n]', 'edn', 1],
      ['[]', 'edn', 0],
      ['[2024-01-01 12:00:00] starting\r\n[2024-01-01 12:00:01] INFO jepsen.util - 0\t:invoke\t:write\t3\r\n', 'jepsen-log', 1],
      ['0\t:invoke\t:read\tnil\n0\t:ok\t:read\t3', 'jepsen-log', 2],
      [':nemesis\t:info\t:start\tnil', 'jepsen-log', 0],
      ['\uFEFF{"process": 0, "type": "invoke", "f": "read"}\r\n\r\n', 'json', 1],
      ['[\n  {"process": 0, "type": "invoke", "f": "read"},\n  {"process": 0, "type": "ok", "f": "read", "value": 3}\n]\n', 'json', 2],
    ];
    for (const [text, format, count] of cases) {
      const found = readEvents(text);
      assert.deepEqual([found.format, found.events.length], [format, count], text);
    }
    assert.deepEqual(Object.fromEntries(readEvents(cases[0]![0]).passedOver), { comments: 1, 'values that #_ leaves out': 1 });
    assert.throws(() => readEvents(' \n; nothing but a comment'), /there is nothing here/);
  });

  it('may end its lines with what went wrong, in any words', () => {
    const [invoked, info, , failed] = readEvents('0 :invoke :write 3\n0 :info :write 3 Connection reset (by "peer\n1 :invoke :read nil\n1 :fail :read :timed-out').events;
    assert.deepEqual([invoked?.value, info?.value, info?.error, failed?.value, failed?.error], [3, 3, 'Connection reset (by "peer', null, 'timed-out']);
  });

  it('keeps integers apart that numbers would take for one', () => {
    const verdicts = (seen: string) => ['edn', 'json'].map((form) => verdict(form === 'edn' ? `{:process 0 :type :invoke :f :write :value 9007199254740993 :time 1700000000000000001} {:process 0 :type :ok :f :write :value 9007199254740993 :time 1700000000000000002} {:process 0 :type :invoke :f :read :time 1700000000000000003} {:process 0 :type :ok :f :read :value ${seen} :time 1700000000000000004}` : `{"process": 0, "type": "invoke", "f": "write", "value": 9007199254740993}\n{"process": 0, "type": "ok", "f": "write", "value": 9007199254740993}\n{"process": 0, "type": "invoke", "f": "read"}\n{"process": 0, "type": "ok", "f": "read", "value": ${seen}}`));
    assert.deepEqual(verdicts('9007199254740993'), ['linearizable', 'linearizable']);
    assert.deepEqual(verdicts('9007199254740992'), ['violated', 'violated']);
  });

  it('is in the order of its times, where all have one and the file is in another', () => {
    const event = (process: number, type: string, f: string, value: number | null, time: number) => JSON.stringify({ process, type, f, value, time });
    // One client's events after the other's.
    const text = (readAt: number) => [event(0, 'invoke', 'write', 1, 0), event(0, 'ok', 'write', 1, 10), event(1, 'invoke', 'read', null, readAt), event(1, 'ok', 'read', null, readAt + 5)].join('\n');
    assert.deepEqual([verdict(text(2)), verdict(text(11)), verdict(text(10))], ['linearizable', 'violated', 'violated']);
    assert.deepEqual([readEvents(text(2)).isReordered, readEvents(text(11)).isReordered], [true, false]);
    // At one moment invocations come first, but what one process does is in its order.
    const events = readEvents([event(1, 'invoke', 'read', null, 10), event(1, 'ok', 'read', 1, 12), event(0, 'invoke', 'write', 1, 0), event(0, 'ok', 'write', 1, 10), event(0, 'invoke', 'write', 2, 10), event(0, 'ok', 'write', 2, 11)].join('\n')).events;
    assert.deepEqual(events.map(({ process, type }) => `${process} ${type}`), ['0 invoke', '1 invoke', '0 ok', '0 invoke', '0 ok', '1 ok']);
  });

  it('may say an operation in one object, with both of its moments', () => {
    const plain = (seen: number) => [{ process: 0, f: 'write', value: 1, call: 0, return: 10 }, { process: 1, f: 'read', call: 11, output: seen, return: 12 }, { process: 2, f: 'write', value: 2, call: 3, return: null }, { process: 3, f: 'cas', value: [7, 8], call: 0, return: 4, output: false }].map((operation) => JSON.stringify(operation)).join('\n');
    assert.deepEqual([verdict(plain(1)), verdict(plain(2)), verdict(plain(3))], ['linearizable', 'linearizable', 'violated']);
    const porcupine = (seen: string) => JSON.stringify([{ ClientId: 0, Input: { Op: 'put', Key: 'x', Value: 'a' }, Call: 0, Output: { Value: '' }, Return: 5 }, { ClientId: 1, Input: { Op: 'get', Key: 'x', Value: '' }, Call: 5, Output: { Value: seen }, Return: 9 }]);
    // They touch, so either may come first.
    assert.deepEqual([verdict(porcupine('a')), verdict(porcupine('')), verdict(porcupine('b'))], ['linearizable', 'linearizable', 'violated']);
    assert.throws(() => readEvents('{"process": 0, "f": "read", "call": 5, "return": 4}'), /Line 1, column 1: this operation returns at 4, before its call at 5/);
    assert.throws(() => readEvents('{"process": 0, "f": "read", "call": "noon"}'), /the moment of the call is a number, not "noon"/);
    assert.throws(() => readEvents('{"process": 0, "f": "read", "call": 5}\n{"process": 0, "f": "read"}'), /Line 2, column 1: this operation has no moment of its call, as that of line 1 has/);
    assert.throws(() => readEvents('{"process": 0, "input": {"op": 3}, "call": 5}'), /what is done has a name, such as read; 3 is none/);
  });

  it('says where it is wrong, and what is expected', () => {
    assert.throws(() => readEvents('{:type :invoke, :f :read, :process 0}\n{:type :maybe, :f :read, :process 0}'), /Line 2, column 1: the type of an operation is invoke, ok, fail or info, not "maybe"/);
    assert.throws(() => readEvents('{"type": "invoke", "process": 0}'), /what is done has a name, such as read; the field f is missing here/);
    assert.throws(() => readEvents('{"type": "invoke"\n'), /Line 1, column 18: this is no JSON: close brace expected/);
    assert.throws(() => readEvents('[{"process": 0, "type": "invoke", "f": "read"},\n {"process": 0, "type": "ok" "f": "read"}]'), /Line 2, column 30: this is no JSON: comma expected/);
    assert.throws(() => readEvents('[{"process": 0, "type": "invoke", "f": "read"},\n  3]'), /Line 2, column 3: an operation is a JSON object, not 3/);
    assert.throws(() => readEvents(`{"process": 0, "type": "invoke", "f": "write", "value": ${'['.repeat(100_000)}`), /Line 1, column 256: this is nested more than 200 levels deep/);
    assert.throws(() => readEvents('{:process 0 :type :invoke :f :read} 1'), /Line 1, column 37: an operation is a map/);
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
      assert.throws(() => operationsIn(line('ok', 0)), /Line 1, column 1: process 0 completes read, which it has not invoked/);
      assert.throws(() => operationsIn(`${line('invoke', 0)}\n${line('invoke', 0)}`), /Line 2, column 1: process 0 invokes read while its read of line 1 has not completed/);
      assert.throws(() => operationsIn(`${line('invoke', 0)}\n${line('ok', 0, 'write')}`), /Line 2, column 1: process 0 completes write, but what it invoked in line 1 is read/);
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

    it('a register, whose failed compare-and-sets can be taken to have done nothing', () => {
      const operations = operationsIn(lines('0 :invoke :write 1', '0 :ok :write 1', '1 :invoke :cas [1 2]', '1 :fail :cas [1 2]'));
      const { model, history } = interpret('register', operations, { failedCas: 'nothing' });
      assert.equal(checkLinearizability(model, history).kind, 'linearizable');
    });

    it('objects by key, whatever the object, and whatever the key', () => {
      const queue = (seen: number) => lines('0 :invoke :enqueue [1 7]', '0 :ok :enqueue [1 7]', '1 :invoke :enqueue ["1" 8]', '1 :ok :enqueue ["1" 8]', '0 :invoke :dequeue [1 nil]', `0 :ok :dequeue [1 ${seen}]`);
      assert.deepEqual([verdict(queue(7)), verdict(queue(8))], ['linearizable', 'violated']);
      assert.equal(read(queue(7)).model.name, 'queue by key');
      const booleans = (seen: string) => lines('0 :invoke :write true', '0 :ok :write true', '0 :invoke :read nil', `0 :ok :read ${seen}`);
      assert.deepEqual([verdict(booleans('true')), verdict(booleans('"true"'))], ['linearizable', 'violated']);
    });

    it('lists, appended to one by one or in transactions of one operation', () => {
      const plain = (seen: string) => lines('0 :invoke :append [:x 1]', '0 :ok :append [:x 1]', '1 :invoke :append [:x 2]', '1 :ok :append [:x 2]', '0 :invoke :read [:x nil]', `0 :ok :read [:x ${seen}]`);
      assert.deepEqual([verdict(plain('[1 2]')), verdict(plain('[2 1]'))], ['linearizable', 'violated']);
      const transactions = (seen: string) => lines('0 :invoke :txn [[:append 5 1]]', '0 :ok :txn [[:append 5 1]]', '0 :invoke :txn [[:r 5 nil]]', `0 :ok :txn [[:r 5 ${seen}]]`);
      assert.deepEqual([verdict(transactions('[1]')), verdict(transactions('nil'))], ['linearizable', 'violated']);
      assert.throws(() => read(lines('0 :invoke :txn [[:r 5 nil] [:r 6 nil]]'), 'list-append'), /only a transaction of one operation/);
    });

    it('a mutex that others may release, unlike a lock', () => {
      const text = lines('0 :invoke :acquire nil', '0 :ok :acquire nil', '1 :invoke :release nil', '1 :ok :release nil');
      assert.deepEqual([verdict(text, 'lock'), verdict(text, 'mutex')], ['violated', 'linearizable']);
    });

    it('a set whose operations say whether they have made a difference', () => {
      const text = (difference: boolean) => lines('0 :invoke :add 1', '0 :ok :add true', '0 :invoke :remove 1', `0 :ok :remove ${difference}`, '0 :invoke :contains 1', '0 :ok :contains false');
      assert.deepEqual([verdict(text(true)), verdict(text(false))], ['linearizable', 'violated']);
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
      assert.throws(() => read(lines('0 :invoke :read nil', '0 :ok :read [1]'), 'register'), /Line 2, column 20: a value is a number, a text, true, false or nil, not \[1\]/);
      assert.throws(() => read(lines('0 :invoke :cas 3', '0 :ok :cas 3')), /the value of cas is a pair such as \[1 2\], not 3/);
    });

    it('and says what it left out', () => {
      const { leftOut, sources } = read(lines('0 :invoke :write 1', '0 :fail :write :nope', '1 :invoke :read nil', '2 :invoke :write 5', '2 :ok :write 5'));
      assert.deepEqual(Object.fromEntries(leftOut), { 'operations that failed, and so had no effect': 1, 'reads that never came back': 1 });
      assert.deepEqual(sources.map(({ line }) => line), [4]);
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
    assert.throws(() => transactionsOf(operationsIn('[{:process 0 :type :invoke :f :txn :value [[:swap 3 1]]}]')), /Line 1, column 2: a transaction is a list of \[:append key value\]/);
  });
});
