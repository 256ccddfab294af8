import assert from 'node:assert/strict';
import { formatClaim, formatDeviation, formatQuantity, formatTolerance, isWithin, type Claim } from '../../../src/simulations/published/claim.ts';

const relative: Claim = { kind: 'relative', value: 200, tolerance: 0.03, stated: true };
const absolute: Claim = { kind: 'absolute', value: 150, tolerance: 10, stated: false };
const magnitude: Claim = { kind: 'magnitude', value: 100, stated: true };
const range: Claim = { kind: 'range', minimum: 0.15, maximum: 0.2, stated: true };
const above: Claim = { kind: 'above', bound: 10_000, stated: true };
const below: Claim = { kind: 'below', bound: 0.05, stated: true };

describe('a claim', () => {
  const cases: readonly (readonly [Claim, within: readonly number[], outside: readonly number[]])[] = [
    [relative, [194, 200, 206], [193.9, 206.1]],
    [absolute, [140, 160], [139, 161]],
    [magnitude, [32, 100, 316], [31, 317]],
    [range, [0.15, 0.2], [0.149, 0.201]],
    [above, [10_001], [10_000]],
    [below, [0.049], [0.05]],
  ];
  for (const [claim, within, outside] of cases) {
    it(`holds within its tolerance and not outside: ${claim.kind}`, () => {
      for (const measured of within) assert.equal(isWithin(claim, measured), true, String(measured));
      for (const measured of outside) assert.equal(isWithin(claim, measured), false, String(measured));
    });
  }

  it('does not hold of what was not measured', () => {
    for (const claim of [relative, absolute, magnitude, range, above, below]) assert.equal(isWithin(claim, NaN), false, claim.kind);
  });

  it('is written as its unit is', () => {
    assert.equal(formatClaim(relative, 'ms'), '200 ms');
    assert.equal(formatClaim(above, 'ms'), 'over 10 s');
    assert.equal(formatClaim(below, 'share'), 'under 5 %');
    assert.equal(formatClaim(range, 'share'), '15 % to 20 %');
    assert.equal(formatClaim({ ...absolute, value: 1, tolerance: 0 }, 'yes or no'), 'yes');
  });

  it('says how near one must come, and who demands it', () => {
    assert.equal(formatTolerance(relative, 'ms'), '±3 %');
    assert.equal(formatTolerance(absolute, 'qps'), '±10 qps (ours)');
    assert.equal(formatTolerance(magnitude, 'ms'), 'order of magnitude');
    assert.equal(formatTolerance({ ...absolute, tolerance: 0, stated: true }, 'share'), 'the same');
    assert.equal(formatTolerance(below, 'share'), 'holds');
  });

  it('says how far off a measurement is, where it is of a single number', () => {
    assert.equal(formatDeviation(relative, 195, 'ms'), '−2.5 %');
    assert.equal(formatDeviation(relative, 200.01, 'ms'), '0 %');
    assert.equal(formatDeviation(magnitude, 205, 'ms'), '+105 %');
    assert.equal(formatDeviation(range, 0.17, 'share'), '');
    assert.equal(formatDeviation({ ...absolute, value: 1 }, 0, 'yes or no'), '');
  });
});

describe('a quantity', () => {
  it('has no more digits than are known', () => {
    assert.equal(formatQuantity(428.757, 'ms'), '429 ms');
    assert.equal(formatQuantity(35.2512, 'ms'), '35.3 ms');
    assert.equal(formatQuantity(63_290, 'ms'), '63.29 s');
    assert.equal(formatQuantity(1848.2, 'calls'), '1848 calls');
    assert.equal(formatQuantity(0.00059203, 'probability'), '0.000592');
    assert.equal(formatQuantity(2.647_41, 'service times'), '2.647');
    assert.equal(formatQuantity(0.1604, 'share'), '16 %');
    assert.equal(formatQuantity(0.0523, 'share'), '5.2 %');
    assert.equal(formatQuantity(0, 'yes or no'), 'no');
  });
});
