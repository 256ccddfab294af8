import assert from 'node:assert/strict';
import { hunt } from './campaign.ts';

const SEEDS = 500;

describe('Paxos under faults', function () {
  this.timeout(60_000);

  it(`chooses one value, and has it learned everywhere, over ${SEEDS} faulted seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });
});
