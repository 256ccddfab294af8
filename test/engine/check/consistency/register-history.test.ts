import assert from 'node:assert/strict';
import { strongestModels } from '../../../../src/engine/check/consistency/hierarchy.ts';
import { registerHistoryOf, type ForeignInput } from '../../../../src/engine/check/consistency/register-history.ts';
import type { Operation } from '../../../../src/engine/check/history.ts';

const at = (process: number, place: number, input: ForeignInput, output?: unknown): Operation<ForeignInput, unknown> => ({ process, input, output, invoked: 10 * place, returned: 10 * place + 5 });

describe('a history of registers by key', () => {
  it('is made of one of a single register, of keyed registers, of a key-value store', () => {
    assert.deepEqual(
      registerHistoryOf([at(0, 0, { op: 'write', value: 1 }), at(1, 1, { op: 'read' }, 1)]).map(({ input, output }) => ({ input, output })),
      [{ input: { op: 'write', key: '', value: 1 }, output: undefined }, { input: { op: 'read', key: '' }, output: 1 }],
    );
    const keyed = registerHistoryOf([at(0, 0, { key: 'x', input: { op: 'write', value: 1 } }), at(1, 1, { key: 'y', input: { op: 'read' } }, null)]);
    assert.deepEqual(keyed.map(({ input }) => input.key), ['x', 'y']);
    const store = registerHistoryOf([at(0, 0, { op: 'put', key: 'x', value: 'a' }), at(1, 1, { op: 'get', key: 'x' }, ''), at(1, 2, { op: 'put', key: 'x', value: '' })]);
    assert.deepEqual(store.map(({ input, output }) => (input.op === 'write' ? input.value : output)), ['a', null, null]);
    assert.deepEqual(strongestModels(store), ['sequential']);
  });

  it('takes what a register holds at first for nothing having been written', () => {
    const history = registerHistoryOf([at(0, 0, { op: 'read' }, 0), at(0, 1, { op: 'write', value: 1 }), at(0, 2, { op: 'write', value: 0 }), at(1, 3, { op: 'read' }, 0)], 0);
    assert.deepEqual(history.map(({ input, output }) => (input.op === 'write' ? input.value : output)), [null, 1, null, null]);
    assert.deepEqual(strongestModels(history), ['linearizable']);
  });

  it('has no operations that read and write at once', () => {
    assert.throws(() => registerHistoryOf([at(0, 0, { op: 'write', value: 1 }), at(0, 1, { op: 'cas', expected: 1, value: 2 }, true)]), /^RangeError: Operation 1 is a cas, which reads and writes at once/);
    assert.throws(() => registerHistoryOf([at(0, 0, { op: 'append', key: 'x', value: 'a' })]), /Operation 0 is a append/);
  });
});
