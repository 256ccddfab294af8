import assert from 'node:assert/strict';
import { assertCaught } from '../hunts.ts';
import { hunt } from './campaign.ts';
import { primaryBackupMutants } from './mutants.ts';

const SEEDS = 500;

describe('primary-backup replication under faults', function () {
  this.timeout(60_000);

  it(`loses nothing that was answered, and ends all operations, over ${SEEDS} faulted seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });

  for (const mutant of primaryBackupMutants) it(`is caught when broken: ${mutant.name}`, () => assertCaught(mutant));
});
