import assert from 'node:assert/strict';
import { assertCaught } from '../hunts.ts';
import { hunt } from './campaign.ts';
import { threePhaseMutants } from './mutants.ts';

const SEEDS = 500;

describe('three-phase commit under crashes, in a synchronous network', function () {
  this.timeout(60_000);

  it(`decides every transaction, and never in two ways, over ${SEEDS} seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });

  for (const mutant of threePhaseMutants) it(`is caught when broken: ${mutant.name}`, () => assertCaught(mutant));
});
