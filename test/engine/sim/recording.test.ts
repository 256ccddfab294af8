import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareTraces } from '../../../src/engine/sim/trace-compare.ts';
import { describeDeviation, deviationOf, fingerprintOf, recordingOf, replay } from '../../../src/engine/sim/recording.ts';
import { ENGINE_VERSION } from '../../../src/engine/sim/version.ts';
import { faultedCluster } from '../protocols/raft/campaign.ts';
import { echoSystem } from './echo.ts';
import { faultedRun, faultedTrace } from './traces.ts';

describe('a recording', () => {
  it('is replayed identically, through JSON too', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const recording = JSON.parse(JSON.stringify(recordingOf(faultedRun(seed, 900)))) as ReturnType<typeof recordingOf>;
      const { run, deviation } = replay(faultedCluster(seed).system, recording);
      assert.equal(deviation, null);
      assert.equal(run.steps, 900);
    }
  });

  it('says between which events another run parts from it', () => {
    const recording = recordingOf(faultedRun(5, 3_000));
    const { system } = faultedCluster(5);
    const run = faultedRun(5, 3_000);
    for (const step of [1, 400, 1_700, 2_990]) {
      const fork = run.fork(step, run.trace.timeOf(step), { kind: 'partition', groups: [[0]] });
      const { deviation } = replay(system, { ...recording, schedule: fork.schedule });
      assert.ok(deviation);
      fork.advanceTo(3_000);
      const { common } = compareTraces(run.trace, fork.trace);
      assert.ok(deviation.same <= common && common < deviation.other, `${deviation.same} ≤ ${common} < ${deviation.other}`);
      assert.ok(deviation.other - deviation.same <= 1_000 && deviation.sameUntil <= deviation.otherBy);
    }
  });

  it('says so where the run ends before, or where its last step is another', () => {
    const trace = faultedTrace(2, 500);
    const fingerprint = fingerprintOf(trace);
    const shorter = deviationOf(faultedTrace(2, 400), fingerprint);
    assert.ok(shorter && shorter.same <= faultedTrace(2, 400).length);
    assert.match(describeDeviation(shorter, ENGINE_VERSION), /the same for|another run/);
    assert.deepEqual(deviationOf(trace, { ...fingerprint, steps: 499 }), { same: trace.length, other: trace.length, sameUntil: trace.timeOf(500), otherBy: trace.timeOf(500) });
    assert.equal(deviationOf(trace, fingerprintOf(trace, 300)), null);
  });

  it('says where, whatever the interval and the length', () => {
    const trace = faultedTrace(4, 300);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 700 }), fc.nat(), (steps, interval, damaged) => {
        const fingerprint = fingerprintOf(trace, steps, interval);
        assert.equal(deviationOf(trace, fingerprint), null);
        const index = damaged % fingerprint.hashes.length;
        const deviation = deviationOf(trace, { ...fingerprint, hashes: fingerprint.hashes.with(index, 'f'.repeat(16)) });
        assert.deepEqual([deviation?.same, deviation?.other], [index * interval, Math.min((index + 1) * interval, fingerprint.events)]);
      }),
    );
  });

  it('explains itself', () => {
    const deviation = { same: 3_000, other: 4_000, sameUntil: 1_204_000, otherBy: 1_500_000 };
    assert.equal(describeDeviation(deviation, ENGINE_VERSION), 'It is the same for 3000 events, up to 1.204 s; one of the next 1000, up to 1.500 s, is another.');
    assert.match(describeDeviation(deviation, 99), new RegExp(`^It was recorded by version 99 of the engine, and this is version ${ENGINE_VERSION}\\. It is the same for`));
    assert.equal(describeDeviation({ ...deviation, same: 0 }, ENGINE_VERSION), 'It is another run from its first 4000 events on.');
  });

  it('is refused where the system can not take the schedule', () => {
    const recording = recordingOf(faultedRun(1, 100));
    assert.throws(() => replay(echoSystem(1), { ...recording, schedule: [{ at: 0, action: { kind: 'crash', node: 4 } }] }), /names node 4; this simulation has nodes 0 to 0/);
  });
});
