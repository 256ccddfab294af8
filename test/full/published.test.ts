import assert from 'node:assert/strict';
import { rounded } from '../../src/simulations/published/experiment.ts';
import { experiments } from '../../src/simulations/published/experiments/all.ts';
import { compare, countMisses, countRows, resultOf } from '../../src/simulations/published/results.ts';
import { storedResults } from '../../src/simulations/published/stored.ts';
import { tables } from '../../src/simulations/published/tables/all.ts';
import { recordCampaign } from '../harness/campaign.ts';

describe('published numbers, in full', () => {
  it('are within their tolerances, and what is stored', () => {
    const measured = experiments.map((experiment) => {
      const [full, check] = [experiment.samples.full, experiment.samples.check].map((samples) => rounded(experiment.measure(samples)));
      return resultOf(experiment, experiment.samples.full, full!, check!.quantities);
    });
    const compared = compare(tables, measured);
    const stored = storedResults();
    const changed = measured.filter((result, index) => JSON.stringify(result) !== JSON.stringify(stored.experiments[index])).map(({ id }) => id);
    recordCampaign({
      campaign: 'Published numbers: figures within their tolerance',
      count: countRows(compared),
      unit: 'figures',
      // Seeds count from 0 in each experiment; the largest sample is of this many.
      seeds: [0, Math.max(...experiments.filter(({ unit }) => unit !== 'jobs').map(({ samples }) => samples.full)) - 1],
      failures: countMisses(compared),
      remarks: `${experiments.length} experiments; ${changed.length === 0 ? 'all as stored' : `not as stored: ${changed.join('; ')}`}`,
    });
    assert.deepEqual(changed, [], 'run `npm run validate`, and look at what has changed');
    assert.equal(countMisses(compared), 0);
  });
});
