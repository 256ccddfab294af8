/** Commit protocols, leases, Paxos, Multi-Paxos and primary-backup replication: many seeds for what is sound, and for each planted bug how it is found. */
import assert from 'node:assert/strict';
import type { Violation } from '../../src/engine/check/monitor.ts';
import { huntBreadthFirst, huntBySeeds, huntByWalk, reductionsOf, type Catch, type Quarry } from '../engine/protocols/hunts.ts';
import * as lease from '../engine/protocols/lease/campaign.ts';
import { leaseMutants } from '../engine/protocols/lease/mutants.ts';
import * as multiPaxos from '../engine/protocols/multi-paxos/campaign.ts';
import { multiPaxosMutants } from '../engine/protocols/multi-paxos/mutants.ts';
import * as paxos from '../engine/protocols/paxos/campaign.ts';
import { paxosMutants } from '../engine/protocols/paxos/mutants.ts';
import * as primaryBackup from '../engine/protocols/primary-backup/campaign.ts';
import { primaryBackupMutants } from '../engine/protocols/primary-backup/mutants.ts';
import * as replicatedCommit from '../engine/protocols/replicated-commit/campaign.ts';
import { paxosCommitMutants } from '../engine/protocols/replicated-commit/mutants.ts';
import * as threePhase from '../engine/protocols/three-phase-commit/campaign.ts';
import { threePhaseMutants } from '../engine/protocols/three-phase-commit/mutants.ts';
import * as twoPhase from '../engine/protocols/two-phase-commit/campaign.ts';
import { twoPhaseMutants } from '../engine/protocols/two-phase-commit/mutants.ts';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';

type Hunt = (seed: number) => { readonly violation: Violation | undefined; readonly simulator: { readonly step: number } };

const RUNS = 10_000;
const CAMPAIGNS = 20;
const PATIENCE = { seeds: 3_000, choices: 1_000_000, states: 3_000_000 };
/** A bug that a way seldom finds is looked for longer, and less often; that it may be missed is what is known of it. */
const SELDOM = { campaigns: 3, seeds: 30_000, choices: 1_000_000 };

function examineAll<Message>(protocol: string, hunt: Hunt, mutants: readonly Quarry<Message>[]): void {
  describe(`${protocol}, many faulted seeds`, function () {
    this.timeout(600_000);

    it('keeps its promises', () => {
      const failures: number[] = [];
      let steps = 0;
      for (let seed = campaignSeed; seed < campaignSeed + RUNS; seed++) {
        const { violation, simulator } = hunt(seed);
        steps += simulator.step;
        if (violation) failures.push(seed);
      }
      recordCampaign({
        campaign: `${protocol}: its properties after every event under faults, and progress after them`,
        count: RUNS,
        unit: 'runs',
        seeds: [campaignSeed, campaignSeed + RUNS - 1],
        failures: failures.length,
        remarks: `${steps.toLocaleString('en')} steps${failures.length > 0 ? `; fails with ${failures.slice(0, 5).join(', ')}` : ''}`,
      });
      assert.deepEqual(failures, []);
    });

    for (const mutant of mutants) {
      it(`catches the planted bug: ${mutant.name}`, () => {
        const bySeeds = repeated(mutant, 'seeds', (campaign, patience) => huntBySeeds(mutant, campaignSeed + campaign * patience, patience));
        const byWalk = mutant.searched && repeated(mutant, 'walk', (campaign, patience) => huntByWalk(mutant, campaignSeed + campaign, patience));
        const shortest = huntBreadthFirst(mutant, PATIENCE.states);
        const missed = [...(mutant.seldomBy?.includes('seeds') ? [] : bySeeds), ...(mutant.seldomBy?.includes('walk') ? [] : (byWalk ?? []))].filter((caught) => !caught).length;
        recordCampaign({
          campaign: `${protocol}, planted bug: ${mutant.name}`,
          count: bySeeds.length,
          unit: 'campaigns',
          seeds: [campaignSeed, campaignSeed + bySeeds.length * (mutant.seldomBy?.includes('seeds') ? SELDOM : PATIENCE).seeds - 1],
          failures: missed,
          remarks: [
            described('runs', 'seeds', bySeeds),
            ...(byWalk ? [described('walk', 'choices', byWalk)] : []),
            ...(shortest ? [`breadth-first: ${shortest.effort.toLocaleString('en')} worlds, ${shortest.length} steps`] : []),
          ].join('; '),
        });
        assert.equal(missed, 0);
        assert.equal(shortest === undefined, mutant.searched === undefined);
        for (const reduction of mutant.searched ? reductionsOf(mutant.searched) : []) assert.equal(huntBreadthFirst(mutant, PATIENCE.states, reduction)?.length, shortest?.length, Object.keys(reduction).join());
        for (const caught of [...bySeeds, ...(byWalk ?? []), shortest]) assert.ok(!caught || mutant.breaks.includes(caught.property), caught?.property);
      });
    }
  });
}

examineAll('Two-phase commit', twoPhase.hunt, twoPhaseMutants);
examineAll('Three-phase commit', threePhase.hunt, threePhaseMutants);
examineAll('Paxos Commit', replicatedCommit.hunt, paxosCommitMutants);
examineAll('Leases', lease.hunt, leaseMutants);
examineAll('Paxos', paxos.hunt, paxosMutants);
examineAll('Primary-backup', primaryBackup.hunt, primaryBackupMutants);
examineAll('Multi-Paxos', multiPaxos.hunt, multiPaxosMutants);

/** Campaigns of their own seeds, one after the other. */
function repeated<Message>(mutant: Quarry<Message>, way: 'seeds' | 'walk', hunt: (campaign: number, patience: number) => Catch | undefined): readonly (Catch | undefined)[] {
  const isSeldom = mutant.seldomBy?.includes(way) ?? false;
  const patience = (isSeldom ? SELDOM : PATIENCE)[way === 'seeds' ? 'seeds' : 'choices'];
  return Array.from({ length: isSeldom ? SELDOM.campaigns : CAMPAIGNS }, (_, campaign) => hunt(campaign, patience));
}

/** The median of what it took, the least and the most, and how many steps were left when it was made short. */
function described(way: string, unit: string, catches: readonly (Catch | undefined)[]): string {
  const found = catches.flatMap((caught) => caught ?? []);
  if (found.length === 0) return `${way}: not found`;
  const ascending = (values: readonly number[]) => [...values].sort((one, other) => one - other);
  const efforts = ascending(found.map(({ effort }) => effort)).map((effort) => effort.toLocaleString('en'));
  const lengths = ascending(found.flatMap(({ length }) => length ?? []));
  const left = lengths.length > 0 ? `, ${lengths[lengths.length >> 1]} steps` : '';
  const missed = found.length < catches.length ? `, ${catches.length - found.length} of ${catches.length} times not found` : '';
  return `${way}: ${efforts[efforts.length >> 1]} ${unit} (${efforts[0]} to ${efforts.at(-1)})${left}${missed}`;
}
