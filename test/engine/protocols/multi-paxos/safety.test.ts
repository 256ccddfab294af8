import assert from 'node:assert/strict';
import { assertCaught } from '../hunts.ts';
import { hunt } from './campaign.ts';
import { multiPaxosMutants } from './mutants.ts';

const SEEDS = 200;

describe('Multi-Paxos under faults', function () {
  this.timeout(60_000);

  it(`keeps its promises, and goes on after the faults, over ${SEEDS} faulted seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });

  for (const mutant of multiPaxosMutants) it(`is caught when broken: ${mutant.name}`, () => assertCaught(mutant));
});
