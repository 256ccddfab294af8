import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ascending, binomial, mean, power, quantile, standardError } from '../../../src/engine/models/numbers.ts';

describe('the arithmetic of models', () => {
  it('takes powers as products', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), fc.integer({ min: 0, max: 60 }), (base, exponent) => {
        let product = 1;
        for (let factor = 0; factor < exponent; factor++) product *= base;
        const difference = Math.abs(power(base, exponent) - product);
        assert.ok(difference <= 1e-12 * product || difference < 1e-300);
      }),
    );
  });

  it('counts choices as the triangle of Pascal has them', () => {
    for (let from = 0; from <= 20; from++) {
      assert.equal(binomial(from, 0), 1);
      assert.equal(binomial(from, from), 1);
      for (let chosen = 1; chosen <= from; chosen++) assert.equal(binomial(from + 1, chosen), binomial(from, chosen - 1) + binomial(from, chosen));
    }
  });

  it('finds the value that a share of all does not exceed', () => {
    const sorted = ascending([5, 1, 4, 2, 3]);
    assert.deepEqual([0, 0.2, 0.21, 0.5, 0.99, 1].map((share) => quantile(sorted, share)), [1, 1, 2, 3, 5, 5]);
  });

  it('knows how far off a mean is', () => {
    assert.equal(mean([1, 2, 3, 4]), 2.5);
    assert.equal(standardError([7, 7, 7]), 0);
    assert.ok(Math.abs(standardError([1, 3, 1, 3]) - Math.sqrt(1 / 3)) < 1e-12);
  });
});
