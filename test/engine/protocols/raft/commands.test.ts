import assert from 'node:assert/strict';
import { isKeyValue } from '../../../../src/engine/protocols/key-value/commands.ts';
import { formatCommand, isAdministration, parseCommand, serverName } from '../../../../src/engine/protocols/raft/commands.ts';

describe('commands', () => {
  it('are read as they are written', () => {
    for (const text of ['set x 1', 'add y -3', 'get z', 'members n1 n2 n4', 'add n4', 'remove n1', 'transfer n2', 'snapshot', 'snapshot n3']) assert.equal(formatCommand(parseCommand(text)), text);
    assert.deepEqual(parseCommand('  set  x   1 '), { op: 'set', key: 'x', value: 1 });
    assert.deepEqual(parseCommand('members n4 n1 n4'), { op: 'members', servers: [0, 3] });
    assert.deepEqual(parseCommand('add n4 2'), { op: 'add', key: 'n4', value: 2 });
    assert.equal(serverName(11), 'n12');
  });

  it('that are none are refused with what was expected', () => {
    for (const text of ['', 'set x', 'get', 'put x 1', 'get x 1', 'set x 1 2', 'members', 'add', 'remove', 'transfer n1 n2', 'snapshot n1 n2']) {
      assert.throws(() => parseCommand(text), /A command is "set KEY NUMBER".*"transfer SERVER"/, text);
    }
    assert.throws(() => parseCommand('set x 1.5'), /"1.5" is not a whole number/);
    for (const name of ['4', 'n0', 'n-1', 'n1.5', 'N1', 'node1']) assert.throws(() => parseCommand(`remove ${name}`), /a server is named n1, n2 and so on, not/, name);
  });

  it('are either for the state machine or for the leader', () => {
    assert.deepEqual([isKeyValue({ op: 'get', key: 'x' }), isAdministration({ op: 'get', key: 'x' })], [true, false]);
    assert.deepEqual([isKeyValue({ op: 'register' }), isAdministration({ op: 'register' })], [false, false]);
    assert.deepEqual([isKeyValue({ op: 'add-server', server: 1 }), isAdministration({ op: 'add-server', server: 1 })], [false, true]);
  });
});
