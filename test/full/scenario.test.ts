import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { print } from '../../src/scenario/print/print.ts';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';
import { fuzzServices } from '../language-server/fuzz.ts';
import { arbitraryScene } from '../scenario/arbitrary.ts';
import { fuzz } from '../scenario/fuzz.ts';

const TEXTS = 100_000;
const SERVED = 20_000;
const SCENES = 5_000;

describe('the scenario language, at length', () => {
  it('takes any text', () => {
    const { compiled, slowest } = fuzz(TEXTS, campaignSeed);
    recordCampaign({
      campaign: 'Scenario language: mutated texts compile or have errors within the text',
      count: TEXTS,
      unit: 'texts',
      seeds: [campaignSeed, campaignSeed],
      failures: 0,
      remarks: `${compiled} of them compile; the slowest took ${Math.round(slowest)} ms`,
    });
  });

  it('is served in an editor whatever the text', async () => {
    const { formatted, fixes, slowest } = await fuzzServices(SERVED, campaignSeed);
    recordCampaign({
      campaign: 'Scenario language: everything that an editor asks about mutated texts is answered within the text',
      count: SERVED,
      unit: 'texts',
      seeds: [campaignSeed, campaignSeed],
      failures: 0,
      remarks: `${formatted} of them were formatted and mean the same, ${fixes} fixes were offered; the slowest took ${Math.round(slowest)} ms`,
    });
  });

  it('prints what compiles to the same', () => {
    fc.assert(fc.property(arbitraryScene, (scene) => assert.deepEqual(sceneOf(print(scene)), scene)), { numRuns: SCENES, seed: campaignSeed });
    recordCampaign({ campaign: 'Scenario language: scenes are printed and compiled again', count: SCENES, unit: 'scenes', seeds: [campaignSeed, campaignSeed], failures: 0 });
  });
});
