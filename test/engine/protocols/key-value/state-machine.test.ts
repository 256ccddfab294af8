import assert from 'node:assert/strict';
import type { KeyValueCommand } from '../../../../src/engine/protocols/key-value/commands.ts';
import { StateMachine } from '../../../../src/engine/protocols/key-value/state-machine.ts';

const add = (key: string, value: number): KeyValueCommand => ({ op: 'add', key, value });
const request = (session: number, serial: number, command: KeyValueCommand) => ({ client: 9, session, serial, command });
const register = (machine: StateMachine, index: number) => machine.apply({ client: 9, session: 0, serial: 1, command: { op: 'register' } }, index);

describe('the state machine', () => {
  it('executes a request once and remembers what it gave', () => {
    const machine = new StateMachine();
    assert.deepEqual(machine.apply(request(9, 1, add('x', 2)), 1), { value: 2 });
    assert.deepEqual(machine.apply(request(9, 1, add('x', 2)), 2), { value: 2 });
    assert.equal(machine.contents().get('x'), 2);
    assert.deepEqual(machine.resultOf(9, 1), { value: 2 });
    assert.equal(machine.resultOf(9, 2), undefined);
    assert.deepEqual([machine.read('x'), machine.read('y')], [{ value: 2 }, { value: null }]);
  });

  it('is the same again from its records, sessions and all', () => {
    const machine = new StateMachine();
    machine.apply(request(8, 3, add('x', 2)), 1);
    machine.apply(request(9, 1, { op: 'get', key: 'y' }), 2);
    const other = new StateMachine();
    other.apply(request(7, 1, add('z', 1)), 1);
    other.fromRecords(machine.toRecords());
    assert.deepEqual(other.toRecords(), machine.toRecords());
    assert.deepEqual([other.resultOf(8, 3), other.resultOf(9, 1), other.resultOf(7, 1)], [{ value: 2 }, { value: null }, undefined]);
    assert.deepEqual([...other.contents()], [['x', 2]]);
  });

  describe('with registered sessions', () => {
    it('names a session by the entry that opened it, and executes nothing without one', () => {
      const machine = new StateMachine(2);
      assert.deepEqual(machine.apply(request(5, 1, add('x', 1)), 4), { refused: 'session-expired' });
      assert.deepEqual(register(machine, 5), { session: 5 });
      assert.deepEqual(machine.apply(request(5, 1, add('x', 1)), 6), { value: 1 });
      assert.deepEqual(machine.apply(request(5, 1, add('x', 1)), 7), { value: 1 });
    });

    it('forgets the one that was used least lately', () => {
      const machine = new StateMachine(2);
      register(machine, 1);
      register(machine, 2);
      machine.apply(request(1, 2, add('x', 1)), 3);
      register(machine, 4);
      assert.deepEqual(machine.openSessions(), [1, 4]);
      assert.deepEqual(machine.apply(request(2, 2, add('x', 1)), 5), { refused: 'session-expired' });
      assert.equal(machine.contents().get('x'), 1);
    });

    it('forgets the same one after it was set up from a snapshot', () => {
      const machine = new StateMachine(2);
      register(machine, 1);
      register(machine, 2);
      machine.apply(request(1, 2, add('x', 1)), 3);
      const other = new StateMachine(2);
      other.fromRecords(machine.toRecords());
      for (const each of [machine, other]) register(each, 4);
      assert.deepEqual(other.openSessions(), machine.openSessions());
    });
  });
});
