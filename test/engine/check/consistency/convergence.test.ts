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
    assert.deepEqual(verdict.disagreements.map(({ key, message }) => [key, message]), [['x', 'Process 2 reads 1 from x, process 3 reads 2.']]);
    assert.equal(kind(read(2, 7, 110), read(3, 7, 120)), 'violated');
  });

  it('is undecided where nobody looked', () => {
    assert.equal(kind(read(2, 1, 50)), 'undecided');
  });

  it('is not asked for while something is written', () => {
    assert.throws(() => checkConvergence([write(0, 1, 150)], 100), /Operation 0 writes at 151, after the moment 100/);
  });
});
