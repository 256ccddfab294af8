import assert from 'node:assert/strict';
import type { History } from '../../../src/engine/check/history.ts';
import { historyOf, isOfCommands, keyValueStore } from '../../../src/engine/protocols/key-value/history.ts';
import { clientHistory, type ClientHistory } from '../../../src/engine/scene/client-history.ts';
import { medianOf, RunningClients } from '../../../src/engine/scene/clients.ts';
import type { Truth } from '../../../src/engine/scene/truth.ts';
import type { TraceEvent } from '../../../src/engine/sim/trace.ts';

type Command = { readonly op: 'set'; readonly key: string; readonly value: number } | { readonly op: 'get'; readonly key: string };

const set = (value: number): Command => ({ op: 'set', key: 'x', value });
const get: Command = { op: 'get', key: 'x' };

let events = 0;
function note(time: number, node: number, payload: unknown): TraceEvent {
  return { id: events++, time, kind: 'note', node, cause: null, payload };
}
const begin = (time: number, node: number, command: Command) => note(time, node, { note: 'invoked', serial: 1, command });
const end = (time: number, node: number, command: Command, value: number | null) => note(time, node, { note: 'completed', serial: 1, command, result: { value } });

const STORE = clientHistory(keyValueStore, { isOfHistory: isOfCommands, historyOf });

/** What is said after each event of whether clients see one store, and one order. */
function truths(...all: readonly TraceEvent[]): readonly (readonly [Truth, Truth])[] {
  const clients = new RunningClients(STORE);
  return all.map((event) => {
    clients.take(event);
    return [clients.keepTo('linearizable'), clients.keepTo('sequentially consistent')];
  });
}

/** A history of so many operations that were answered with what `answers` gives; it counts how often it is judged. */
function judged(answers: (operations: number) => Truth): { readonly clients: RunningClients; readonly times: () => number; readonly take: (name: string) => void } {
  let times = 0;
  const history: ClientHistory = {
    object: 'a test',
    isOfHistory: ({ payload }) => payload === 'invoked' || payload === 'completed',
    historyOf: (all): History<unknown, unknown> => all.filter(({ payload }) => payload === 'completed').map(({ time }) => ({ process: 0, input: null, invoked: time, returned: time + 1, output: null })),
    judge(all) {
      times++;
      return answers(all.length);
    },
  };
  const clients = new RunningClients(history);
  return { clients, times: () => times, take: (payload) => clients.take(note(events, 5, payload)) };
}

describe('what clients of a run have seen', () => {
  it('is held to a consistency model', () => {
    const stale = [begin(1, 5, set(1)), end(2, 5, set(1), 1), begin(3, 6, get), end(4, 6, get, null)];
    assert.deepEqual(truths(...stale), [[true, true], [true, true], [true, true], [false, true]]);
    const lost = [begin(1, 5, set(1)), end(2, 5, set(1), 1), begin(3, 5, get), end(4, 5, get, null)];
    assert.deepEqual(truths(...lost).at(-1), [false, false]);
  });

  it('may be in a sequential order again, when what was read is asked for later, and never linearizable again', () => {
    assert.deepEqual(truths(begin(1, 5, get), end(2, 5, get, 7), begin(3, 6, set(7))), [[true, true], [false, false], [false, true]]);
  });

  it('is judged again only when it may be judged otherwise', () => {
    const { clients, times, take } = judged((operations) => operations < 5);
    const ask = (expected: Truth, count: number) => {
      assert.equal(clients.keepTo('linearizable'), expected);
      assert.equal(times(), count);
    };
    ask(true, 1);
    ask(true, 1);
    take('invoked');
    take('something else');
    ask(true, 1);
    take('completed');
    ask(true, 2);
    for (let more = 0; more < 3; more++) take('completed');
    ask(false, 3);
    take('completed');
    ask(false, 3);
  });

  it('is judged again when it has grown by a hundredth where it is long, and in the end', () => {
    const { clients, times, take } = judged(() => true);
    for (let operations = 0; operations < 300; operations++) {
      take('completed');
      assert.equal(clients.keepTo('linearizable'), true);
    }
    assert.equal(times(), 183);
    const before = times();
    take('completed');
    clients.keepTo('linearizable');
    clients.complete();
    clients.keepTo('linearizable');
    assert.equal(times(), before + 1);
    take('completed');
    assert.equal(clients.keepTo('sequentially consistent'), true);
    take('completed');
    assert.equal(clients.keepTo('sequentially consistent'), true);
    assert.equal(times(), before + 3);
  });

  it('is tried again where it was not decided, when it has grown a good deal or is complete', () => {
    const { clients, times, take } = judged((operations) => (operations === 17 ? true : 'undecided'));
    const counts = Array.from({ length: 16 }, () => {
      take('completed');
      assert.equal(clients.keepTo('linearizable'), 'undecided');
      return times();
    });
    assert.deepEqual(counts, [1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6]);
    take('completed');
    assert.equal(clients.keepTo('linearizable'), 'undecided');
    clients.complete();
    assert.equal(clients.keepTo('linearizable'), true);
  });

  it('says how long operations took that have their answers', () => {
    const clients = new RunningClients(STORE);
    const measures = (nodes?: readonly number[]) => (['completed', 'shortest', 'median', 'longest'] as const).map((what) => clients.measure(what, nodes));
    assert.deepEqual(measures(), [0, undefined, undefined, undefined]);
    for (const event of [begin(10, 5, set(1)), begin(12, 6, get), end(15, 5, set(1), 1), begin(20, 5, get), end(32, 6, get, 1), begin(40, 6, get), end(41, 6, get, 1), begin(50, 5, set(2))]) clients.take(event);
    assert.deepEqual(measures(), [3, 1, 5, 20]);
    assert.deepEqual(measures([6]), [2, 1, 10.5, 20]);
    assert.deepEqual(measures([5]), [1, 5, 5, 5]);
    assert.deepEqual(measures([]), [0, undefined, undefined, undefined]);
  });

  it('is not known where the system says nothing of it', () => {
    const clients = new RunningClients(undefined);
    assert.throws(() => clients.keepTo('linearizable'), RangeError);
    assert.throws(() => clients.measure('completed', undefined), RangeError);
  });

  it('has a median in the middle of two where they are even', () => {
    assert.deepEqual([[], [4], [1, 4], [1, 2, 9], [1, 2, 4, 9]].map(medianOf), [undefined, 4, 2.5, 2, 3]);
  });
});
