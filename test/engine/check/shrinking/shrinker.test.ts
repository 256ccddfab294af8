import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Shrinker, type Pass, type Sliced } from '../../../../src/engine/check/shrinking/shrinker.ts';

/** A case is some numbers; it may have fewer, and smaller ones. */
type Case = readonly number[];

const fewer: Pass<Case, string> = {
  name: 'fewer',
  *propose(present) {
    for (let position = present.length - 1; position >= 0; position--) {
      const candidate = present.toSpliced(position, 1);
      if (yield candidate) present = candidate;
    }
  },
};

const lower: Pass<Case, string> = {
  name: 'lower',
  *propose(present) {
    for (let position = 0; position < present.length; position++) {
      while (present[position]! > 0) {
        const candidate = present.with(position, present[position]! - 1);
        if (!(yield candidate)) break;
        present = candidate;
      }
    }
  },
};

/** Fails where the numbers add up to so much and one of them is even; it takes a slice for each number. */
const atLeast = (sum: number) =>
  function* (numbers: Case): Sliced<string | undefined> {
    let total = 0;
    for (const number of numbers) {
      total += number;
      yield;
    }
    return total >= sum && numbers.some((number) => number % 2 === 0) ? `${total}` : undefined;
  };

function end<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

const cases = fc.tuple(fc.array(fc.nat({ max: 9 }), { maxLength: 8 }), fc.nat({ max: 40 }));

describe('a shrinker', () => {
  it('leaves a case that fails, and of which nothing simpler does', () => {
    fc.assert(
      fc.property(cases, ([first, sum]) => {
        const fails = (candidate: Case) => end(atLeast(sum)(candidate)) !== undefined;
        const result = new Shrinker(first, [fewer, lower], atLeast(sum)).run();
        assert.equal(result.kind, fails(first) ? 'minimal' : 'holds');
        if (result.kind !== 'minimal') return;
        const { simplest, failure } = result;
        assert.equal(failure, end(atLeast(sum)(simplest)));
        simplest.forEach((number, position) => {
          assert.ok(!fails(simplest.toSpliced(position, 1)), `${String(simplest)} less one`);
          assert.ok(number === 0 || !fails(simplest.with(position, number - 1)), `${String(simplest)} lower`);
        });
      }),
    );
  });

  it('comes to the same in slices of any size, with as many tries', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 7 }), ([first, sum], size) => {
        const whole = new Shrinker(first, [fewer, lower], atLeast(sum));
        const sliced = new Shrinker(first, [fewer, lower], atLeast(sum));
        while (sliced.run(size).kind === 'unfinished');
        assert.deepEqual(sliced.run(), whole.run());
        assert.deepEqual([sliced.tries, sliced.simplifications], [whole.tries, whole.simplifications]);
      }),
    );
  });

  it('tries no more than its budget allows, and then has the simplest so far', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 30 }), ([first, sum], budget) => {
        const tried: string[] = [];
        const judge = function* (candidate: Case): Sliced<string | undefined> {
          tried.push(JSON.stringify(candidate));
          return yield* atLeast(sum)(candidate);
        };
        const shrinker = new Shrinker(first, [fewer, lower], judge, budget);
        const result = shrinker.run();
        assert.equal(tried.length, shrinker.tries);
        assert.ok(tried.length <= budget);
        if (result.kind === 'cut short') {
          assert.equal(tried.length, budget);
          assert.equal(end(atLeast(sum)(result.simplest)), result.failure);
        }
      }),
    );
  });

  it('has the simplest so far at any moment', () => {
    const shrinker = new Shrinker([5, 5, 5, 4], [fewer, lower], atLeast(8));
    assert.deepEqual([shrinker.simplest], [undefined]);
    let size = Infinity;
    while (shrinker.run(1).kind === 'unfinished') {
      const now = shrinker.simplest?.simplest;
      if (!now) continue;
      const next = now.length + now.reduce((sum, number) => sum + number, 0);
      assert.ok(next <= size);
      size = next;
    }
    assert.deepEqual(shrinker.simplest?.simplest, [4, 4]);
    assert.deepEqual(shrinker.simplifications, [{ pass: 'fewer', count: 2 }, { pass: 'lower', count: 1 }]);
  });
});
