/** Many faulted runs of what is sound. */
import assert from 'node:assert/strict';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';
import { protocols } from './protocols.ts';

const RUNS = 20_000;

describe('protocols, many faulted seeds', function () {
  this.timeout(1_800_000);

  for (const { name, hunt } of protocols) {
    it(`${name} keeps its promises, whatever its options`, () => {
      const failures: number[] = [];
      let steps = 0;
      for (let seed = campaignSeed; seed < campaignSeed + RUNS; seed++) {
        const { violation, simulator } = hunt(seed);
        steps += simulator.step;
        if (violation) failures.push(seed);
      }
      recordCampaign({
        campaign: `${name}: its properties after every event under faults, and progress after them`,
        count: RUNS,
        unit: 'runs',
        seeds: [campaignSeed, campaignSeed + RUNS - 1],
        failures: failures.length,
        remarks: `${steps.toLocaleString('en')} steps${failures.length > 0 ? `; fails with ${failures.slice(0, 5).join(', ')}` : ''}`,
      });
      assert.deepEqual(failures, []);
    });
  }
});
