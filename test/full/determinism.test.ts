import assert from 'node:assert/strict';
import { digestOf } from '../engine/digests.ts';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';

const RUNS = 5_000;

describe('determinism, many configurations', () => {
  it('gives the same trace when a run is repeated', () => {
    const failures: number[] = [];
    for (let seed = campaignSeed; seed < campaignSeed + RUNS; seed++) {
      const [once, again] = [digestOf(seed), digestOf(seed)];
      if (once !== again) failures.push(seed);
    }
    recordCampaign({
      campaign: 'Engine: a run repeated byte for byte',
      count: RUNS,
      unit: 'configurations',
      seeds: [campaignSeed, campaignSeed + RUNS - 1],
      failures: failures.length,
      remarks: `on Node ${process.version}`,
    });
    assert.deepEqual(failures, []);
  });
});
