import assert from 'node:assert/strict';
import type { Subject } from '../../../../src/engine/check/shrinking/failing-run.ts';
import { RunShrinker, type FailingRun } from '../../../../src/engine/check/shrinking/run-shrinker.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND } from '../../../../src/engine/sim/time.ts';
import { crewOf, drawBug, drawRun, type CrewParameters } from './crew.ts';
import { assertFails, assertMinimal } from './minimality.ts';

/** Systems with a planted bug that their faults bring out. */
function* quarry(count: number) {
  let drawn = 0;
  for (let seed = 1; drawn < count; seed++) {
    const random = Random.fromSeed(seed);
    const subject = crewOf(drawBug(random.split('bug')));
    const run = drawRun(random.split('run'), seed + 100);
    if (new RunShrinker(subject, run, 1).run().kind === 'holds') continue;
    drawn++;
    yield { seed, subject, run };
  }
}

function shrunk<Parameters, Message>(subject: Subject<Parameters, Message>, run: FailingRun<Parameters>, budget?: number) {
  const shrinker = new RunShrinker(subject, run, budget);
  const result = shrinker.run();
  assert.ok(result.kind === 'minimal' || result.kind === 'cut short', result.kind);
  return { ...result, progress: shrinker.progress };
}

describe('a failing run that is made smaller', () => {
  it('still breaks the same property, is no larger, and nothing can be taken from it', () => {
    for (const { seed, subject, run } of quarry(15)) {
      const { kind, smallest, progress } = shrunk(subject, run);
      assert.equal(kind, 'minimal', `seed ${seed}`);
      assertFails(subject, 'bug', smallest);
      assertMinimal(subject, 'bug', smallest);
      const { before } = progress;
      for (const measure of ['faults', 'commands', 'nodes'] as const) assert.ok(smallest.size[measure] <= before![measure], `seed ${seed}: ${measure}`);
      assert.ok(smallest.failure.at <= run.until);
      assert.ok(smallest.schedule.length <= 10, `seed ${seed}: ${smallest.schedule.length} items are left`);
    }
  });

  it('is the same each time, in slices of any size', () => {
    for (const { subject, run } of quarry(3)) {
      const whole = shrunk(subject, run);
      for (const size of [1, 7]) {
        const sliced = new RunShrinker(subject, run);
        while (sliced.run(size).kind === 'unfinished');
        assert.deepEqual(sliced.smallest, whole.smallest);
        assert.deepEqual(sliced.progress, whole.progress);
      }
    }
  });

  it('is the smallest so far where the budget ends it', () => {
    for (const { subject, run } of quarry(5)) {
      for (const budget of [1, 5, 20]) {
        const { kind, smallest, progress } = shrunk(subject, run, budget);
        assert.equal(kind, 'cut short');
        assert.equal(progress.tries, budget);
        assertFails(subject, 'bug', smallest);
      }
    }
  });

  it('says so where the run does not break the property', () => {
    const subject = crewOf({ lives: 1, greetings: 1_000_000, orders: 0, cutFrom: false, slow: false, crew: 1 });
    assert.deepEqual(new RunShrinker(subject, drawRun(Random.fromSeed(1), 1)).run(), { kind: 'holds' });
  });

  it('has what the bug needs, and nothing else', () => {
    const subject = crewOf({ lives: 2, greetings: 0, orders: 1, cutFrom: true, slow: true, crew: 2 });
    const runs = Array.from({ length: 20 }, (_, seed) => drawRun(Random.fromSeed(seed), seed + 100));
    const run = runs.find((each) => new RunShrinker(subject, each, 1).run().kind !== 'holds');
    assert.ok(run);
    const { smallest } = shrunk(subject, run);
    const kinds = smallest.schedule.map(({ action }) => action.kind).sort();
    assert.deepEqual(kinds.map((kind) => (kind === 'partition' ? 'cut' : kind)).sort(), ['command', 'crash', 'cut', 'restart', 'slow']);
    assert.equal(smallest.size.nodes, 2);
    assert.equal(smallest.parameters.loss, 0);
    for (const { at } of smallest.schedule) assert.equal(at % MILLISECOND, 0);
    assert.ok(smallest.schedule.some(({ action }) => action.kind === 'slow' && action.perInput === 1));
  });

  it('has faults no stronger than they must be, and conditions that are plain where they may be', () => {
    interface Conditions extends CrewParameters {
      readonly needed: boolean;
      readonly whim: boolean;
    }
    const crew = crewOf({ lives: 0, greetings: 0, orders: 0, cutFrom: false, slow: false, crew: 1 });
    const subject: Subject<Conditions, string> = {
      build: crew.build,
      without: (parameters, node) => ({ ...parameters, ...crew.without!(parameters, node) }),
      *simpler(parameters) {
        if (parameters.needed) yield { ...parameters, needed: false };
        if (parameters.whim) yield { ...parameters, whim: false };
        if (parameters.loss > 0) yield { ...parameters, loss: 0 };
      },
      monitor: ({ needed }) => ({
        afterStep: ({ nodes, network, step }) => {
          const [first, second] = nodes;
          const shows = needed && second && first!.perInput >= 3_000 && first!.clock.setting.drift <= -70 && network.isBlocked(0, 1) && network.link(0, 1).quality.loss > 0.2;
          return shows ? [{ property: 'bug', step, message: 'it shows' }] : [];
        },
        capture: () => null,
        restore: () => undefined,
      }),
    };
    const quality = { latency: { kind: 'exponential', minimum: 300, mean: 2_500 }, loss: 0.3, duplication: 0.1, reordering: 0.2 } as const;
    const schedule: Schedule = [
      { at: 123_456, action: { kind: 'slow', node: 0, perInput: 17_345 } },
      { at: 234_567, action: { kind: 'clock', node: 0, offset: 5_123_000, drift: -98_765 } },
      { at: 345_678, action: { kind: 'partition', groups: [[0, 3], [1, 2], [4]] } },
      { at: 456_789, action: { kind: 'network', quality } },
    ];
    const { kind, smallest } = shrunk(subject, { parameters: { size: 5, loss: 0.1, needed: true, whim: true }, seed: 1, schedule, property: 'bug', until: 500 * MILLISECOND });
    assert.equal(kind, 'minimal');
    assertMinimal(subject, 'bug', smallest);
    assert.deepEqual(smallest.parameters, { size: 2, loss: 0, needed: true, whim: false });
    assert.deepEqual(smallest.schedule, [
      { at: 0, action: { kind: 'slow', node: 0, perInput: 4_000 } },
      { at: 0, action: { kind: 'clock', node: 0, offset: 0, drift: -90 } },
      { at: 0, action: { kind: 'partition', groups: [[0], [1]] } },
      { at: 0, action: { kind: 'network', quality: { latency: { kind: 'constant', value: 2_000 }, loss: 0.3, duplication: 0 } } },
    ]);
  });
});
