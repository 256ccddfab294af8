import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../../src/engine/sim/random.ts';

const draws = (random: Random, count: number) => Array.from({ length: count }, () => random.uint32());

describe('Random', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    assert.deepEqual(draws(Random.fromSeed(7), 20), draws(Random.fromSeed(7), 20));
    assert.notDeepEqual(draws(Random.fromSeed(7), 20), draws(Random.fromSeed(8), 20));
  });

  it('gives these numbers on every machine', () => {
    assert.equal(Random.fromSeed(42).next(), 0.70105809483726);
    assert.deepEqual(draws(Random.fromSeed(42).split('network'), 3), [864554481, 1810425503, 85422788]);
  });

  it('tells seeds apart that differ only above 2^32', () => {
    assert.notDeepEqual(draws(Random.fromSeed(1), 4), draws(Random.fromSeed(1 + 2 ** 32), 4));
  });

  it('splits by seed and label alone: what was drawn before does not matter', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.nat({ max: 50 }), (seed, label, drawn) => {
        const fresh = Random.fromSeed(seed);
        const used = Random.fromSeed(seed);
        draws(used, drawn);
        assert.deepEqual(draws(fresh.split(label), 8), draws(used.split(label), 8));
      }),
    );
  });

  it('splits into sources that differ by label', () => {
    const root = Random.fromSeed(1);
    const firsts = new Set(Array.from({ length: 2000 }, (_, i) => root.split(`node ${i}`).uint32()));
    assert.equal(firsts.size, 2000);
  });

  it('goes on from a captured state', () => {
    const random = Random.fromSeed(3);
    draws(random, 5);
    const state = random.capture();
    const expected = draws(random, 5);
    random.restore(state);
    assert.deepEqual(draws(random, 5), expected);
  });

  it('keeps its numbers in range and uses the whole of it', () => {
    const random = Random.fromSeed(9);
    const seen = new Set<number>();
    let sum = 0;
    for (let i = 0; i < 20_000; i++) {
      const unit = random.next();
      assert.ok(unit >= 0 && unit < 1);
      sum += unit;
      seen.add(random.between(3, 7));
    }
    assert.deepEqual([...seen].sort(), [3, 4, 5, 6, 7]);
    assert.ok(Math.abs(sum / 20_000 - 0.5) < 0.01);
  });

  it('refuses a seed that is no natural number', () => {
    assert.throws(() => Random.fromSeed(-1), /integer from 0/);
    assert.throws(() => Random.fromSeed(0.5), /integer from 0/);
  });
});
