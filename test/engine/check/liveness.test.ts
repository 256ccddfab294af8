import assert from 'node:assert/strict';
import { examine, Progress, type Goal } from '../../../src/engine/check/liveness.ts';
import type { Monitor } from '../../../src/engine/check/monitor.ts';
import { Run } from '../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../src/engine/sim/schedule.ts';
import { Echo, echoSystem } from '../sim/echo.ts';

const heard = (life: unknown) => (life instanceof Echo ? life.seen.filter((line) => line.startsWith('5')).length : 0);

const ALL_HEARD: Goal<number> = {
  property: { id: 'heard', title: 'Heard', meaning: 'Node 1 has heard of one more 5.', source: 'this test', section: '' },
  begin: ({ nodes }) => heard(nodes[1]?.life),
  isReached: ({ nodes }, begun) => heard(nodes[1]?.life) > (begun as number),
};

const NEVER_ALARMED: Monitor<number> = {
  afterStep: ({ step, nodes, lastNode }) => (nodes[lastNode]?.status === 'up' && step > 3 ? [{ property: 'quiet', step, message: 'alarmed' }] : []),
  capture: () => null,
  restore: () => undefined,
};

function examination(schedule: Schedule, monitor?: Monitor<number>) {
  return examine({ system: echoSystem(2), seed: 1, schedule, ...DEADLINE, goal: ALL_HEARD, ...(monitor ? { monitor } : {}) });
}

const DEADLINE = { faultsStop: 1000, within: 50 };
const tell = (at: number, command: string) => ({ at, action: { kind: 'command', node: 0, command } }) as const;
const partition = { at: 10, action: { kind: 'partition', groups: [[0], [1]] } } as const;

describe('liveness', () => {
  it('is asked for when faults have stopped, which ends those that the schedule left behind', () => {
    const { violation, reachedAfter } = examination([partition, { at: 20, action: { kind: 'pause', node: 0 } }, { at: 30, action: { kind: 'command', node: 0, command: 'send 1 5' } }]);
    assert.deepEqual([violation, reachedAfter], [undefined, 10]);
  });

  it('is missed where the goal is not reached in time', () => {
    const { violation, reachedAfter, simulator } = examination([{ at: 990, action: { kind: 'command', node: 0, command: 'timer late 200' } }]);
    assert.equal(violation?.property, 'heard');
    assert.match(violation?.message ?? '', /Within 50 µs .*: Node 1 has heard of one more 5\./);
    assert.equal(reachedAfter, undefined);
    assert.ok(simulator.now <= 1050);
  });

  it('ends at the first step that breaks what must always hold', () => {
    const { violation, simulator } = examination([{ at: 100, action: { kind: 'command', node: 0, command: 'send 1 1' } }], NEVER_ALARMED);
    assert.deepEqual([violation?.property, violation?.step, simulator.step], ['quiet', 4, 4]);
  });

  it('leaves out what the schedule has for later', () => {
    const { reachedAfter } = examination([{ at: 1010, action: { kind: 'command', node: 0, command: 'send 1 5' } }]);
    assert.equal(reachedAfter, undefined);
  });

  it('is watched in a recorded run too, and after a fork from its middle', () => {
    const missing = new Run({ system: echoSystem(2), seed: 1, schedule: [tell(900, 'timer a 120'), tell(900, 'timer b 170')], monitor: () => new Progress(ALL_HEARD, DEADLINE), interval: 1 });
    missing.advanceUntil(2000);
    assert.deepEqual(missing.violations.map(({ property, step }) => [property, step]), [['heard', missing.steps]]);
    const before = missing.steps - 2;
    const fork = missing.fork(before, 1010, { kind: 'command', node: 0, command: 'send 1 5' });
    fork.advanceUntil(2000);
    assert.deepEqual(fork.violations, []);
  });
});
