import assert from 'node:assert/strict';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';
import { runtimes } from '../runtimes/runtimes.ts';

const RUNS = 10_000;

describe('determinism, many configurations', () => {
  it('gives the same trace when a run is repeated, in every runtime', async () => {
    const all = await runtimes();
    const [[, digests] = assert.fail('there is no runtime')] = Object.entries(all);
    const expected = await digests(campaignSeed, RUNS);
    for (const [name, again] of Object.entries(all)) {
      const found = await again(campaignSeed, RUNS);
      const failures = expected.filter((digest, position) => found[position] !== digest).length;
      recordCampaign({
        campaign: `Engine: the same trace in ${name} as in ${Object.keys(all)[0] ?? ''}`,
        count: RUNS,
        unit: 'configurations',
        seeds: [campaignSeed, campaignSeed + RUNS - 1],
        failures,
      });
      assert.equal(failures, 0, name);
    }
    assert.equal(new Set(expected).size, RUNS);
  });
});
