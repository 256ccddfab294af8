import assert from 'node:assert/strict';
import { formatKeyValue, inventCommand, isKeyValue, readKeyValue, sameCommand } from '../../../../src/engine/protocols/key-value/commands.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

describe("the key-value store's commands", () => {
  it('are read as they are written', () => {
    for (const text of ['set x 1', 'add y -3', 'get z']) assert.equal(formatKeyValue(readKeyValue(text, '')!), text);
    assert.deepEqual(readKeyValue('  add  n4   2 ', ''), { op: 'add', key: 'n4', value: 2 });
    for (const text of ['', 'set x', 'get', 'put x 1', 'get x 1', 'set x 1 2', 'add n4']) assert.equal(readKeyValue(text, ''), undefined, text);
    assert.throws(() => readKeyValue('set x 1.5', 'This or that'), /^SyntaxError: This or that; "1.5" is not a whole number/);
  });

  it('are compared by what they say', () => {
    assert.ok(sameCommand({ op: 'set', key: 'x', value: 1 }, { op: 'set', key: 'x', value: 1 }));
    assert.ok(sameCommand({ op: 'get', key: 'x' }, { op: 'get', key: 'x' }));
    assert.ok(!sameCommand({ op: 'set', key: 'x', value: 1 }, { op: 'add', key: 'x', value: 1 }));
    assert.ok(!sameCommand({ op: 'set', key: 'x', value: 1 }, { op: 'set', key: 'x', value: 2 }));
    assert.ok(!sameCommand({ op: 'get', key: 'x' }, { op: 'get', key: 'y' }));
    assert.ok(!sameCommand({ op: 'get', key: 'x' }, { op: 'register' }));
    assert.ok(sameCommand({ op: 'register' }, { op: 'register' }));
  });

  it('are made up of all kinds, or of those that only read', () => {
    const random = Random.fromSeed(1);
    const kinds = (onlyReads: boolean) => [...new Set(Array.from({ length: 50 }, () => inventCommand(random, onlyReads)).filter(isKeyValue).map(({ op }) => op))].sort();
    assert.deepEqual([kinds(false), kinds(true)], [['add', 'get', 'set'], ['get']]);
  });
});
