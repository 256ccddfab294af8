import assert from 'node:assert/strict';
import fc from 'fast-check';
import { randomSchedule } from '../../../src/engine/sim/chaos.ts';
import type { LinkQuality } from '../../../src/engine/sim/network.ts';
import { Random } from '../../../src/engine/sim/random.ts';
import { Run } from '../../../src/engine/sim/run.ts';
import type { Action, Schedule } from '../../../src/engine/sim/schedule.ts';
import { Simulator } from '../../../src/engine/sim/simulator.ts';
import { entriesIn } from '../../../src/engine/sim/storage.ts';
import { MILLISECOND, SECOND } from '../../../src/engine/sim/time.ts';
import { serializeTrace } from '../../../src/engine/sim/trace.ts';
import type { RaftMessage } from '../../../src/engine/protocols/raft/messages.ts';
import { RaftSafety } from '../../../src/engine/protocols/raft/safety.ts';
import { RaftServer } from '../../../src/engine/protocols/raft/server.ts';
import { DEFAULT_RAFT, raftSystem } from '../../../src/engine/protocols/raft/system.ts';
import { Echo, echoSystem } from './echo.ts';

const END = 3 * SECOND;

function chaos(seed: number): Schedule {
  return randomSchedule(Random.fromSeed(seed).split('chaos'), {
    nodes: [0, 1, 2, 3, 4],
    maximumDown: 2,
    interval: 150 * MILLISECOND,
    from: 200 * MILLISECOND,
    until: END - 500 * MILLISECOND,
  });
}

function raftRun(seed: number, schedule: Schedule = chaos(seed)) {
  const system = raftSystem({ ...DEFAULT_RAFT, thinkTime: 40 * MILLISECOND, loss: 0.05, duplication: 0.02 });
  return new Run({ system, seed, schedule, monitor: () => new RaftSafety() });
}

const UNRELIABLE: LinkQuality = { latency: { kind: 'uniform', minimum: 0, maximum: 9 }, loss: 0.2, duplication: 0.2, reordering: 0.5 };
const IN_ORDER: LinkQuality = { latency: { kind: 'exponential', minimum: 1, mean: 5 }, loss: 0, duplication: 0, ordered: true, bandwidth: 300_000 };

const node = fc.nat({ max: 2 });
const someAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constantFrom('crash' as const, 'restart' as const, 'pause' as const, 'resume' as const), node }),
  fc.record({ kind: fc.constantFrom('cut' as const, 'mend' as const), from: node, to: node }),
  fc.record({ kind: fc.constant('command' as const), node, command: fc.constantFrom('send 1 0', 'send 2 3', 'timer t 4', 'timer t 0', 'save x', 'sync') }),
  fc.record({ kind: fc.constantFrom('drop' as const, 'copy' as const, 'deliver' as const), message: fc.nat({ max: 80 }) }),
  fc.record({ kind: fc.constant('fire' as const), node, timer: fc.constant('t') }),
  fc.constant({ kind: 'heal' as const }),
  fc.record({ kind: fc.constant('crash' as const), node, torn: fc.constant(true) }),
  fc.record({ kind: fc.constant('slow' as const), node, perInput: fc.constantFrom(0, 3, 20) }),
  fc.record({ kind: fc.constant('clock' as const), node, offset: fc.constantFrom(0, -7, 1000), drift: fc.constantFrom(0, 200_000, -200_000) }),
  fc.record({ kind: fc.constantFrom('lose-disk' as const, 'corrupt-disk' as const), node }),
  fc.record({ kind: fc.constant('network' as const), quality: fc.constantFrom(null, UNRELIABLE) }),
  fc.record({ kind: fc.constant('link' as const), from: node, to: node, quality: fc.constantFrom(null, UNRELIABLE, IN_ORDER) }),
);

/** Faults and commands, many of them at one moment. */
function echoChaos(seed: number): Schedule {
  const random = Random.fromSeed(seed);
  let time = 0;
  return Array.from({ length: 30 }, () => ({ at: (time += random.integer(5)), action: fc.sample(someAction, { seed: random.uint32() | 0, numRuns: 1 })[0] ?? { kind: 'heal' } }));
}

