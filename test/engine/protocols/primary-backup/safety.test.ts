import assert from 'node:assert/strict';
import { hunt } from './campaign.ts';

const SEEDS = 500;

describe('primary-backup replication under faults', function () {
  this.timeout(60_000);

  it(`keeps what was answered, and ends all operations, over ${SEEDS} faulted seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });
});
