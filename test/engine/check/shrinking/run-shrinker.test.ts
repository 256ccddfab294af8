import assert from 'node:assert/strict';
import type { Subject } from '../../../../src/engine/check/shrinking/failing-run.ts';
import { RunShrinker, type FailingRun } from '../../../../src/engine/check/shrinking/run-shrinker.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { MILLISECOND } from '../../../../src/engine/sim/time.ts';
import { crewOf, drawBug, drawRun } from './crew.ts';
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
});
