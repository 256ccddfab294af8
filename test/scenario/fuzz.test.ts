import assert from 'node:assert/strict';
import { fuzz } from './fuzz.ts';

describe('the compiler of scenarios', () => {
  it('takes any text, and finds what is wrong within it', function () {
    this.timeout(60_000);
    const { compiled, slowest } = fuzz(2_000, 20_261_124);
    // Some of the texts are scenarios still.
    assert.ok(compiled > 50 && compiled < 1_900, `${compiled} compile`);
    assert.ok(slowest < 5_000, `one took ${slowest} ms`);
  });
});
