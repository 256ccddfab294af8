import assert from 'node:assert/strict';
import { SeenVectors } from '../../../../src/engine/check/consistency/vectors.ts';
import { Allowance } from '../../../../src/engine/check/linearizability/allowance.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

describe('vectors that were seen', () => {
  it('are told apart, whatever their hashes', () => {
    const random = Random.fromSeed(1);
    const known = new Set<string>();
    const seen = new SeenVectors(3, new Allowance(1e9));
    for (let tries = 0; tries < 5_000; tries++) {
      const vector = Int32Array.from({ length: 3 }, () => random.integer(12));
      // Few hashes, so that many vectors share one.
      assert.equal(seen.add(vector, vector[0]! % 4), !known.has(vector.join()));
      known.add(vector.join());
    }
  });

  it('are forgotten, and not taken for others, where there is no room', () => {
    const seen = new SeenVectors(1, new Allowance(0));
    const added = Array.from({ length: 1_000 }, (_, value) => seen.add(Int32Array.of(value), value));
    assert.ok(added.every((isNew) => isNew));
    assert.equal(seen.add(Int32Array.of(0), 0), false);
    assert.equal(seen.add(Int32Array.of(999), 999), true);
  });
});