/** Everything that a moment of a run is made of. */
function stateAt<Message>(run: Run<Message>, step: number): string {
  const checkpoint = run.at(step).capture();
  assert.ok(checkpoint);
  const { queue, ...rest } = checkpoint;
  // Where the heap keeps an item is of no account; what it holds, and in which order it comes out, is.
  const waiting = [...queue.times].map((time, i) => [time, queue.orders[i], queue.tags[i], queue.items[i]] as const);
  const timers = checkpoint.nodes.map((node) => node.timers.map(({ name, firesAt, order, cause }) => [name, firesAt, order, cause]));
  const messages = waiting.filter(([, , , item]) => typeof item !== 'string').sort((a, b) => a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0));
  const nodes = checkpoint.nodes.map(({ disk, ...state }) => ({ ...state, timers: [], disk: entriesIn(disk.log), cells: [...disk.cells] }));
  const maps = (_: string, value: unknown) => (value instanceof Map ? [...value] : typeof value === 'symbol' ? value.description : value);
  return JSON.stringify({ ...rest, nodes, timers, messages }, maps);
}

describe('Run', () => {
  it('is repeated byte for byte from its input, over hundreds of seeds and schedules', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const [first, second] = [raftRun(seed), raftRun(seed)];
      first.advanceUntil(END);
      second.advanceUntil(END);
      assert.ok(first.steps > 300);
      assert.equal(serializeTrace(first.trace), serializeTrace(second.trace), `seed ${seed}`);
    }
  });

  it('is the same whether it is recorded, watched, or neither', () => {
    const run = raftRun(11);
    run.advanceUntil(END);
    const bare = new Simulator({ system: raftSystem({ ...DEFAULT_RAFT, thinkTime: 40 * MILLISECOND, loss: 0.05, duplication: 0.02 }), seed: 11, schedule: chaos(11) });
    while (bare.nextTime <= END) bare.advance();
    assert.equal(bare.step, run.steps);
    assert.equal(bare.events, run.trace.length);
    assert.equal(bare.now, run.trace.timeOf(run.steps));
  });

  it('is the same when it is looked at in the middle', () => {
    const quiet = raftRun(5);
    quiet.advanceUntil(END);
    const disturbed = raftRun(5);
    while (disturbed.nextTime <= END) {
      disturbed.advance();
      if (disturbed.steps % 97 === 0) disturbed.at(disturbed.steps >> 1);
    }
    assert.equal(serializeTrace(disturbed.trace), serializeTrace(quiet.trace));
  });

  it('shows at each step the state that it had there', () => {
    const run = raftRun(3);
    const states = [stateAt(run, 0)];
    while (run.steps < 1500 && run.advance()) states.push(stateAt(run, run.steps));
    fc.assert(
      fc.property(fc.nat({ max: run.steps }), (step) => {
        assert.equal(stateAt(run, step), states[step]);
      }),
      { numRuns: 200 },
    );
  });

  it('goes to a moment of a long run by repeating a small part of it', () => {
    let handled = 0;
    class Counted extends RaftServer {
      override onMessage(from: number, message: RaftMessage): void {
        handled++;
        super.onMessage(from, message);
      }
    }
    const run = new Run({ system: raftSystem(DEFAULT_RAFT, (...args) => new Counted(...args)), seed: 1 });
    run.advanceTo(100_000);
    const whole = handled;
    for (const step of [99_999, 3, 61_234, 7_000, 77_777]) {
      handled = 0;
      run.at(step);
      assert.ok(handled < whole / 50, `going to step ${step} repeats ${handled} of ${whole} messages`);
    }
  });

  it('refuses a moment that it has not come to', () => {
    const run = raftRun(1);
    run.advanceTo(10);
    assert.throws(() => run.at(11), /There is no step 11: the run has steps 0 to 10/);
    assert.throws(() => run.at(-1), /no step -1/);
  });

  describe('a fork', () => {
    it('is what its schedule gives from the start, wherever it begins and whatever was looked at', () => {
      const forks = fc.array(fc.record({ ahead: fc.nat({ max: 60 }), within: fc.nat({ max: 3 }), action: someAction }), { minLength: 1, maxLength: 3 });
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 400 }), fc.constantFrom(1, 3, 7), forks, (seed, interval, steps) => {
          const system = echoSystem(3, { latency: { kind: 'uniform', minimum: 1, maximum: 12 }, duplication: 0.2 });
          let run = new Run({ system, seed, schedule: echoChaos(seed), interval });
          run.advanceTo(30);
          for (const { ahead, within, action } of steps) {
            const step = Math.min(run.steps, ahead);
            const { now, nextTime } = run.at(step);
            run = run.fork(step, nextTime === Infinity ? now : Math.min(nextTime, now + within), action);
            run.advanceTo(run.steps + 20);
          }
          run.advanceTo(400);
          const repeated = new Run({ system, seed, schedule: run.schedule });
          repeated.advanceTo(400);
          assert.equal(serializeTrace(run.trace), serializeTrace(repeated.trace));
        }),
        { numRuns: 600 },
      );
    });

    it('happens between its step and the next one', () => {
      const run = new Run({ system: echoSystem(2), seed: 1, schedule: [{ at: 50, action: { kind: 'command', node: 0, command: 'send 1 1' } }] });
      run.advanceTo(3);
      assert.throws(() => run.fork(3, 61, { kind: 'heal' }), /An action after step 3 happens between 50 µs and 60 µs, not at 61 µs/);
      assert.throws(() => run.fork(3, 49, { kind: 'heal' }), /not at 49 µs/);
    });

    it('shares the past, begins with its action, and leaves the origin as it was', () => {
      const run = raftRun(4);
      run.advanceTo(900);
      const before = serializeTrace(run.trace);
      const fork = run.fork(400, run.trace.timeOf(400), { kind: 'partition', groups: [[2]] });
      assert.equal(fork.steps, 400);
      fork.advance();
      assert.equal(fork.trace.at(fork.trace.firstEvent(401)).kind, 'partition');
      assert.ok(before.startsWith(serializeTrace([...fork.trace].slice(0, fork.trace.firstEvent(401)))));
      assert.equal(serializeTrace(run.trace), before);
    });

    it('happens at a time between two steps if it is asked to', () => {
      const run = new Run({ system: echoSystem(2), seed: 1, schedule: [{ at: 50, action: { kind: 'command', node: 0, command: 'send 1 5' } }] });
      run.advanceTo(2);
      const fork = run.fork(2, 20, { kind: 'crash', node: 1 });
      fork.advanceTo(10);
      assert.deepEqual([...fork.trace].map(({ kind, time }) => [kind, time]).slice(2), [['crash', 20], ['command', 50], ['send', 50], ['refused', 60]]);
    });

    it('of a fork keeps what both have changed', () => {
      const run = raftRun(6, []);
      run.advanceTo(300);
      const once = run.fork(200, run.trace.timeOf(200), { kind: 'crash', node: 0 });
      once.advanceTo(400);
      const twice = once.fork(350, once.trace.timeOf(350), { kind: 'crash', node: 1 });
      twice.advanceTo(500);
      assert.deepEqual([...twice.trace].filter(({ kind }) => kind === 'crash').map(({ node }) => node), [0, 1]);
    });

    it('works too where processes can not be copied', () => {
      const system = echoSystem(2);
      const opaque = {
        ...system,
        nodes: system.nodes.map((node) => ({
          ...node,
          create: (context: Parameters<typeof node.create>[0]) => {
            const echo = new Echo(context);
            return { onStart: () => echo.onStart(), onRestart: () => echo.onRestart(), onMessage: (from: number, message: number) => echo.onMessage(from, message), onTimer: (name: string) => echo.onTimer(name), onCommand: (command: string) => echo.onCommand(command) };
          },
        })),
      };
      const run = new Run({ system: opaque, seed: 1, schedule: [{ at: 5, action: { kind: 'command', node: 0, command: 'send 1 1' } }] });
      run.advanceTo(20);
      assert.equal(run.at(4).step, 4);
      assert.equal(run.at(2).step, 2);
      const fork = run.fork(4, run.trace.timeOf(4), { kind: 'crash', node: 0 });
      fork.advanceTo(20);
      assert.ok([...fork.trace].some(({ kind }) => kind === 'refused'));
    });
  });
});
