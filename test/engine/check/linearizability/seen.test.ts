import assert from 'node:assert/strict';
import { Allowance, GrowingArray } from '../../../../src/engine/check/linearizability/allowance.ts';
import { Effects } from '../../../../src/engine/check/linearizability/effects.ts';
import { SeenConfigurations } from '../../../../src/engine/check/linearizability/seen.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

const OPERATIONS = 200;

/** A set of operations of which a few never returned, as a search changes it: mostly at its end. */
function* wanderings(seed: number): Generator<{ effects: Effects; members: ReadonlySet<number> }> {
  const random = Random.fromSeed(seed);
  const unknown = new Set(Array.from({ length: random.integer(40) }, () => random.integer(OPERATIONS)));
  const effects = new Effects([...Array(OPERATIONS).keys()], (operation) => !unknown.has(operation));
  const members = new Set<number>();
  const order: number[] = [];
  for (let step = 0; step < 1000; step++) {
    if (order.length > 0 && (order.length === OPERATIONS || random.chance(0.4))) {
      const operation = order.pop()!;
      members.delete(operation);
      effects.delete(operation);
    } else {
      const waiting = [...Array(OPERATIONS).keys()].filter((operation) => !members.has(operation)).slice(0, 6);
      const operation = random.pick(waiting)!;
      order.push(operation);
      members.add(operation);
      effects.add(operation);
    }
    yield { effects, members };
  }
}

describe('what a search for a linearization remembers', () => {
  it('bounds the words that tell one set of operations from others', () => {
    for (let seed = 1; seed <= 10; seed++) {
      for (const { effects, members } of wanderings(seed)) {
        const { words, front, low, high } = effects;
        for (let operation = 0; operation < OPERATIONS; operation++) assert.equal(effects.has(operation), members.has(operation));
        assert.ok(front <= low && low <= high);
        assert.ok(words.subarray(front, low).every((word) => word === -1));
        assert.ok(words.subarray(high).every((word) => word === 0));
        assert.ok(low === words.length || words[low] !== -1);
      }
    }
  });

  it('tells configurations apart even where their hashes are the same', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const random = Random.fromSeed(seed).split('states');
      const known = new Set<string>();
      let seen: SeenConfigurations | undefined;
      for (const { effects, members } of wanderings(seed)) {
        seen ??= new SeenConfigurations(effects, new Allowance(1e9));
        const state = random.integer(2);
        const text = [state, ...[...members].sort()].join();
        const { hash } = effects;
        // The hash of the state is mixed in by xor.
        effects.hash = Math.imul(state + 1, 0x9e3779b1);
        assert.equal(seen.add(state), !known.has(text));
        effects.hash = hash;
        known.add(text);
      }
    }
  });

  it('keeps to its allowance, and then forgets', () => {
    const allowance = new Allowance(20_000);
    let seen: SeenConfigurations | undefined;
    let forgotten = 0;
    const known = new Set<string>();
    for (let seed = 1; seed <= 3; seed++) {
      for (const { effects, members } of wanderings(1)) {
        seen ??= new SeenConfigurations(effects, allowance);
        const text = [...members].sort().join();
        const isNew = seen.add(seed);
        if (isNew && known.has(`${seed} ${text}`)) forgotten++;
        if (!isNew) assert.ok(known.has(`${seed} ${text}`), 'a configuration is taken for another one');
        known.add(`${seed} ${text}`);
        assert.ok(allowance.held <= 20_000);
      }
    }
    assert.ok(forgotten > 0);
    seen?.release();
    assert.equal(allowance.held, 0);
  });

  it('counts the old array too while one grows', () => {
    const allowance = new Allowance(1000);
    const array = new GrowingArray(1, allowance);
    assert.ok(array.grow(100));
    assert.equal(allowance.held, 400);
    assert.ok(!array.grow(151), '400 and 800 bytes are more than 1000');
    assert.equal(array.items.length, 100);
    array.release();
    assert.ok(array.grow(250));
    assert.ok(!allowance.take(1));
  });
});
