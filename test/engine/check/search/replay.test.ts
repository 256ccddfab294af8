import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import { canonical } from '../../../../src/engine/check/search/canonical.ts';
import type { WorldView } from '../../../../src/engine/check/search/model.ts';
import { scheduleOf } from '../../../../src/engine/check/search/replay.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { Run } from '../../../../src/engine/sim/run.ts';
import { MILLISECOND } from '../../../../src/engine/sim/time.ts';
import { drawModel } from './random-models.ts';

describe('a way that a search has found', () => {
  it('is a run that comes to the same states, in a hundred random systems', () => {
    let ways = 0;
    for (let seed = 1; ways < 100; seed++) {
      const model = drawModel(Random.fromSeed(seed), false);
      let target: WorldView<number> | undefined;
      let left = 40;
      const search = new BreadthFirst(model, { reach: { id: 'the fortieth world', holds: (world) => --left === 0 && (target = world) !== undefined } }, { states: 1000 });
      const result = search.run();
      if (result.kind !== 'reached' || !target) continue;
      const network = { latency: { kind: 'constant', value: MILLISECOND }, loss: 0, duplication: 0 } as const;
      const system = { nodes: model.nodes, network };
      const schedule = scheduleOf(model, system, result.path.choices, (number) => search.space.message(number));
      const run = new Run({ system, seed: 0, schedule });
      while (run.steps < 200 && run.at(run.steps).schedulePosition < schedule.length && run.advance());
      const { nodes } = run.at(run.steps);
      const shown = nodes.map(({ life, disk }) => [life !== undefined, life?.capture?.(), [...disk.capture().cells]]);
      assert.equal(canonical(shown), canonical(target.nodes.map(({ isUp, state, disk }) => [isUp, state, [...disk.cells]])), `seed ${seed}`);
      ways++;
    }
  });
});
