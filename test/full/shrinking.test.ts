import assert from 'node:assert/strict';
import { RunShrinker, type RunSize } from '../../src/engine/check/shrinking/run-shrinker.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { raftMutants } from '../engine/protocols/raft/mutants.ts';
import { clusters, failingRun } from '../engine/protocols/raft/shrink-mutants.ts';
import { campaignSeed, recordCampaign } from '../harness/campaign.ts';

/** Seeds that may be taken until the bug shows while a run goes on, and runs that may be tried to make it smaller. */
const PATIENCE = 3_000;
const BUDGET = 10_000;

describe('shrinking runs that break Raft', () => {
  for (const mutant of raftMutants) {
    it(mutant.name, () => {
      const run = failingRun(mutant, campaignSeed, PATIENCE);
      assert.ok(run, 'no seed shows it');
      const subject = clusters(mutant.create, run.property === 'progress');
      const shrinker = new RunShrinker(subject, run, BUDGET);
      const begun = performance.now();
      const result = shrinker.run();
      const seconds = (performance.now() - begun) / 1000;
      assert.ok(result.kind === 'minimal' || result.kind === 'cut short', result.kind);
      const { parameters, seed, schedule, failure } = result.smallest;
      const again = new Run({ system: subject.build(parameters), seed, schedule, monitor: () => subject.monitor(parameters) });
      again.advanceTo(failure.step);
      const failsAlike = again.violations.some(({ property, step }) => property === run.property && step === failure.step);
      const { before, now, tries } = shrinker.progress;
      recordCampaign({
        campaign: `Shrinking a run of Raft, planted bug: ${mutant.name}`,
        count: tries,
        unit: 'runs',
        seeds: [run.seed, run.seed],
        failures: failsAlike ? 0 : 1,
        remarks: `${run.property}: ${sizeInWords(before!)} became ${sizeInWords(now!)}; ${result.kind}, ${seconds.toFixed(1)} s`,
      });
      assert.ok(failsAlike, 'what is left does not fail alike');
    });
  }
});

function sizeInWords({ faults, commands, nodes, time, steps }: RunSize): string {
  return `${faults} faults, ${commands} commands, ${nodes} nodes, ${steps} steps in ${(time / 1_000_000).toFixed(3)} s`;
}
