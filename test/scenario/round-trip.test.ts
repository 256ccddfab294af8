import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { print } from '../../src/scenario/print/print.ts';
import { arbitraryScene } from './arbitrary.ts';

describe('a scene that is printed', () => {
  it('compiles to the same scene, and prints the same again', () => {
    fc.assert(
      fc.property(arbitraryScene, (scene) => {
        const text = print(scene);
        const again = sceneOf(text);
        assert.deepEqual(again, scene);
        assert.equal(print(again), text);
      }),
      { numRuns: 150, seed: 20_261_124 },
    );
  });
});
