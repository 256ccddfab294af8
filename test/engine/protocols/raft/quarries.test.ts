import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import { minimize } from '../../../../src/engine/check/search/minimize.ts';
import { Walk } from '../../../../src/engine/check/search/walk.ts';
import { assertFound, assertReplays } from '../hunts.ts';
import { raftQuarries } from './quarries.ts';

describe('a search of Raft', function () {
  this.timeout(60_000);

  for (const quarry of raftQuarries.filter(({ searched }) => searched)) it(`finds what is broken: ${quarry.name}`, () => assertFound(quarry));

  describe("comes upon the extended paper's Figure 8 by itself, where entries of earlier terms are committed by counting replicas", () => {
    const quarry = raftQuarries.find(({ name }) => name.startsWith("an earlier term's entry"))!;
    const { model, goals } = quarry.searched!;

    it('in a walk, of which no step is left that could be spared: 21', () => {
      // A seed that is lucky: most take about half a million choices.
      const walk = new Walk(model, goals, { seed: 14, length: 60, timers: 0.15, choices: 40_000 });
      const found = walk.run();
      assert.ok(found.kind === 'violated');
      const { path, failure, isMinimal } = minimize(walk.space, goals, found.path, found);
      assert.deepEqual([failure.property, path.codes.length, isMinimal], ['leader-completeness', 21, true]);
      assertReplays(quarry, walk.space, path, failure);
    });

    it('which is deeper than breadth-first search gets', () => {
      const result = new BreadthFirst(model, goals, { states: 50_000 }).run();
      assert.ok(result.kind === 'cut short' && result.coverage.depth < 10);
    });
  });
});
