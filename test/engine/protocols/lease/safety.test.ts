import assert from 'node:assert/strict';
import { assertCaught } from '../hunts.ts';
import { hunt } from './campaign.ts';
import { leaseMutants } from './mutants.ts';

const SEEDS = 500;

describe('a lock with leases and fencing, under faults', function () {
  this.timeout(60_000);

  it(`loses no update, and gets all work done, over ${SEEDS} faulted seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });

  for (const mutant of leaseMutants) it(`is caught when broken: ${mutant.name}`, () => assertCaught(mutant));
});
