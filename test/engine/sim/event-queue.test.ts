import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventQueue } from '../../../src/engine/sim/event-queue.ts';

function drain(queue: EventQueue<string>): [number, string][] {
  const popped: [number, string][] = [];
  while (queue.pop()) popped.push([queue.time, queue.item ?? '']);
  return popped;
}

const entries = fc.array(fc.nat({ max: 20 }), { maxLength: 400 });

describe('EventQueue', () => {
  it('gives items by time, and those of one time by their order', () => {
    fc.assert(
      fc.property(entries, (times) => {
        const queue = new EventQueue<string>();
        times.forEach((time, order) => queue.push(time, order, 0, `${order}`));
        const expected = times
          .map((time, order): [number, number] => [time, order])
          .sort(([a, i], [b, j]) => a - b || i - j)
          .map(([time, order]): [number, string] => [time, `${order}`]);
        assert.deepEqual(drain(queue), expected);
      }),
    );
  });

  it('goes on from a captured state, which later pushes do not touch', () => {
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        const queue = new EventQueue<string>();
        before.forEach((time, order) => queue.push(time, order, 0, `${order}`));
        const state = queue.capture((item) => item);
        after.forEach((time, order) => queue.push(time, 1000 + order, 0, 'later'));
        drain(queue);
        queue.restore(state, (item) => item);
        const copy = new EventQueue<string>();
        copy.restore(state, (item) => item);
        assert.deepEqual(drain(queue), drain(copy));
      }),
    );
  });

  it('says when the next item is due', () => {
    const queue = new EventQueue<string>();
    assert.equal(queue.nextTime, Infinity);
    queue.push(5, 0, 2, 'a');
    assert.equal(queue.nextTime, 5);
    assert.equal(queue.nextTag, 2);
    assert.equal(queue.nextItem, 'a');
    assert.equal(queue.size, 1);
  });
});
