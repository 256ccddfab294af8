import assert from 'node:assert/strict';
import { Choices, type Nogood } from '../../../../src/engine/check/consistency/choices.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

describe('choices', () => {
  it('are found where there are some, and only where there are', () => {
    const counts = { found: 0, none: 0 };
    for (let seed = 1; seed <= 500; seed++) {
      const random = Random.fromSeed(seed);
      const sizes = Array.from({ length: random.between(1, 5) }, () => random.between(1, 3));
      const wrong = Array.from({ length: random.between(1, 12) }, () => randomNogood(random, sizes));
      const isRight = (values: ArrayLike<number>) => !wrong.some((nogood) => nogood.every(([variable, value]) => values[variable] === value));
      const found = search(sizes, wrong);
      if (found) assert.ok(isRight(found));
      assert.equal(found !== undefined, allValues(sizes).some(isRight), `seed ${seed}`);
      counts[found ? 'found' : 'none']++;
    }
    assert.ok(counts.found > 100 && counts.none > 100, JSON.stringify(counts));
  });

  it('keep what speaks for nothing else, and end with their budget', () => {
    assert.deepEqual([...search([2, 2, 2], [[[1, 0]]])!], [0, 1, 0]);
    // One variable more than values, all different: a pigeonhole.
    const sizes = new Array<number>(9).fill(8);
    const wrong = sizes.flatMap((_, one) => sizes.slice(0, one).flatMap((_, other) => Array.from({ length: 8 }, (_, value): Nogood => [[one, value], [other, value]])));
    assert.throws(() => search(sizes, wrong, 10_000), /spent/);
  });
});

/** What comes out by and by of what is wrong. */
function search(sizes: readonly number[], wrong: readonly Nogood[], most = 1_000_000): number[] | undefined {
  let left = most;
  const choices = new Choices(sizes, (moves) => {
    left -= moves;
    if (left < 0) throw new Error('spent');
  });
  for (let values = choices.next(); values; values = choices.next()) {
    const chosen = values;
    const broken = wrong.find((nogood) => nogood.every(([variable, value]) => chosen[variable] === value));
    if (!broken) return [...values];
    choices.exclude(broken);
  }
  return undefined;
}

function randomNogood(random: Random, sizes: readonly number[]): Nogood {
  const variables = [...sizes.keys()].filter(() => random.chance(0.5));
  const some = variables.length > 0 ? variables : [0];
  return some.map((variable) => [variable, random.integer(sizes[variable]!)]);
}

function allValues(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>((all, size) => all.flatMap((each) => Array.from({ length: size }, (_, value) => [...each, value])), [[]]);
}
