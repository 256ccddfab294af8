import assert from 'node:assert/strict';
import { hunt } from './campaign.ts';
import { raftMutants } from './mutants.ts';

const SEEDS = 1000;

describe('Raft under faults', function () {
  this.timeout(120_000);

  it(`keeps the five properties of Figure 3 after every event, over ${SEEDS} faulted seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });

  for (const mutant of raftMutants) {
    it(`is caught when broken: ${mutant.name}`, () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { violation } = hunt(seed, mutant.create);
        if (!violation) continue;
        assert.ok((mutant.breaks as readonly string[]).includes(violation.property), `seed ${seed} breaks ${violation.property}: ${violation.message}`);
        return;
      }
      assert.fail(`${SEEDS} seeds did not catch it`);
    });
  }
});
