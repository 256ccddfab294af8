import { Random } from '../../src/engine/sim/random.ts';
import { compare, COMPARED, type Compared } from '../engine/check/consistency/comparison.ts';
import { allHistories, randomHistory } from '../engine/check/consistency/histories.ts';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';

const HISTORIES = 20_000;
/** The oracles of these try every partial order. */
const CAUSAL: readonly Compared[] = ['CC', 'CCv', 'CM'];

describe('consistency models, at length', () => {
  for (const model of COMPARED) {
    it(`${model}: all histories of five operations by up to three processes on two keys`, () => {
      const { held, broken } = compare(model, allHistories({ operations: 5, processes: 3 }));
      recordCampaign({ campaign: `Consistency, ${model}: all histories of five operations, against trying every order`, count: held + broken, unit: 'histories', seeds: [0, 0], failures: 0, remarks: `broken by ${broken}` });
    });

    it(`${model}: random histories, with values that are written once and more often, and of unknown outcome`, () => {
      const longest = CAUSAL.includes(model) ? 5 : 7;
      const { held, broken } = compare(model, randomHistories(longest));
      recordCampaign({
        campaign: `Consistency, ${model}: random histories of up to ${longest} operations, against trying every order`,
        count: held + broken,
        unit: 'histories',
        seeds: [campaignSeed, campaignSeed + HISTORIES - 1],
        failures: 0,
        remarks: `broken by ${broken}`,
      });
    });
  }
});

function* randomHistories(longest: number) {
  for (let seed = campaignSeed; seed < campaignSeed + HISTORIES; seed++) {
    const random = Random.fromSeed(seed).split('consistency');
    yield randomHistory(random, { operations: random.between(4, longest), processes: 3, ...(seed % 2 === 0 && { values: [1, 2] }) });
  }
}
