import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchesOf, carryOutBatch, countOf, joined, seedsIn, sharesOf, WHOLE, type Seeds } from '../../src/scenario/batch.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';

const seeds: fc.Arbitrary<Seeds> = fc.tuple(fc.nat(1_000), fc.nat(40)).map(([first, more]) => ({ first, last: first + more }));
const manySeeds = fc.array(seeds, { maxLength: 6 });
const allOf = (all: readonly Seeds[]) => all.flatMap((each, scene) => seedsIn({ ...each, step: 1 }).map((seed) => `${scene} ${seed}`));

describe('shards and batches of seeds', () => {
  it('share out every seed of every scenario once, and evenly', () => {
    fc.assert(
      fc.property(manySeeds, fc.integer({ min: 1, max: 12 }), (all, of) => {
        const shards = Array.from({ length: of }, (_, position) => sharesOf(all, { index: position + 1, of }));
        const found = shards.map((shares) => shares.flatMap((share, scene) => seedsIn(share).map((seed) => `${scene} ${seed}`)));
        assert.deepEqual(found.flat().sort(), allOf(all).sort());
        const counts = shards.map((shares) => shares.reduce((sum, share) => sum + countOf(share), 0));
        assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join(', '));
      }),
    );
  });

  it('fall into batches of no more than a size, which together are the whole', () => {
    fc.assert(
      fc.property(manySeeds, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 30 }), (all, of, size) => {
        const shares = sharesOf(all, { index: of, of });
        const batches = batchesOf(shares, size);
        assert.ok(batches.every((batch) => countOf(batch.seeds) >= 1 && countOf(batch.seeds) <= size));
        assert.deepEqual(
          batches.flatMap((batch) => seedsIn(batch.seeds).map((seed) => `${batch.scene} ${seed}`)),
          shares.flatMap((share, scene) => seedsIn(share).map((seed) => `${scene} ${seed}`)),
        );
      }),
    );
  });

  it('come to the same in any order and size', () => {
    const scenes = [sceneOf('scenario "a" system raft { nodes 3 } seeds 1..12 until 400ms eventually within 250ms: some server is leader'), sceneOf('scenario "b" system raft until 1ms')];
    const shares = sharesOf(scenes.map((scene) => scene.seeds), WHOLE);
    const outcome = (size: number, turned: boolean) => {
      const batches = batchesOf(shares, size);
      return joined(scenes.length, (turned ? batches.toReversed() : batches).map((batch) => carryOutBatch(scenes, batch)));
    };
    const [flaky, goes] = outcome(100, false);
    assert.ok(flaky && flaky.failed.length > 0 && flaky.failed.length < 12);
    assert.deepEqual(goes, { done: 1, failed: [], noted: [] });
    for (const size of [1, 5]) for (const turned of [false, true]) assert.deepEqual(outcome(size, turned), [flaky, goes]);
  });
});
