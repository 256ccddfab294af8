import assert from 'node:assert/strict';
import { Random } from '../../src/engine/sim/random.ts';
import { allListHistories, compareOracles, compareWithOracles, randomHistory } from '../engine/check/transactions/comparison.ts';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';

const HISTORIES = 30_000;

describe('the check of transactions, at length', () => {
  it('agrees with trying everything on random histories', () => {
    const failures: number[] = [];
    const all = { list: 0, register: 0 };
    const exact = { list: 0, register: 0 };
    for (let seed = campaignSeed; seed < campaignSeed + HISTORIES; seed++) {
      const { history, kind } = randomHistory(Random.fromSeed(seed).split('campaign'));
      try {
        compareOracles(history);
        all[kind]++;
        if (compareWithOracles(history)) exact[kind]++;
        if (kind === 'list') continue;
        compareWithOracles(history, 'sequential');
        compareWithOracles(history, 'linearizable');
      } catch {
        failures.push(seed);
      }
    }
    recordCampaign({
      campaign: 'Isolation levels of random transactions, against trying everything',
      count: HISTORIES,
      unit: 'histories',
      seeds: [campaignSeed, campaignSeed + HISTORIES - 1],
      failures: failures.length,
      remarks: `all levels exact in ${exact.list} of ${all.list} with lists, ${exact.register} of ${all.register} with registers${failures.length > 0 ? `; fails with ${failures.slice(0, 5).join(', ')}` : ''}`,
    });
    assert.deepEqual(failures, []);
  });

  it('agrees with trying everything on all histories of two transactions of up to two operations on lists, and one that reads', () => {
    const histories = [['x'], ['x', 'x'], ['x', 'y'], ['y', 'y']].flatMap(allListHistories);
    for (const history of histories) compareWithOracles(history);
    recordCampaign({ campaign: 'Isolation levels of all small histories of lists, against trying everything', count: histories.length, unit: 'histories', seeds: [0, 0], failures: 0 });
  });
});
