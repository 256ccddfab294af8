import assert from 'node:assert/strict';
import { checkLinearizability } from '../../../../src/engine/check/linearizability/check.ts';
import { consensusObject, isOfProposals, proposalsOf } from '../../../../src/engine/protocols/paxos/history.ts';
import type { PaxosNote } from '../../../../src/engine/protocols/paxos/messages.ts';
import { Run } from '../../../../src/engine/sim/run.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { faultedProposals } from './campaign.ts';

const note = (time: number, node: number, payload: PaxosNote) => ({ time, node, payload });
const wishes = (time: number, node: number, value: string) => note(time, node, { note: 'wishes', value });
const chosen = (time: number, node: number, value: string) => note(time, node, { note: 'chosen', ballot: 1, value });
const verdict = (...events: ReturnType<typeof note>[]) => checkLinearizability(consensusObject, proposalsOf(events)).kind;

describe("proposers' history", () => {
  it('has what they proposed and what was decided, once', () => {
    assert.deepEqual(proposalsOf([wishes(1, 0, 'x'), wishes(2, 1, 'y'), chosen(5, 1, 'x'), chosen(6, 1, 'x'), wishes(7, 2, 'z')]), [
      { process: 1, input: 'y', invoked: 2, returned: 5, output: 'x' },
      { process: 0, input: 'x', invoked: 1, returned: Infinity, output: undefined },
      { process: 2, input: 'z', invoked: 7, returned: Infinity, output: undefined },
    ]);
  });

  it('is one of a consensus object where all are told one value that somebody had proposed', () => {
    assert.equal(verdict(wishes(1, 0, 'x'), wishes(2, 1, 'y'), chosen(5, 1, 'x')), 'linearizable');
    assert.equal(verdict(wishes(1, 0, 'x'), wishes(2, 1, 'y'), chosen(5, 1, 'x'), chosen(6, 0, 'y')), 'violated');
    assert.equal(verdict(wishes(1, 0, 'x'), chosen(3, 0, 'y'), wishes(4, 1, 'y')), 'violated');
  });

  it('is so of whatever befalls Paxos', () => {
    let completed = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const { system, schedule } = faultedProposals(seed);
      const run = new Run({ system, seed, schedule });
      run.advanceUntil(5 * SECOND);
      const history = proposalsOf([...run.trace].filter(isOfProposals));
      completed += history.filter(({ returned }) => returned !== Infinity).length;
      assert.equal(checkLinearizability(consensusObject, history).kind, 'linearizable', `seed ${seed}`);
    }
    assert.ok(completed > 20, String(completed));
  });
});
