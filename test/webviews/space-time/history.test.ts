import assert from 'node:assert/strict';
import { Random } from '../../../src/engine/sim/random.ts';
import { NONE } from '../../../webviews/simulation/space-time/columns.ts';
import { History } from '../../../webviews/simulation/space-time/history.ts';
import { destinationOf } from '../../../webviews/simulation/space-time/navigation.ts';
import { spansBetween } from '../../../webviews/simulation/space-time/spans.ts';
import { faultyHistory, historyOf, pageOf, type MadeEvent } from './histories.ts';

const MESSAGES: readonly MadeEvent[] = [
  { time: 0, kind: 'start', node: 0 },
  { time: 0, kind: 'start', node: 1 },
  { time: 10, kind: 'timer', node: 0, label: 'tick' },
  { time: 10, kind: 'send', node: 0, cause: 2, to: 1, arrives: 20, label: 'ping' },
  { time: 10, kind: 'duplicate', node: 0, cause: 3, to: 1, arrives: 30, label: 'ping' },
  { time: 20, kind: 'deliver', node: 1, cause: 3 },
  { time: 20, kind: 'send', node: 1, cause: 5, to: 0, arrives: 40, label: 'pong' },
  { time: 20, kind: 'lose', node: 1, cause: 6 },
  { time: 25, kind: 'partition', node: -1 },
  { time: 30, kind: 'deliver', node: 1, cause: 4 },
];

describe('the history of a run in the panel', () => {
  it('knows both ends of each message', () => {
    const { columns } = historyOf(2, MESSAGES);
    assert.deepEqual([3, 4, 6].map((send) => columns.endOf(send)), [5, 9, 7]);
    assert.equal(columns.originOf(4), 3);
    assert.deepEqual([5, 9, 7, 3, 2].map((id) => columns.otherEndOf(id)), [3, 4, 6, 5, NONE]);
    assert.equal(columns.targetOf(6), 0);
    assert.equal(columns.arrivalOf(4), 30);
    assert.equal(columns.labelOf(6), 'pong');
  });

  it('takes only the page that comes next', () => {
    const history = historyOf(2, MESSAGES);
    assert.throws(() => history.append(pageOf(MESSAGES)), /begins at 0; the next one expected is 10/);
  });

  it('is the same whatever the pages are', () => {
    const [one, other] = [faultyHistory('raft', 5, 1_500, 5_000).history, faultyHistory('raft', 5, 1_500, 1).history];
    assert.deepEqual(one.spans, other.spans);
    for (let id = 0; id < one.columns.length; id++) {
      for (const read of ['timeOf', 'markOf', 'lineOf', 'placeOf', 'labelOf', 'causeOf', 'endOf'] as const) assert.equal(one.columns[read](id), other.columns[read](id), `${read}(${id})`);
    }
  });

  it('finds the messages that are on their way, and no others', () => {
    const { columns, flights } = faultyHistory('raft', 6, 3_000, 50).history;
    const random = Random.fromSeed(6);
    const endTime = (send: number): number => (columns.endOf(send) === NONE ? Infinity : Math.max(columns.timeOf(columns.endOf(send)), columns.arrivalOf(send)));
    for (let sample = 0; sample < 200; sample++) {
      const from = random.integer(columns.until);
      const to = from + random.integer(sample % 2 === 0 ? 5_000 : 2_000_000);
      const found: number[] = [];
      flights.between(from, to, (send) => found.push(send) > 0);
      const all = Array.from({ length: columns.sends.length }, (_, position) => columns.sends.at(position));
      assert.deepEqual(found, all.filter((send) => columns.timeOf(send) <= to && endTime(send) >= from));
    }
  });

  it('knows for how long nodes were down and stood still, and the network was cut', () => {
    const { spans } = historyOf(
      2,
      [
        { time: 0, kind: 'start', node: 0 },
        { time: 5, kind: 'pause', node: 0 },
        { time: 8, kind: 'crash', node: 0 },
        { time: 9, kind: 'partition', node: -1 },
        { time: 12, kind: 'restart', node: 0 },
        { time: 15, kind: 'heal', node: -1 },
        { time: 20, kind: 'pause', node: 0 },
      ],
      {
        roles: [{ event: 0, node: 0, role: 'follower', badge: 'F' }, { event: 2, node: 0, role: '', badge: '' }],
        cuts: [{ event: 3, links: [{ from: 0, to: 1 }] }, { event: 5, links: [] }],
      },
    );
    assert.deepEqual(spans.statuses[0], [
      { from: 5, to: 8, status: 'paused' },
      { from: 8, to: 12, status: 'crashed' },
      { from: 20, to: Infinity, status: 'paused' },
    ]);
    assert.deepEqual(spans.roles[0], [{ from: 0, to: 8, role: 'follower', badge: 'F' }]);
    assert.deepEqual(spans.cuts, [{ from: 9, to: 15, links: [{ from: 0, to: 1 }] }]);
    assert.deepEqual(spansBetween(spans.statuses[0] ?? [], 9, 19).map(({ from }) => from), [8]);
    assert.deepEqual(spansBetween(spans.statuses[0] ?? [], 13, 19), []);
    assert.deepEqual(spansBetween(spans.statuses[0] ?? [], 30, 40).map(({ from }) => from), [20]);
  });

  describe('moving by keyboard', () => {
    const { columns } = historyOf(2, MESSAGES);
    const move = (from: number, way: Parameters<typeof destinationOf>[2]): number | null => destinationOf(columns, from, way);

    it('goes through all events, and no further', () => {
      assert.equal(move(NONE, 'next'), 0);
      assert.equal(move(4, 'next'), 5);
      assert.equal(move(4, 'previous'), 3);
      assert.equal(move(0, 'previous'), null);
      assert.equal(move(9, 'next'), null);
      assert.equal(destinationOf(new History(2).columns, NONE, 'next'), null);
    });

    it('goes along a line, and to the other end of a message', () => {
      assert.equal(move(1, 'later'), 5);
      assert.equal(move(5, 'earlier'), 1);
      assert.equal(move(9, 'later'), null);
      assert.equal(move(3, 'other-end'), 5);
      assert.equal(move(5, 'other-end'), 3);
      assert.equal(move(2, 'other-end'), null);
    });

    it('goes to what is nearest in time on the lines beside', () => {
      assert.equal(move(0, 'line-after'), 1);
      assert.equal(move(2, 'line-after'), 5);
      assert.equal(move(9, 'line-after'), 8);
      assert.equal(move(9, 'line-before'), 4);
      assert.equal(move(2, 'line-before'), null);
    });
  });
});
