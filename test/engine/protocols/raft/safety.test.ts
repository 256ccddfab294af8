import assert from 'node:assert/strict';
import { hunt } from './campaign.ts';
import { raftMutants } from './mutants.ts';

const SEEDS = 1000;

describe('Raft under faults', function () {
  this.timeout(120_000);

  it(`keeps its properties after every event, and makes progress when faults stop, over ${SEEDS} seeds with any options`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation, conditions } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message} with ${JSON.stringify(conditions)}`);
    }
  });

  for (const { name, given, create, breaks } of raftMutants) {
    it(`is caught when broken: ${name}`, () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { violation } = hunt(seed, given, create);
        if (!violation) continue;
        assert.ok((breaks as readonly string[]).includes(violation.property), `seed ${seed} breaks ${violation.property}: ${violation.message}`);
        return;
      }
      assert.fail(`${SEEDS} seeds did not catch it`);
    });
  }
});
