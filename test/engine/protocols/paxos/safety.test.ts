import assert from 'node:assert/strict';
import { assertCaught } from '../hunts.ts';
import { hunt } from './campaign.ts';
import { paxosMutants } from './mutants.ts';

const SEEDS = 500;

describe('Paxos under faults', function () {
  this.timeout(60_000);

  it(`chooses one value, and has it learned everywhere, over ${SEEDS} faulted seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });

  for (const mutant of paxosMutants) it(`is caught when broken: ${mutant.name}`, () => assertCaught(mutant));
});
