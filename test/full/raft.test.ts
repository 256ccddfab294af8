import assert from 'node:assert/strict';
import { hunt } from '../engine/protocols/raft/campaign.ts';
import { raftMutants } from '../engine/protocols/raft/mutants.ts';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';

const RUNS = 20_000;
const CAMPAIGNS = 20;
/** Seeds that one campaign may take to catch a planted bug. */
const PATIENCE = 3_000;

describe('Raft, many faulted seeds', () => {
  it('keeps its properties, whatever its options', () => {
    const failures: number[] = [];
    let steps = 0;
    for (let seed = campaignSeed; seed < campaignSeed + RUNS; seed++) {
      const run = hunt(seed);
      steps += run.steps;
      if (run.violation) failures.push(seed);
    }
    recordCampaign({
      campaign: 'Raft with any options: properties after every event, linearizability, progress when faults stop',
      count: RUNS,
      unit: 'runs',
      seeds: [campaignSeed, campaignSeed + RUNS - 1],
      failures: failures.length,
      remarks: `${steps.toLocaleString('en')} steps${failures.length > 0 ? `; fails with ${failures.slice(0, 5).join(', ')}` : ''}`,
    });
    assert.deepEqual(failures, []);
  });

  for (const mutant of raftMutants) {
    it(`catches the planted bug: ${mutant.name}`, () => {
      const efforts = Array.from({ length: CAMPAIGNS }, (_, campaign) => effort(campaignSeed + campaign * PATIENCE, mutant)).sort((a, b) => a - b);
      const missed = efforts.filter((seeds) => seeds > PATIENCE).length;
      recordCampaign({
        campaign: `Raft, planted bug: ${mutant.name}`,
        count: CAMPAIGNS,
        unit: 'campaigns',
        seeds: [campaignSeed, campaignSeed + CAMPAIGNS * PATIENCE - 1],
        failures: missed,
        remarks: `caught after ${efforts[CAMPAIGNS >> 1]} seeds (median; ${efforts[0]} to ${efforts.at(-1)})`,
      });
      assert.equal(missed, 0);
    });
  }
});

/** Seeds from `first` on until the bug shows; more than `PATIENCE` where it does not. */
function effort(first: number, { given, create }: (typeof raftMutants)[number]): number {
  for (let tried = 1; tried <= PATIENCE; tried++) if (hunt(first + tried - 1, given, create).violation) return tried;
  return PATIENCE + 1;
}
