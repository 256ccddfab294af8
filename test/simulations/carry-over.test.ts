import assert from 'node:assert/strict';
import type { Schedule, ScheduledAction } from '../../src/engine/sim/schedule.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { carryOver, type CarriedOver } from '../../src/simulations/carry-over.ts';
import type { Values } from '../../src/simulations/definition.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { simulationOfType } from '../../src/simulations/registry.ts';
import { createSession, type Session } from '../../src/simulations/session.ts';

const recorded = (type: string, changes: Values, schedule: Schedule) => ({ type, values: valuesOf(simulationOfType(type).parameters, changes), schedule });
const at = (time: number, action: ScheduledAction['action']): ScheduledAction => ({ at: time, action });

function runOf({ type, values, schedule }: Pick<CarriedOver, 'type' | 'values' | 'schedule'>, until: number): Run<unknown> {
  const definition = simulationOfType(type);
  const system = definition.build(values);
  const run = new Run({ system, seed: values['seed'] ?? 0, schedule, monitor: () => definition.monitor(values, system) });
  run.advanceUntil(until);
  return run;
}

async function tell(session: Session, time: number, command: string): Promise<void> {
  await session.seek({ time });
  await session.act({ kind: 'command', node: 5, command });
}

describe('a run that is carried over to another simulation', () => {
  it('has the same faults at the same times, and the same parameters where both have them', () => {
    const faults: Schedule = [
      at(1_000, { kind: 'crash', node: 0 }),
      at(2_000, { kind: 'partition', groups: [[0, 1, 5], [2, 3, 4]] }),
      { at: 2_500, after: 17, action: { kind: 'cut', from: 1, to: 2 } },
      at(3_000, { kind: 'command', node: 5, command: 'set x 1' }),
      at(3_000, { kind: 'network', quality: { latency: { kind: 'constant', value: 5 }, loss: 0, duplication: 0 } }),
      at(4_000, { kind: 'fire', node: 3, timer: 'election' }),
    ];
    const { type, values, schedule, left } = carryOver(recorded('raft', { latencyMin: 1_000, latencyMax: 2_000, loss: 0.1, seed: 7, faults: 2, preVote: 1 }, faults), 'multi-paxos');
    assert.equal(type, 'multi-paxos');
    assert.deepEqual(schedule, faults.map(({ at: time, action }) => ({ at: time, action })));
    assert.deepEqual(left, []);
    assert.deepEqual(['nodes', 'clients', 'latencyMin', 'latencyMax', 'loss', 'seed', 'faults', 'window'].map((name) => values[name]), [5, 1, 1_000, 2_000, 0.1, 7, 2, 4]);
    assert.equal('preVote' in values, false);
  });

  it('leaves behind what is about single messages, and commands that the other does not understand', () => {
    const { schedule, left } = carryOver(
      recorded('raft', {}, [
        at(1, { kind: 'drop', message: 3 }),
        at(2, { kind: 'command', node: 5, command: 'add n4' }),
        at(3, { kind: 'command', node: 5, command: 'get x' }),
        at(4, { kind: 'command', node: 0, command: 'get x' }),
      ]),
      'multi-paxos',
    );
    assert.deepEqual(schedule, [at(3, { kind: 'command', node: 5, command: 'get x' })]);
    assert.deepEqual(left.map(({ scheduled }) => scheduled.at), [1, 2, 4]);
    assert.match(left[0]!.why, /one message of that run/);
    assert.match(left[1]!.why, /A command is "set KEY NUMBER"/);
    assert.equal(left[2]!.why, 's1 takes no commands.');
  });

  it('goes by what the other was told before', () => {
    const twice = [1, 2].map((time) => at(time, { kind: 'command', node: 0, command: 'x' }));
    const { schedule, left } = carryOver(recorded('two-phase-commit', { participants: 2 }, twice), 'paxos', { layout: 1, nodes: 3 });
    assert.deepEqual([schedule.length, left.length], [1, 1]);
    assert.match(left[0]!.why, /was told to propose x and stands by it/);
  });

  it('says what keeps it from being carried over', () => {
    assert.throws(() => carryOver(recorded('raft', { spares: 1 }, []), 'multi-paxos'), { name: 'RangeError', message: 'Raft has 6 servers and 1 client here, Multi-Paxos has 5 servers and 1 client: faults can be carried over only between as many. Set the parameters so that there are.' });
    // As many nodes, of which one is a server on one side and a client on the other.
    assert.throws(() => carryOver(recorded('raft', { nodes: 3, clients: 3 }, []), 'two-phase-commit', { participants: 5 }), /Raft has 3 servers and 3 clients here, Two-phase commit has 6 servers and 0 clients/);
    assert.equal(carryOver(recorded('raft', { spares: 1 }, []), 'multi-paxos', { nodes: 6 }).values['nodes'], 6);
    assert.throws(() => carryOver({ ...recorded('raft', {}, []), bounds: {} }, 'multi-paxos'), /found is of a small system/);
    assert.throws(() => carryOver(recorded('raft', {}, []), 'chain'), /no simulation of type "chain"/);
    assert.throws(() => carryOver(recorded('raft', {}, []), 'multi-paxos', { nodes: 50 }), /Servers is between 1 and 9/);
  });

  it('ignores values that the other could not have', () => {
    const { values } = carryOver(recorded('multi-paxos', { nodes: 5, flaw: 6, window: 9, batch: 7 }, []), 'raft');
    assert.deepEqual([values['flaw'], values['batch'], values['nodes']], [0, 7, 5]);
  });

  it('lets Raft and Multi-Paxos come through the same week, and answer the same commands', async () => {
    const session = createSession('raft', { latencyMin: 10_000, latencyMax: 10_000, seed: 3 });
    await tell(session, 500_000, 'set x 1');
    const leader = (await session.snapshot()).nodes.find(({ role }) => role === 'leader')!.id;
    await session.seek({ time: 800_000 });
    await session.act({ kind: 'crash', node: leader });
    await tell(session, 2_000_000, 'add x 2');
    await session.seek({ time: 4_000_000 });
    await session.act({ kind: 'restart', node: leader });
    await tell(session, 4_500_000, 'get x');
    const raft = await session.seek({ time: 6_000_000 });
    const run = await session.recorded();
    const carried = carryOver(run, 'multi-paxos');
    assert.deepEqual(carried.left, []);
    const other = runOf(carried, run.until);
    assert.deepEqual(other.violations, []);
    const answers = [...other.trace].flatMap(({ kind, payload }) => {
      const note = payload as { readonly note: string; readonly result: { readonly value: number } };
      return kind === 'note' && note.note === 'completed' ? [note.result.value] : [];
    });
    assert.deepEqual([answers, raft.nodes.at(-1)?.summary], [[1, 3, 3], 'idle']);
    assert.deepEqual(runOf(carryOver({ ...carried }, 'raft'), run.until).steps, runOf({ ...run }, run.until).steps, 'and back again it is what it was');
  });

  it('keeps the faults that a simulation has drawn', async () => {
    const session = createSession('raft', { faults: 3, faultsUntil: 5_000_000, thinkTime: 100_000, seed: 4 });
    await session.seek({ time: 3_000_000 });
    const run = await session.recorded();
    const carried = carryOver(run, 'multi-paxos');
    assert.ok(run.schedule.length > 10 && carried.schedule.length === run.schedule.length);
    assert.deepEqual(runOf(carried, 12_000_000).violations, []);
    // Both draw the same from the same seed, so that it makes no difference whether it is carried over.
    assert.deepEqual(simulationOfType('multi-paxos').schedule?.(carried.values), carried.schedule);
  });
});
