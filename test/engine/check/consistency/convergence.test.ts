import assert from 'node:assert/strict';
import { checkConvergence } from '../../../../src/engine/check/consistency/convergence.ts';
import type { RegisterHistory, Value } from '../../../../src/engine/check/consistency/register-history.ts';

const write = (process: number, value: Value, at: number) => ({ process, input: { op: 'write', key: 'x', value }, output: null, invoked: at, returned: at + 1 }) as const;
const read = (process: number, value: Value, at: number, key = 'x') => ({ process, input: { op: 'read', key }, output: value, invoked: at, returned: at + 1 }) as const;

describe('eventual convergence', () => {
  const writes = [write(0, 1, 0), write(1, 2, 0)];
  const kind = (...reads: RegisterHistory) => checkConvergence([...writes, ...reads], 100).kind;

  it('holds where all read the same at last, whatever they read before', () => {
    assert.equal(kind(read(2, 1, 50), read(2, 2, 110), read(3, 2, 120)), 'holds');
    assert.equal(kind(read(2, 1, 110), read(2, 2, 130), read(3, 2, 120)), 'holds');
  });

  it('is broken where two do not agree, or where all read what nobody wrote', () => {
    const verdict = checkConvergence([...writes, read(2, 1, 110), read(3, 2, 120), read(3, null, 120.5 + 2, 'y')], 100);
    assert.ok(verdict.kind === 'violated');
    assert.deepEqual(verdict.disagreements.map(({ key, message }) => [key, message]), [['x', 'Of x, process 2 reads 1, process 3 reads 2.']]);
    assert.equal(kind(read(2, 7, 110), read(3, 7, 120)), 'violated');
  });

  it('names who reads what, and what all came to', () => {
    const parted = checkConvergence([...writes, read(4, 2, 110), read(2, 1, 120), read(3, 2, 130)], 100);
    assert.ok(parted.kind === 'violated');
    assert.deepEqual(parted.disagreements[0], {
      key: 'x',
      pattern: 'divergence',
      reads: [{ process: 2, value: 1, operation: 3 }, { process: 3, value: 2, operation: 4 }, { process: 4, value: 2, operation: 2 }],
      message: 'Of x, process 2 reads 1, processes 3 and 4 read 2.',
    });
    const agreed = checkConvergence([...writes, read(2, 2, 110), read(3, 2, 120), read(2, null, 130, 'y')], 100);
    assert.deepEqual(agreed, { kind: 'holds', values: new Map([['x', 2], ['y', null]]) });
  });

  it('is not an agreement on nothing where something is known to have been written', () => {
    assert.equal(kind(read(2, null, 110), read(3, null, 120)), 'violated');
    const unknown = { ...write(0, 1, 0), returned: Infinity };
    assert.equal(checkConvergence([unknown, read(2, null, 110), read(3, null, 120)], 100).kind, 'holds');
    assert.equal(checkConvergence([unknown, read(2, 1, 110), read(3, null, 120)], 100).kind, 'violated');
  });

  it('is asked for once the last write has returned, where nobody says otherwise', () => {
    assert.equal(checkConvergence([...writes, read(2, 1, 0.5), read(3, 2, 1)]).kind, 'holds');
    assert.equal(checkConvergence([...writes, read(2, 1, 1), read(3, 2, 1)]).kind, 'violated');
  });

  it('is undecided where nobody looked', () => {
    assert.equal(kind(read(2, 1, 50)), 'undecided');
  });

  it('is not asked for while something is written', () => {
    assert.throws(() => checkConvergence([write(0, 1, 150)], 100), /Operation 0 writes at 151, after the moment 100/);
  });
});
