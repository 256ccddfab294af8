import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shrink } from '../../../src/engine/check/shrink.ts';

describe('shrink', () => {
  it('leaves nothing without which the failure would be gone, and keeps the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 99 }), { maxLength: 40 }), fc.uniqueArray(fc.nat({ max: 39 }), { maxLength: 5 }), (items, positions) => {
        const needed = new Set(positions.flatMap((position) => items[position] ?? []));
        const fails = (part: readonly number[]) => [...needed].every((item) => part.includes(item));
        const { items: left, isMinimal } = shrink(items, fails);
        assert.deepEqual(left, items.filter((item) => needed.has(item)));
        assert.ok(isMinimal);
      }),
    );
  });

  it('is 1-minimal where items can stand in for each other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }), (items) => {
        const sum = (part: readonly number[]) => part.reduce((total, item) => total + item, 0);
        const bound = Math.ceil(sum(items) / 2);
        const { items: left } = shrink(items, (part) => sum(part) >= bound);
        assert.ok(sum(left) >= bound);
        left.forEach((item) => assert.ok(sum(left) - item < bound));
      }),
    );
  });

  it('takes far fewer tries than one by one where little is needed', () => {
    const { items, tries } = shrink(Array.from({ length: 1024 }, (_, item) => item), (part) => part.includes(700));
    assert.deepEqual(items, [700]);
    assert.ok(tries < 60, String(tries));
  });

  it('stops at its budget and says so', () => {
    const items = Array.from({ length: 100 }, (_, item) => item);
    const { items: left, tries, isMinimal } = shrink(items, (part) => part.includes(3) && part.includes(97), 5);
    assert.deepEqual([tries, isMinimal], [5, false]);
    assert.ok(left.includes(3) && left.includes(97));
  });
});
