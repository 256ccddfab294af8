/**
 * Runs whose traces must not change unnoticed: stored runs are repeated by later versions of the engine. They use every
 * kind of action, and the reference Raft.
 */
import assert from 'node:assert/strict';
import type { Latency } from '../../../src/engine/sim/latency.ts';
import { Run } from '../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../src/engine/sim/schedule.ts';
import type { System } from '../../../src/engine/sim/system.ts';
import { MILLISECOND } from '../../../src/engine/sim/time.ts';
import { traceHash } from '../../../src/engine/sim/trace-hash.ts';
import { ENGINE_VERSION } from '../../../src/engine/sim/version.ts';
import { DEFAULT_RAFT, raftSystem } from '../../../src/engine/protocols/raft/system.ts';
import { echoSystem } from './echo.ts';

/** Raise ENGINE_VERSION before you write another digest here. */
const GOLDEN = {
  engine: 1,
  digests: {
    'Raft, nothing fails': '276139e3ef234462',
    'Raft under faults': 'a2943655062eb164',
    'Raft, many latencies': 'f35a5662979ebd49',
    'an echo, every action': 'e4c4fe3d0592a8c7',
  },
};

const ms = (time: number): number => time * MILLISECOND;

const faults: Schedule = [
  { at: ms(400), action: { kind: 'command', node: 5, command: 'set x 1' } },
  { at: ms(500), action: { kind: 'crash', node: 0 } },
  { at: ms(700), action: { kind: 'partition', groups: [[1, 2], [3, 4, 5]] } },
  { at: ms(900), action: { kind: 'restart', node: 0 } },
  { at: ms(1_200), action: { kind: 'pause', node: 3 } },
  { at: ms(1_500), action: { kind: 'heal' } },
  { at: ms(1_700), action: { kind: 'resume', node: 3 } },
  { at: ms(1_800), action: { kind: 'cut', from: 1, to: 2 } },
  { at: ms(2_100), action: { kind: 'mend', from: 1, to: 2 } },
];

/** The event at which the message is sent that is copied and delivered below. */
const SENT = 74;

const echoes: Schedule = [
  { at: 10, action: { kind: 'command', node: 0, command: 'send 1 0' } },
  { at: 12, action: { kind: 'command', node: 1, command: 'timer t 5' } },
  { at: 15, action: { kind: 'drop', message: 4 } },
  { at: 16, action: { kind: 'command', node: 2, command: 'send 0 2' } },
  { at: 18, action: { kind: 'pause', node: 0 } },
  { at: 20, action: { kind: 'cut', from: 1, to: 0 } },
  { at: 25, action: { kind: 'command', node: 0, command: 'save a' } },
  { at: 40, action: { kind: 'resume', node: 0 } },
  { at: 41, action: { kind: 'mend', from: 1, to: 0 } },
  { at: 42, action: { kind: 'crash', node: 2 } },
  { at: 42, action: { kind: 'restart', node: 2 } },
  { at: 50, after: 20, action: { kind: 'heal' } },
  { at: 55, action: { kind: 'slow', node: 0, perInput: 4 } },
  { at: 56, action: { kind: 'clock', node: 1, offset: -20, drift: 50_000 } },
  { at: 57, action: { kind: 'link', from: 0, to: 1, quality: { latency: { kind: 'uniform', minimum: 1, maximum: 9 }, loss: 0, duplication: 0, reordering: 0.5, bandwidth: 1_000_000 } } },
  ...[60, 61, 62].map((at) => ({ at, action: { kind: 'command' as const, node: 0, command: 'send 1 0' } })),
  { at: 70, action: { kind: 'command', node: 1, command: 'timer t 9' } },
  { at: 71, action: { kind: 'command', node: 1, command: 'save b' } },
  { at: 72, action: { kind: 'crash', node: 1, torn: true } },
  { at: 73, action: { kind: 'corrupt-disk', node: 1 } },
  { at: 74, action: { kind: 'restart', node: 1 } },
  { at: 75, action: { kind: 'crash', node: 2 } },
  { at: 76, action: { kind: 'lose-disk', node: 2 } },
  { at: 77, action: { kind: 'restart', node: 2 } },
  { at: 100, action: { kind: 'network', quality: { latency: { kind: 'constant', value: 50 }, loss: 0, duplication: 0 } } },
  { at: 101, action: { kind: 'command', node: 2, command: 'send 0 4' } },
  { at: 102, action: { kind: 'command', node: 2, command: 'timer t 90' } },
  { at: 103, action: { kind: 'copy', message: SENT } },
  { at: 104, action: { kind: 'deliver', message: SENT } },
  { at: 105, action: { kind: 'fire', node: 2, timer: 't' } },
];

const raft = (changes: Partial<typeof DEFAULT_RAFT>): System<unknown> => raftSystem({ ...DEFAULT_RAFT, thinkTime: ms(30), ...changes });

/** Each pair of servers with a latency of another kind. */
function manyLatencies(): System<unknown> {
  const latencies: readonly Latency[] = [
    { kind: 'constant', value: ms(7) },
    { kind: 'exponential', minimum: ms(1), mean: ms(8) },
    { kind: 'normal', mean: ms(10), deviation: ms(3) },
    { kind: 'lognormal', median: ms(8), sigma: 0.8 },
    { kind: 'pareto', minimum: ms(2), alpha: 1.5 },
  ];
  const system = raft({});
  const links = latencies.map((latency, from) => ({ from, to: (from + 1) % 5, quality: { latency, loss: 0.05, duplication: 0.05 } }));
  return { ...system, network: { ...system.network, links } };
}

const runs: Readonly<Record<keyof typeof GOLDEN.digests, { system: System<unknown>; schedule: Schedule }>> = {
  'Raft, nothing fails': { system: raft({}), schedule: [] },
  'Raft under faults': { system: raft({ loss: 0.03, duplication: 0.03, latency: { kind: 'uniform', minimum: ms(1), maximum: ms(30) } }), schedule: faults },
  'Raft, many latencies': { system: manyLatencies(), schedule: faults },
  'an echo, every action': { system: echoSystem(3, { duplication: 0.2, loss: 0.1 }), schedule: echoes },
};

describe('the runs of ENGINE_VERSION', () => {
  it('are what they were', () => {
    const digests = Object.fromEntries(
      Object.entries(runs).map(([name, { system, schedule }]) => {
        const run = new Run({ system, seed: 7, schedule });
        run.advanceTo(1_500);
        return [name, traceHash(run.trace)];
      }),
    );
    const remedy =
      'These runs have other traces than before, so runs that users have stored would not be what they were. If that is meant, raise ENGINE_VERSION in src/engine/sim/version.ts, and write the version and the digests into this test.';
    assert.deepEqual({ engine: ENGINE_VERSION, digests }, GOLDEN, `${remedy}\n${JSON.stringify(digests, null, 2)}`);
  });
});
