import assert from 'node:assert/strict';
import { assertCaught } from '../hunts.ts';
import { hunt } from './campaign.ts';
import { paxosCommitMutants } from './mutants.ts';

const SEEDS = 500;

describe('Paxos Commit under faults', function () {
  this.timeout(60_000);

  it(`decides every transaction, and never in two ways, over ${SEEDS} faulted seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message}`);
    }
  });

  for (const mutant of paxosCommitMutants) it(`is caught when broken: ${mutant.name}`, () => assertCaught(mutant));
});
