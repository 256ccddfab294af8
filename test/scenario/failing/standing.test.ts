import assert from 'node:assert/strict';
import type { Action } from '../../../src/engine/sim/schedule.ts';
import type { ScriptAction } from '../../../src/engine/check/shrinking/script.ts';
import { standingFaults } from '../../../src/scenario/failing/standing.ts';

const QUALITY = { latency: { kind: 'constant', value: 1 }, loss: 0, duplication: 0 } as const;

function standing(...actions: readonly Action[]): readonly string[] {
  return [...standingFaults(actions.map((action, at) => ({ at, action: action as ScriptAction })), 100, 3)].sort();
}

describe('faults that last', () => {
  const repaired: readonly (readonly [fault: Action, repair: Action, left: readonly string[]])[] = [
    [{ kind: 'crash', node: 1 }, { kind: 'restart', node: 1 }, ['crash 1']],
    [{ kind: 'pause', node: 1 }, { kind: 'resume', node: 1 }, ['pause 1']],
    [{ kind: 'slow', node: 1, perInput: 5 }, { kind: 'slow', node: 1, perInput: 0 }, ['slow 1']],
    [{ kind: 'clock', node: 1, offset: 5, drift: 0 }, { kind: 'clock', node: 1, offset: 0, drift: 0 }, ['clock 1']],
    [{ kind: 'cut', from: 0, to: 1 }, { kind: 'mend', from: 0, to: 1 }, ['cut 0 1']],
    [{ kind: 'partition', groups: [[0], [1, 2]] }, { kind: 'heal' }, ['cut 0 1', 'cut 0 2', 'cut 1 0', 'cut 2 0']],
    [{ kind: 'partition', groups: [[0, 1]] }, { kind: 'partition', groups: [[0, 1, 2]] }, ['cut 0 2', 'cut 1 2', 'cut 2 0', 'cut 2 1']],
    [{ kind: 'link', from: 0, to: 1, quality: QUALITY }, { kind: 'network', quality: null }, ['link 0 1']],
    [{ kind: 'network', quality: QUALITY }, { kind: 'network', quality: null }, ['network']],
  ];
  for (const [fault, repair, left] of repaired) {
    it(`${fault.kind} lasts until ${repair.kind}`, () => {
      assert.deepEqual(standing(fault), left);
      assert.deepEqual(standing(fault, repair), []);
    });
  }

  it('are those up to a time', () => {
    const script = [{ at: 1, action: { kind: 'crash', node: 0 } }, { at: 5, action: { kind: 'restart', node: 0 } }] as const;
    assert.deepEqual([...standingFaults(script, 4, 3)], ['crash 0']);
  });
});
