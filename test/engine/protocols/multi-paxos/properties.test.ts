import assert from 'node:assert/strict';
import type { KeyValueCommand } from '../../../../src/engine/protocols/key-value/commands.ts';
import { StateMachine } from '../../../../src/engine/protocols/key-value/state-machine.ts';
import type { Value } from '../../../../src/engine/protocols/multi-paxos/messages.ts';
import { Chosen, findingIn } from '../../../../src/engine/protocols/multi-paxos/properties.ts';

const add = (serial: number, value: number) => ({ client: 9, session: 9, serial, command: { op: 'add', key: 'x', value } satisfies KeyValueCommand });
const value = (request: ReturnType<typeof add>): Value => ({ kind: 'command', request });
const NO_OP: Value = { kind: 'no-op' };

/** Slot 1 has a command, slot 2 a no-op, slot 3 the command again, slot 4 another. */
function chosen(): Chosen {
  const all = new Chosen();
  for (const [slot, each] of [[3, value(add(1, 5))], [1, value(add(1, 5))], [2, NO_OP], [4, value(add(2, 7))]] as const) assert.equal(all.add('s1', slot, each), undefined);
  return all;
}

const standing = (executed: number, ...requests: ReturnType<typeof add>[]) => {
  const machine = new StateMachine();
  for (const request of requests) machine.apply(request, 0);
  return { name: 's1', executed, records: machine.toRecords(), collected: 0, covered: 0 };
};

describe('what is chosen', () => {
  it('is executed in the order of the slots, each command once', () => {
    const all = chosen();
    assert.equal(all.firstUnknown, 5);
    assert.deepEqual([all.executionOf(9, 1), all.executionOf(9, 2), all.executionOf(9, 3)], [{ slot: 1, value: 5 }, { slot: 4, value: 12 }, undefined]);
    assert.deepEqual([all.shows('x', null, 0), all.shows('x', null, 1), all.shows('x', 5, 3), all.shows('x', 5, 4)], [true, false, true, false]);
  });

  it('is one value in a slot', () => {
    const all = chosen();
    assert.equal(all.add('s2', 1, value(add(1, 5))), undefined);
    assert.match(all.add('s2', 1, NO_OP)?.message ?? '', /s2 takes a no-op for chosen in slot 1, where command 1 of node 9 \(add x 5\) was chosen/);
    assert.equal(all.add('s2', 2, value(add(3, 1)))?.property, 'agreement');
  });

  it('is what replicas have executed, and what they have forgotten is in their snapshots', () => {
    const all = chosen();
    assert.equal(findingIn(standing(0), all), undefined);
    for (const executed of [1, 2, 3]) assert.equal(findingIn(standing(executed, add(1, 5)), all), undefined);
    assert.equal(findingIn(standing(4, add(1, 5), add(2, 7)), all), undefined);
    assert.equal(findingIn(standing(4, add(1, 5)), all)?.property, 'execution');
    assert.equal(findingIn(standing(3, add(1, 5), add(2, 7)), all)?.property, 'execution');
    assert.match(findingIn(standing(5, add(1, 5), add(2, 7)), all)?.message ?? '', /has executed slot 5, though in slot 5 nothing is known to be chosen/);
    assert.equal(findingIn({ ...standing(3, add(1, 5)), collected: 2, covered: 1 }, all)?.property, 'garbage');
    assert.equal(findingIn({ ...standing(3, add(1, 5)), collected: 2, covered: 2 }, all), undefined);
  });
});
