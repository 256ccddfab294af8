import assert from 'node:assert/strict';
import type { NetworkSpec } from '../../../src/engine/sim/network.ts';
import type { Action, Schedule } from '../../../src/engine/sim/schedule.ts';
import { Simulator } from '../../../src/engine/sim/simulator.ts';
import { Trace } from '../../../src/engine/sim/trace.ts';
import { Echo, echoSystem } from './echo.ts';

function simulate(schedule: Schedule, size = 2, network: Partial<NetworkSpec> = {}) {
  const trace = new Trace();
  const simulator = new Simulator({ system: echoSystem(size, network), seed: 1, schedule, trace });
  while (simulator.advance());
  const seen = (node: number) => {
    const life = simulator.nodes[node]?.life;
    return life instanceof Echo ? life.seen : [];
  };
  return { simulator, trace, seen, kinds: () => [...trace].map(({ kind }) => kind) };
}

const echoSystemWith = (network: Partial<NetworkSpec>) => new Simulator({ system: echoSystem(2, network), seed: 1 });
const at = (time: number, action: Action) => ({ at: time, action });
const tell = (time: number, node: number, command: string) => at(time, { kind: 'command', node, command });

describe('Simulator', () => {
  it('delivers messages after their latency', () => {
    const { seen } = simulate([tell(100, 0, 'send 1 3')]);
    assert.deepEqual(seen(1), ['start', '3 from 0 at 110', '5 from 0 at 130']);
    assert.deepEqual(seen(0), ['start', '4 from 1 at 120']);
  });

  it('gives every event a cause: a delivery that of its sending, a sending that of the step it happened in', () => {
    const { trace } = simulate([tell(100, 0, 'send 1 5')]);
    const [, , command, send, deliver] = [...trace];
    assert.equal(command?.kind, 'command');
    assert.equal(command?.cause, null);
    assert.equal(send?.cause, command?.id);
    assert.equal(deliver?.cause, send?.id);
  });

  describe('timers', () => {
    it('fire once, when they are due', () => {
      assert.deepEqual(simulate([tell(5, 0, 'timer t 20')]).seen(0), ['start', 't at 25']);
    });

    it('set again are replaced, to a later time and to an earlier one', () => {
      assert.deepEqual(simulate([tell(5, 0, 'timer t 20'), tell(10, 0, 'timer t 100')]).seen(0), ['start', 't at 110']);
      assert.deepEqual(simulate([tell(5, 0, 'timer t 100'), tell(10, 0, 'timer t 5')]).seen(0), ['start', 't at 15']);
      assert.deepEqual(
        simulate([tell(1, 0, 'timer t 100'), tell(2, 0, 'timer t 9'), tell(3, 0, 'timer t 50'), tell(4, 0, 'timer t 80')]).seen(0),
        ['start', 't at 84'],
      );
    });

    it('that were cancelled or belonged to an earlier life do not fire', () => {
      assert.deepEqual(simulate([tell(5, 0, 'timer t 20'), tell(6, 0, 'cancel t')]).seen(0), ['start']);
      const { seen } = simulate([tell(5, 0, 'timer t 20'), at(6, { kind: 'crash', node: 0 }), at(7, { kind: 'restart', node: 0 })]);
      assert.deepEqual(seen(0), ['restart undefined']);
    });
  });

  describe('a crash', () => {
    it('loses memory and what was not synced, and keeps what was', () => {
      const { seen } = simulate([
        tell(1, 0, 'save kept'),
        tell(2, 0, 'sync'),
        tell(3, 0, 'save lost'),
        at(4, { kind: 'crash', node: 0 }),
        at(5, { kind: 'restart', node: 0 }),
      ]);
      assert.deepEqual(seen(0), ['restart kept']);
    });

    it('refuses messages until the restart', () => {
      const { seen, kinds } = simulate([at(5, { kind: 'crash', node: 1 }), tell(6, 0, 'send 1 5'), at(50, { kind: 'restart', node: 1 }), tell(60, 0, 'send 1 5')]);
      assert.deepEqual(seen(1), ['restart undefined', '5 from 0 at 70']);
      assert.ok(kinds().includes('refused'));
    });

    it('before the start, and a restart at once, begin one life', () => {
      const { simulator, kinds } = simulate([at(0, { kind: 'crash', node: 0 }), at(0, { kind: 'restart', node: 0 })]);
      assert.deepEqual(kinds(), ['crash', 'restart', 'start']);
      assert.equal(simulator.nodes[0]?.lives, 1);
    });

    it('before the start keeps the node from starting', () => {
      const { simulator, seen } = simulate([at(0, { kind: 'crash', node: 0 })]);
      assert.equal(simulator.nodes[0]?.status, 'crashed');
      assert.deepEqual(seen(1), ['start']);
    });
  });

  describe('a pause', () => {
    const paused = [at(5, { kind: 'pause', node: 1 }), at(100, { kind: 'resume', node: 1 })] as const;

    it('lets messages, timers and commands wait, in the order in which they came', () => {
      const { seen } = simulate([
        tell(1, 1, 'timer t 20'),
        paused[0],
        tell(6, 0, 'send 1 5'),
        tell(30, 1, 'timer u 7'),
        paused[1],
      ]);
      assert.deepEqual(seen(1), ['start', '5 from 0 at 100', 't at 100', 'u at 107']);
    });

    it('changes nothing for what comes after it', () => {
      const { seen } = simulate([tell(1, 1, 'timer t 200'), ...paused]);
      assert.deepEqual(seen(1), ['start', 't at 201']);
    });

    it('keeps what has come from being cut off later, and a cut keeps what has not', () => {
      const cut = at(50, { kind: 'cut', from: 0, to: 1 } as const);
      assert.deepEqual(simulate([paused[0], tell(6, 0, 'send 1 5'), cut, paused[1]]).seen(1), ['start', '5 from 0 at 100']);
      const late = simulate([paused[0], tell(45, 0, 'send 1 5'), cut, paused[1]]);
      assert.deepEqual(late.seen(1), ['start']);
      assert.deepEqual(late.kinds().slice(-2), ['blocked', 'resume']);
    });

    it('lets nobody pause before the start, and commands wait for it', () => {
      const { seen } = simulate([at(0, { kind: 'pause', node: 0 }), tell(0, 0, 'timer t 3'), at(5, { kind: 'resume', node: 0 })]);
      assert.deepEqual(seen(0), ['start', 't at 3']);
    });

    it('that ends in a crash says nothing of a message that was dropped meanwhile', () => {
      const shots = [paused[0], tell(6, 0, 'send 1 5')] as const;
      const sent = [...simulate([...shots]).trace].find(({ kind }) => kind === 'send');
      const { kinds } = simulate([...shots, at(40, { kind: 'drop', message: sent?.id ?? -1 }), at(50, { kind: 'crash', node: 1 })]);
      assert.ok(!kinds().includes('refused'));
    });

    it('that ends in a crash loses what waited', () => {
      const { seen, kinds } = simulate([paused[0], tell(6, 0, 'send 1 5'), at(50, { kind: 'crash', node: 1 }), at(60, { kind: 'restart', node: 1 })]);
      assert.deepEqual(seen(1), ['restart undefined']);
      assert.equal(kinds().filter((kind) => kind === 'refused').length, 1);
    });
  });

  describe('a slow node', () => {
    it('takes its time over each input, and the others wait in the order in which they came', () => {
      const { seen } = simulate([
        at(1, { kind: 'slow', node: 1, perInput: 100 }),
        tell(2, 1, 'timer t 20'),
        tell(3, 0, 'send 1 5'),
        tell(4, 0, 'send 1 6'),
        tell(200, 1, 'timer u 1'),
      ]);
      assert.deepEqual(seen(1), ['start', '5 from 0 at 102', '6 from 0 at 202', 't at 302', 'u at 502']);
    });

    it('is fast again when it is told to be, but for what waits already', () => {
      const { seen } = simulate([
        at(1, { kind: 'slow', node: 1, perInput: 100 }),
        tell(2, 0, 'send 1 5'),
        tell(3, 0, 'send 1 6'),
        at(20, { kind: 'slow', node: 1, perInput: 0 }),
        tell(21, 0, 'send 1 7'),
      ]);
      assert.deepEqual(seen(1), ['start', '5 from 0 at 12', '7 from 0 at 31', '6 from 0 at 112']);
    });

    it('keeps what waits for it from being cut off, and loses it in a crash', () => {
      const slow = [at(1, { kind: 'slow', node: 1, perInput: 100 }), tell(2, 0, 'send 1 5'), tell(3, 0, 'send 1 6')];
      assert.deepEqual(simulate([...slow, at(50, { kind: 'cut', from: 0, to: 1 })]).seen(1), ['start', '5 from 0 at 12', '6 from 0 at 112']);
      const crashed = simulate([...slow, at(50, { kind: 'crash', node: 1 })]);
      assert.deepEqual(crashed.seen(1), []);
      assert.equal(crashed.kinds().filter((kind) => kind === 'refused').length, 1);
    });
  });

  describe('a clock', () => {
    it('that is off is what its node goes by, and nobody else', () => {
      const { seen } = simulate([at(1, { kind: 'clock', node: 0, offset: 1000, drift: 0 }), tell(5, 0, 'timer t 20'), tell(6, 1, 'timer t 20')]);
      assert.deepEqual([seen(0), seen(1)], [['start', 't at 1025'], ['start', 't at 26']]);
    });

    it('that is fast lets timers fire early, and one that is slow late', () => {
      const fired = (drift: number) => [...simulate([at(1, { kind: 'clock', node: 0, offset: 0, drift }), tell(1000, 0, 'timer t 10000')]).trace].find(({ kind }) => kind === 'timer')?.time;
      assert.deepEqual([fired(100_000), fired(0), fired(-100_000)], [1000 + 9091, 1000 + 10_000, 1000 + 11_112]);
    });

    it('may be off from the start', () => {
      const system = echoSystem(1);
      const nodes = system.nodes.map((spec) => ({ ...spec, clock: { offset: -50, drift: 0 } }));
      const simulator = new Simulator({ system: { ...system, nodes }, seed: 1, schedule: [tell(100, 0, 'timer t 5')] });
      while (simulator.advance());
      assert.deepEqual(simulator.nodes[0]?.life instanceof Echo && simulator.nodes[0].life.seen, ['start', 't at 55']);
    });
  });

  describe('a disk', () => {
    const saved = [tell(1, 0, 'save kept'), tell(2, 0, 'sync')];

    it('is torn in a torn crash, which says what of it', () => {
      const { trace, simulator } = simulate([...saved, tell(3, 0, 'save lost'), at(4, { kind: 'crash', node: 0, torn: true }), at(5, { kind: 'restart', node: 0 })]);
      assert.deepEqual([...trace].find(({ kind }) => kind === 'crash')?.payload, { cell: 'saved' });
      assert.equal(simulator.nodes[0]?.disk.isDamaged('saved'), true);
    });

    it('is lost, or a record of it corrupted, while its node is down', () => {
      const lost = simulate([...saved, at(4, { kind: 'crash', node: 0 }), at(4, { kind: 'lose-disk', node: 0 }), at(5, { kind: 'restart', node: 0 })]);
      assert.deepEqual(lost.seen(0), ['restart undefined']);
      assert.equal(lost.simulator.nodes[0]?.disk.isDamaged('saved'), false);
      const corrupted = simulate([...saved, at(4, { kind: 'crash', node: 0 }), at(4, { kind: 'corrupt-disk', node: 0 }), at(5, { kind: 'restart', node: 0 })]);
      assert.deepEqual(corrupted.seen(0), ['restart undefined']);
      assert.equal(corrupted.simulator.nodes[0]?.disk.isDamaged('saved'), true);
      assert.deepEqual([...corrupted.trace].find(({ kind }) => kind === 'corrupt-disk')?.payload, { cell: 'saved' });
    });

    it('can not be damaged under a running node', () => {
      const { kinds } = simulate([...saved, at(4, { kind: 'lose-disk', node: 0 }), at(4, { kind: 'corrupt-disk', node: 0 })]);
      assert.ok(!kinds().includes('lose-disk') && !kinds().includes('corrupt-disk'));
    });
  });

  describe('the network', () => {
    it('changes one direction of a link for what is sent from then on, and back', () => {
      const quality = { latency: { kind: 'constant', value: 500 }, loss: 0, duplication: 0 } as const;
      const { seen } = simulate([
        tell(1, 0, 'send 1 5'),
        at(2, { kind: 'link', from: 0, to: 1, quality }),
        tell(3, 0, 'send 1 6'),
        tell(4, 1, 'send 0 7'),
        at(5, { kind: 'link', from: 0, to: 1, quality: null }),
        tell(6, 0, 'send 1 8'),
      ]);
      assert.deepEqual(seen(1), ['start', '5 from 0 at 11', '8 from 0 at 16', '6 from 0 at 503']);
      assert.deepEqual(seen(0), ['start', '7 from 1 at 14']);
    });

    it('changes as a whole, and back', () => {
      const quality = { latency: { kind: 'constant', value: 500 }, loss: 0, duplication: 0 } as const;
      const { seen } = simulate([at(1, { kind: 'network', quality }), tell(2, 0, 'send 1 5'), tell(3, 1, 'send 0 5'), at(4, { kind: 'network', quality: null }), tell(5, 0, 'send 1 6')]);
      assert.deepEqual([seen(1), seen(0)], [['start', '6 from 0 at 15', '5 from 0 at 502'], ['start', '5 from 1 at 503']]);
    });

    it('keeps messages in order where it is told to, and holds some back where it reorders', () => {
      const shots = Array.from({ length: 200 }, (_, i) => tell(10 + 10 * i, 0, `send 1 ${1000 + i}`));
      const latency = { kind: 'uniform', minimum: 1, maximum: 500 } as const;
      const order = (network: Partial<NetworkSpec>) => simulate(shots, 2, network).seen(1).slice(1).map((line) => Number(line.split(' ')[0]));
      const sorted = Array.from({ length: 200 }, (_, i) => 1000 + i);
      assert.deepEqual(order({ latency, ordered: true }), sorted);
      assert.notDeepEqual(order({ latency }), sorted);
      const constant = { kind: 'constant', value: 25 } as const;
      assert.deepEqual(order({ latency: constant }), sorted);
      const held = order({ latency: constant, reordering: 0.2 });
      assert.notDeepEqual(held, sorted);
      // Held back by one more latency, a message is overtaken by the two that follow it, and no others.
      held.forEach((message, position) => assert.ok(Math.abs(message - 1000 - position) <= 5));
    });

    it('lets messages wait for each other where bandwidth is limited', () => {
      // A message of one digit is a byte, which takes 10 µs here.
      const { seen } = simulate([tell(1, 0, 'send 1 5'), tell(1, 0, 'send 1 6'), tell(2, 0, 'send 1 1234567'), tell(500, 0, 'send 1 8')], 2, { bandwidth: 100_000 });
      assert.deepEqual(seen(1), ['start', '5 from 0 at 21', '6 from 0 at 31', '1234567 from 0 at 101', '8 from 0 at 520']);
    });

    it('refuses a quality that makes no sense, and says why', () => {
      assert.throws(() => echoSystemWith({ reordering: 1.5 }), /probability of reordering lies between 0 and 1/);
      assert.throws(() => echoSystemWith({ reordering: 0.5, ordered: true }), /leave out one of the two/);
      assert.throws(() => echoSystemWith({ bandwidth: 0 }), /bandwidth is a number of bytes a second above 0/);
    });

    it('cuts one direction and not the other', () => {
      const { seen } = simulate([at(1, { kind: 'cut', from: 0, to: 1 }), tell(2, 0, 'send 1 5'), tell(3, 1, 'send 0 5')]);
      assert.deepEqual(seen(1), ['start']);
      assert.deepEqual(seen(0), ['start', '5 from 1 at 13']);
    });

    it('loses what is on its way when its link is cut', () => {
      const { seen, kinds } = simulate([tell(1, 0, 'send 1 5'), at(5, { kind: 'cut', from: 0, to: 1 })]);
      assert.deepEqual(seen(1), ['start']);
      assert.ok(kinds().includes('blocked'));
    });

    it('separates the groups of a partition, and a node that is in none, until it heals', () => {
      const { seen } = simulate(
        [
          at(1, { kind: 'partition', groups: [[0, 1]] }),
          tell(2, 0, 'send 1 5'),
          tell(3, 0, 'send 2 5'),
          tell(4, 2, 'send 3 5'),
          at(50, { kind: 'heal' }),
          tell(60, 2, 'send 3 5'),
        ],
        4,
      );
      assert.deepEqual(seen(1), ['start', '5 from 0 at 12']);
      assert.deepEqual(seen(2), ['start']);
      assert.deepEqual(seen(3), ['start', '5 from 2 at 70']);
    });

    it('loses and doubles as often as it is told to', () => {
      const shots = Array.from({ length: 4000 }, (_, i) => tell(i * 100, 0, 'send 1 5'));
      const count = (kinds: string[], kind: string) => kinds.filter((each) => each === kind).length;
      const lossy = simulate(shots, 2, { loss: 0.25, duplication: 0.1 }).kinds();
      assert.ok(Math.abs(count(lossy, 'lose') - 1000) < 100);
      assert.ok(Math.abs(count(lossy, 'duplicate') - 400) < 60);
      assert.equal(count(lossy, 'deliver'), 4000 - count(lossy, 'lose') + count(lossy, 'duplicate'));
    });

    it('drops the message that it is told to drop, and only that one', () => {
      const shots = [tell(1, 0, 'send 1 5'), tell(2, 0, 'send 1 6')];
      const sent = [...simulate(shots).trace].find(({ kind }) => kind === 'send');
      const { seen } = simulate([...shots, at(4, { kind: 'drop', message: sent?.id ?? -1 })]);
      assert.deepEqual(seen(1), ['start', '6 from 0 at 12']);
    });

    it('keeps the draws of one link from changing those of another', () => {
      const network: Partial<NetworkSpec> = { latency: { kind: 'uniform', minimum: 1, maximum: 1_000_000 } };
      const alone = simulate([tell(5, 0, 'send 1 5')], 3, network);
      const busy = simulate([tell(1, 2, 'send 1 5'), tell(2, 0, 'send 2 5'), tell(5, 0, 'send 1 5')], 3, network);
      const arrival = (lines: string[]) => lines.find((line) => line.startsWith('5 from 0'));
      assert.equal(arrival(alone.seen(1)), arrival(busy.seen(1)));
    });
  });

  describe('by hand', () => {
    const sent = [...simulate([tell(1, 0, 'send 1 5')]).trace].find(({ kind }) => kind === 'send')?.id ?? -1;

    it('a message arrives at once, and not again', () => {
      const { seen, kinds } = simulate([tell(1, 0, 'send 1 5'), at(3, { kind: 'deliver', message: sent })]);
      assert.deepEqual(seen(1), ['start', '5 from 0 at 3']);
      assert.deepEqual(kinds().slice(-1), ['deliver']);
    });

    it('a message is doubled, and both copies arrive', () => {
      const { seen, trace } = simulate([tell(1, 0, 'send 1 5'), at(3, { kind: 'copy', message: sent })]);
      assert.deepEqual(seen(1), ['start', '5 from 0 at 11', '5 from 0 at 13']);
      assert.equal([...trace].find(({ kind }) => kind === 'duplicate')?.cause, sent);
    });

    it('a message is not delivered over a cut, nor to a paused node', () => {
      const cut = simulate([tell(1, 0, 'send 1 5'), at(2, { kind: 'cut', from: 0, to: 1 }), at(3, { kind: 'deliver', message: sent })]);
      assert.deepEqual(cut.seen(1), ['start']);
      const paused = simulate([tell(1, 0, 'send 1 5'), at(2, { kind: 'pause', node: 1 }), at(3, { kind: 'deliver', message: sent }), at(50, { kind: 'resume', node: 1 })]);
      assert.deepEqual(paused.seen(1), ['start', '5 from 0 at 50']);
    });

    it('a timer fires at once, and not again; one that is not set does not', () => {
      const { seen } = simulate([tell(1, 0, 'timer t 50'), at(9, { kind: 'fire', node: 0, timer: 't' }), at(10, { kind: 'fire', node: 0, timer: 't' })]);
      assert.deepEqual(seen(0), ['start', 't at 9']);
    });
  });

  describe('a schedule', () => {
    it('passes over what can not be done', () => {
      const { kinds } = simulate([at(1, { kind: 'restart', node: 0 }), at(2, { kind: 'resume', node: 0 }), at(3, { kind: 'drop', message: 99 })]);
      assert.deepEqual(kinds(), ['start', 'start']);
    });

    it('is refused where it is wrong, with the entry that is', () => {
      assert.throws(() => simulate([at(1, { kind: 'crash', node: 7 })]), /Action 1 of the schedule \(crash\) names node 7; this simulation has nodes 0 to 1/);
      assert.throws(() => simulate([at(5, { kind: 'heal' }), at(1, { kind: 'heal' })]), /Action 2 .* put them in order of time/);
      assert.throws(() => simulate([at(-1, { kind: 'heal' })]), /whole number of microseconds/);
      assert.throws(() => simulate([at(1, { kind: 'slow', node: 0, perInput: -1 })]), /Action 1 of the schedule \(slow\): A slow node takes a whole number/);
      assert.throws(() => simulate([at(1, { kind: 'clock', node: 0, offset: 0, drift: 2e6 })]), /Action 1 of the schedule \(clock\): A clock drifts/);
      const quality = { latency: { kind: 'constant', value: 1 }, loss: 2, duplication: 0 } as const;
      assert.throws(() => simulate([at(1, { kind: 'link', from: 0, to: 1, quality })]), /Action 1 of the schedule \(link\): The probability of loss/);
    });
  });

  it('tells the time of the next step, not of an action that is passed over', () => {
    const schedule = [at(10, { kind: 'restart', node: 0 }), tell(50, 0, 'timer t 1')];
    const simulator = new Simulator({ system: echoSystem(1), seed: 1, schedule });
    simulator.advance();
    assert.equal(simulator.nextTime, 50);
  });

  it('tells of every node in a partition, also of those whom no group names', () => {
    const { trace } = simulate([at(1, { kind: 'partition', groups: [[0, 2], []] })], 4);
    assert.deepEqual([...trace].find(({ kind }) => kind === 'partition')?.payload, [[0, 2], [1], [3]]);
  });

  it('stops where time does not go on', () => {
    class Restless extends Echo {
      override onTimer(): void {
        this.onCommand('timer again 0');
      }
    }
    const system = echoSystem(1);
    const nodes = [{ name: 'restless', kind: 'server' as const, create: (context: ConstructorParameters<typeof Echo>[0]) => new Restless(context) }];
    const simulator = new Simulator({ system: { ...system, nodes }, seed: 1, schedule: [tell(7, 0, 'timer again 0')] });
    assert.throws(() => {
      while (simulator.advance());
    }, /restless keeps time at 7 µs: 100000 steps without an end. Does it set a timer of 0 µs/);
  });

  it('says what a process does wrong', () => {
    assert.throws(() => simulate([tell(1, 0, 'send 9 1')]), /e0 sends to node 9; this simulation has nodes 0 to 1/);
    assert.throws(() => simulate([tell(1, 0, 'timer t -5')]), /e0 sets its t timer to -5/);
  });
});
