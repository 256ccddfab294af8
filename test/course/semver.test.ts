import assert from 'node:assert/strict';
import { compareVersions, satisfies } from '../../src/course/semver.ts';

describe('versions', () => {
  it('are compared number by number', () => {
    assert.deepEqual(['1.0.0', '0.10.0', '0.9.9', '0.9.10'].sort(compareVersions), ['0.9.9', '0.9.10', '0.10.0', '1.0.0']);
    assert.equal(compareVersions('1.2.3', '1.2.3'), 0);
  });

  const cases: readonly [range: string, inside: readonly string[], outside: readonly string[]][] = [
    ['^1.2.3', ['1.2.3', '1.9.0'], ['1.2.2', '2.0.0', '0.9.0']],
    ['^0.1.2', ['0.1.2', '0.1.9'], ['0.1.1', '0.2.0', '1.0.0']],
    ['^0.0.3', ['0.0.3'], ['0.0.2', '0.0.4', '0.1.0']],
    ['>=0.1.0', ['0.1.0', '7.0.0'], ['0.0.9']],
    ['>=0.1.0 <0.3.0', ['0.1.0', '0.2.9'], ['0.3.0', '0.0.1']],
  ];
  for (const [range, inside, outside] of cases) {
    it(`are in ${range} or not`, () => {
      assert.deepEqual(inside.map((version) => satisfies(version, range)), inside.map(() => true));
      assert.deepEqual(outside.map((version) => satisfies(version, range)), outside.map(() => false));
    });
  }

  it('and ranges of other forms are refused', () => {
    for (const range of ['1.x', '*', '~1.2.3', '>=1.0.0 <2', '']) assert.throws(() => satisfies('1.0.0', range), RangeError);
  });
});
