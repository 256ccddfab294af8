import assert from 'node:assert/strict';
import { eventsOf, validateHistory } from '../../../src/engine/check/history.ts';
import { checkLinearizability } from '../../../src/engine/check/linearizability/check.ts';
import { register, type RegisterInput } from '../../../src/engine/check/linearizability/models.ts';

const operation = (process: number, invoked: number, returned: number) => ({ process, invoked, returned, input: null, output: null });

describe('the events of a history', () => {
  const events = (...history: ReturnType<typeof operation>[]) => [...eventsOf(history)];

  it('come in order of time, invocations before returns', () => {
    assert.deepEqual(events(operation(0, 0, 5), operation(1, 5, 9), operation(2, 1, Infinity)), [1, 3, 2, -1, -2]);
  });

  it('keep the order of each process where its operations touch', () => {
    assert.deepEqual(events(operation(0, 0, 5), operation(0, 5, 9)), [1, -1, 2, -2]);
    // Another process's operation that touches both is concurrent with both.
    assert.deepEqual(events(operation(0, 0, 5), operation(0, 5, 9), operation(1, 5, 6)), [1, 3, -1, 2, -3, -2]);
    // Several at one moment.
    assert.deepEqual(events(operation(0, 5, 5), operation(0, 5, 5), operation(0, 5, 7)), [1, -1, 2, -2, 3, -3]);
  });

  it('let a process see what it has written at the same moment', () => {
    const history = (process: number) => [
      { process: 0, invoked: 0, returned: 5, input: { op: 'write', value: 1 } as RegisterInput, output: null },
      { process, invoked: 5, returned: 6, input: { op: 'read' } as RegisterInput, output: null },
    ];
    assert.deepEqual([0, 1].map((process) => checkLinearizability(register, history(process)).kind), ['violated', 'linearizable']);
  });

  it('are not those of a history that can not be', () => {
    assert.throws(() => validateHistory([operation(0, NaN, 3)]), /Operation 0 of process 0 is invoked at NaN, which is no moment/);
    assert.throws(() => validateHistory([operation(0, Infinity, Infinity)]), /invoked at Infinity, which is no moment/);
  });
});
