import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import type { Violation } from '../../../../src/engine/check/monitor.ts';
import { MULTI_PAXOS_INVARIANTS } from '../../../../src/engine/protocols/multi-paxos/invariants.ts';
import type { MultiPaxosMessage, MultiPaxosNote } from '../../../../src/engine/protocols/multi-paxos/messages.ts';
import { MultiPaxosSafety } from '../../../../src/engine/protocols/multi-paxos/safety.ts';
import { smallCluster, type Reign, type SmallCluster } from '../../../../src/engine/protocols/multi-paxos/search.ts';
import { MultiPaxosServer } from '../../../../src/engine/protocols/multi-paxos/server.ts';
import { DEFAULT_MULTI_PAXOS, multiPaxosSystem, type MultiPaxosParameters } from '../../../../src/engine/protocols/multi-paxos/system.ts';
import { Run } from '../../../../src/engine/sim/run.ts';
import { Simulator } from '../../../../src/engine/sim/simulator.ts';
import type { Action, Schedule } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';
import { assertGoesOnFromCopies, countOf, ms, notesIn, tell } from '../runs.ts';
import { faultedCluster } from './campaign.ts';

/** The clients of three servers. */
const CLIENT = 3;
const OTHER = 4;

/** Three servers, of which the first comes to lead, and two clients, with a message of 10 ms. */
function run(schedule: Schedule, parameters: Partial<MultiPaxosParameters> = {}, until = 5 * SECOND): Run<MultiPaxosMessage> {
  const lead: Schedule = [ms(1, { kind: 'fire', node: 0, timer: 'election' })];
  const system = multiPaxosSystem({ ...DEFAULT_MULTI_PAXOS, clients: 2, latency: { kind: 'constant', value: 10 * MILLISECOND }, ...parameters });
  const whole = new Run({ system, seed: 1, schedule: [...lead, ...schedule].sort((one, other) => one.at - other.at), monitor: () => new MultiPaxosSafety() });
  whole.advanceUntil(until);
  assert.deepEqual(whole.violations, []);
  return whole;
}

const notes = <Kind extends MultiPaxosNote['note']>(of: Run<MultiPaxosMessage>, kind: Kind) => notesIn<MultiPaxosNote, Kind>(of as Run<never>, kind);

const answers = (of: Run<MultiPaxosMessage>) => notes(of, 'completed').map(({ result }) => ('value' in result ? result.value : result));

const servers = (of: Run<MultiPaxosMessage>) => of.at(of.steps).nodes.flatMap(({ life }) => (life instanceof MultiPaxosServer ? [life] : []));

/** How many messages of each kind were sent after so many milliseconds. */
function sends(of: Run<MultiPaxosMessage>, after: number): Partial<Record<MultiPaxosMessage['type'], number>> {
  const counts: Partial<Record<MultiPaxosMessage['type'], number>> = {};
  for (const { kind, time, payload } of of.trace) {
    if (kind !== 'send' || time < after * MILLISECOND) continue;
    const { type } = (payload as { readonly message: MultiPaxosMessage }).message;
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

const commands = (from: number, count: number, node = CLIENT) => Array.from({ length: count }, (_, position) => tell(from + position, node, 'add x 1'));
const partition = (...groups: readonly (readonly number[])[]): Action => ({ kind: 'partition', groups });
const HEAL: Action = { kind: 'heal' };

describe('a stable leader of Multi-Paxos', () => {
  it('runs phase 1 once, for all slots, and phase 2 for each command', () => {
    const of = run(commands(200, 20));
    assert.deepEqual(answers(of), Array.from({ length: 20 }, (_, position) => position + 1));
    assert.deepEqual(notes(of, 'took-over').map(({ by, ballot, promises, adopted, holes }) => [by, ballot, promises, adopted, holes]), [['s1', 1, [0, 1], [], []]]);
    assert.deepEqual(notes(of, 'campaign').map(({ from }) => from), [1]);
    const { Prepare, Promise: promises, Accept, Accepted, ClientRequest, ClientReply } = sends(of, 0);
    assert.deepEqual({ Prepare, promises, Accept, Accepted, ClientRequest, ClientReply }, { Prepare: 2, promises: 2, Accept: 40, Accepted: 40, ClientRequest: 20, ClientReply: 20 });
  });

  it('answers after two message delays besides the client’s own, and forces its promise, what it accepts and what is chosen', () => {
    const of = run([tell(200, CLIENT, 'set x 7')]);
    assert.deepEqual(notes(of, 'completed').map(({ time, result }) => [time / MILLISECOND, result]), [[240, { value: 7 }]]);
    assert.deepEqual(notes(of, 'chosen').map(({ time, slot, acceptors }) => [time / MILLISECOND, slot, acceptors]), [[230, 1, [0, 1]]]);
    assert.deepEqual(countOf(of, 'sync'), { s1: 3, s2: 3, s3: 3, c1: 1, c2: 0 });
  });

  it('has as many slots under way as the window allows', () => {
    const crowd = (window: number) => {
      const of = run(Array.from({ length: 6 }, (_, client) => tell(200, 3 + client, 'add x 1')), { clients: 6, window, retryTimeout: 2 * SECOND });
      return notes(of, 'completed').map(({ time }) => (time - 200 * MILLISECOND) / MILLISECOND).sort((one, other) => one - other);
    };
    // Those clients that know another server first are sent on to the leader, 20 ms later.
    assert.deepEqual(crowd(16), [40, 40, 60, 60, 60, 60]);
    assert.deepEqual(crowd(1), [40, 60, 80, 100, 120, 140]);
  });

  it('leads alone where there is no other server', () => {
    const of = run(commands(200, 3), { servers: 1, clients: 3 });
    assert.deepEqual(answers(of), [1, 2, 3]);
  });
});

describe('a new leader of Multi-Paxos', () => {
  /** Of two commands at once only the second gets to a second server, before the leader crashes. */
  const withHole: Schedule = [
    ms(195, { kind: 'cut', from: 0, to: 1 }),
    ms(195, { kind: 'cut', from: 0, to: 2 }),
    tell(200, CLIENT, 'add x 1'),
    ms(212, { kind: 'mend', from: 0, to: 2 }),
    tell(203, CLIENT + 3, 'add x 10'),
    ms(224, { kind: 'crash', node: 0 }),
    ms(224, HEAL),
    ms(225, { kind: 'fire', node: 2, timer: 'election' }),
  ];

  it('adopts what may be chosen, and fills the hole before it with a no-op', () => {
    const of = run(withHole, { clients: 4 });
    assert.deepEqual(notes(of, 'took-over').map(({ by, ballot, adopted, holes }) => [by, ballot, adopted, holes]), [['s1', 1, [], []], ['s3', 3, [2], [1]]]);
    assert.deepEqual(notes(of, 'proposed').filter(({ by }) => by === 's3').map(({ slot, why, value }) => [slot, why, value.kind]).slice(0, 2), [[1, 'hole', 'no-op'], [2, 'adopted', 'command']]);
    assert.deepEqual(answers(of).sort(), [10, 11], 'the command that was lost is sent again, and executed after the other');
  });

  it('gets in the way of the one before it, who then follows', () => {
    const of = run([tell(200, CLIENT, 'add x 1'), ms(300, { kind: 'fire', node: 1, timer: 'election' }), tell(500, CLIENT, 'add x 1')]);
    assert.deepEqual(notes(of, 'preempted').map(({ by, ballot, by: server, was }) => [by, ballot, server, was]), [['s1', 1, 's1', 'leader']]);
    assert.deepEqual(answers(of), [1, 2]);
    assert.deepEqual(servers(of).map(({ role, leader, ballot }) => [role, leader, ballot]), [['follower', 1, 2], ['leader', 1, 2], ['follower', 1, 2]]);
  });

  it('takes over when the leader crashes, and the old one catches up when it comes back', () => {
    const of = run([...commands(200, 3), ms(400, { kind: 'crash', node: 0 }), ...commands(1500, 3), ms(3000, { kind: 'restart', node: 0 })]);
    assert.deepEqual(answers(of), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(notes(of, 'recovered').map(({ by, promised, executed }) => [by, promised, executed]), [['s1', 1, 3]]);
    assert.deepEqual(servers(of).map(({ replica }) => replica.executed), [6, 6, 6]);
  });

  it('leads no more once any message shows it a later ballot, and takes no choice of that for its own', () => {
    const [leader] = servers(run([tell(200, CLIENT, 'add x 1')]));
    const later = { slot: 2, ballot: 9, value: { kind: 'no-op' }, chosen: true } as const;
    leader!.onMessage(1, { type: 'Decided', ballot: 9, chosen: 2, snapshot: null, entries: [later] });
    assert.deepEqual([leader!.role, leader!.ballot, leader!.replica.executed], ['follower', 9, 2]);
    // Slot 3 was accepted of a leader before: that a later one knows it to be chosen says nothing of that value.
    leader!.onMessage(2, { type: 'Accept', ballot: 9, slot: 3, value: { kind: 'no-op' }, chosen: 2 });
    leader!.onMessage(1, { type: 'Heartbeat', ballot: 11, chosen: 3, executedByAll: 0 });
    assert.equal(leader!.replica.executed, 2);
    leader!.onMessage(1, { type: 'Accept', ballot: 11, slot: 3, value: { kind: 'no-op' }, chosen: 3 });
    assert.equal(leader!.replica.executed, 3);
    // What is chosen stays so, though a leader that does not know it proposes it again.
    leader!.onMessage(2, { type: 'Accept', ballot: 12, slot: 3, value: { kind: 'no-op' }, chosen: 2 });
    assert.ok(leader!.log.isChosen(3));
  });

  it('can not be elected by a minority, nor can a leader without a majority answer', () => {
    const of = run([ms(150, partition([0, CLIENT], [1, 2, OTHER])), tell(200, CLIENT, 'add x 1'), tell(1000, OTHER, 'add x 10'), ms(2000, HEAL)]);
    assert.deepEqual(notes(of, 'completed').map(({ by, result, time }) => [by, result, time > 2 * SECOND]), [['c2', { value: 10 }, false], ['c1', { value: 11 }, true]]);
  });
});

describe('a server of Multi-Paxos that is behind', () => {
  const away = (from: number, until: number): Schedule => [ms(from, { kind: 'crash', node: 2 }), ms(until, { kind: 'restart', node: 2 })];

  it('is told of what it has missed, so many slots at a time', () => {
    const of = run([...away(150, 1500), ...commands(200, 10)], { batch: 4, snapshotInterval: 5, retained: 100 });
    assert.deepEqual(servers(of).map(({ replica }) => replica.executed), [10, 10, 10]);
    assert.deepEqual(notes(of, 'transferred'), []);
    const decided = [...of.trace].flatMap(({ kind, payload }) => {
      const message = kind === 'send' ? (payload as { readonly message: MultiPaxosMessage }).message : undefined;
      return message?.type === 'Decided' ? [message.entries.map(({ slot }) => slot)] : [];
    });
    assert.deepEqual(decided.filter(([first], position) => position === decided.findIndex((other) => other[0] === first)), [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]);
  });

  it('gets a snapshot where what it has missed was collected', () => {
    const of = run([...away(150, 1500), ...commands(200, 12)], { snapshotInterval: 5, retained: 2 });
    assert.deepEqual(notes(of, 'transferred').map(({ by, slot }) => [by, slot]), [['s3', 10]]);
    assert.deepEqual(servers(of).map(({ replica }) => [replica.executed, replica.machine.contents().get('x')]), [[12, 12], [12, 12], [12, 12]]);
  });

  it('gets the snapshot with a promise, where it comes to lead', () => {
    const lead: Schedule = [ms(1495, { kind: 'crash', node: 0 }), ms(1501, { kind: 'fire', node: 2, timer: 'election' }), tell(2000, OTHER, 'get x')];
    const of = run([...away(150, 1500), ...commands(200, 12), ...lead], { snapshotInterval: 5, retained: 2 });
    assert.deepEqual(notes(of, 'transferred').map(({ by, slot }) => [by, slot]), [['s3', 10]]);
    assert.deepEqual(notes(of, 'promised').filter(({ candidate }) => candidate === 2).map(({ by, snapshot }) => [by, snapshot]).slice(-1), [['s2', 10]]);
    assert.deepEqual(answers(of).slice(-1), [12]);
  });
});

describe('garbage collection of Multi-Paxos', () => {
  it('forgets what all have executed, and for which a snapshot stands', () => {
    const of = run(commands(200, 12), { snapshotInterval: 5, retained: 100 });
    assert.deepEqual(servers(of).map(({ log }) => [log.snapshot?.slot, log.collected, log.from(1).map(({ slot }) => slot)]), Array.from({ length: 3 }, () => [10, 10, [11, 12]]));
    for (const { disk } of of.at(of.steps).nodes.slice(0, 3)) assert.ok(disk.log.start > 0 && disk.log.length - disk.log.start <= 2 * 7, `${disk.log.start} to ${disk.log.length}`);
    assert.ok(notes(of, 'collected').every(({ executedByAll }) => executedByAll));
  });

  it('keeps so many slots for who is a little behind, and no more', () => {
    const of = run([ms(150, { kind: 'crash', node: 2 }), ...commands(200, 20)], { snapshotInterval: 5, retained: 3 });
    assert.deepEqual(servers(of).map(({ log }) => [log.snapshot?.slot, log.collected]), [[20, 17], [20, 17]]);
  });

  it('comes through a crash: the snapshot and what follows it is what a server begins with', () => {
    const of = run([...commands(200, 12), ms(2000, { kind: 'crash', node: 1 }), ms(2001, { kind: 'restart', node: 1 })], { snapshotInterval: 5, retained: 0 });
    assert.deepEqual(notes(of, 'recovered').map(({ by, executed, last }) => [by, executed, last]), [['s2', 12, 12]]);
    assert.deepEqual(servers(of).map(({ replica }) => replica.machine.capture()), Array.from({ length: 3 }, () => servers(of)[0]!.replica.machine.capture()));
  });
});

describe('sessions of Multi-Paxos', () => {
  /** The answer is lost, and the client asks the next server, which comes to lead. */
  const again = (parameters: Partial<MultiPaxosParameters>) =>
    run([ms(205, { kind: 'cut', from: 0, to: CLIENT }), tell(206, CLIENT, 'add x 1'), ms(300, { kind: 'crash', node: 0 }), ms(1000, HEAL)], parameters);

  it('let a command take effect once, though it be sent to two leaders', () => {
    const of = again({});
    assert.deepEqual(answers(of), [1]);
    assert.deepEqual(notes(of, 'duplicate-request').map(({ by, client, serial }) => [by === 's1', client, serial]), [[false, CLIENT, 1]]);
  });

  it('are part of snapshots', () => {
    const of = again({ snapshotInterval: 1, retained: 0 });
    assert.deepEqual(answers(of), [1]);
    assert.deepEqual(servers(of).map(({ replica }) => replica.machine.openSessions()), [[CLIENT], [CLIENT]]);
  });
});

describe('a search of Multi-Paxos', () => {
  const search = (small: SmallCluster) => new BreadthFirst(smallCluster(small), { invariants: MULTI_PAXOS_INVARIANTS }, { states: 200_000 }).run().kind;

  it('sees that nothing is wrong within small bounds', () => {
    assert.equal(search({ bounds: { timers: 2 } }), 'exhausted');
    assert.equal(search({ bounds: { timers: 1, crashes: 1, restarts: true } }), 'exhausted');
    const leader: Reign = { leader: 0, ballot: 1, promises: [0, 1], requests: [[0, 'add x 1']] };
    assert.equal(search({ parameters: { snapshotInterval: 1, retained: 0 }, reigns: [leader], commands: [], bounds: { timers: 2, crashes: 1, restarts: true } }), 'exhausted');
    const rival: Reign = { leader: 2, ballot: 3, promises: [1, 2], requests: [[2, 'add x 2']] };
    assert.equal(search({ parameters: { servers: 3 }, reigns: [leader, rival], commands: [], bounds: { timers: 0 } }), 'exhausted');
  });
});

describe('Multi-Paxos', () => {
  it('goes on from any copy of its state', () => {
    for (let seed = 1; seed <= 15; seed++) {
      const { system, schedule } = faultedCluster(seed);
      assertGoesOnFromCopies(system, schedule, seed, 2 * SECOND);
    }
  });

  it('is checked the same by a monitor that goes on where another has left off', () => {
    let found = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { system, schedule } = faultedCluster(seed, (context, options) => {
        const server = new MultiPaxosServer(context, options);
        server.leadership.adopt = () => new Map();
        return server;
      });
      const simulator = new Simulator({ system, seed, schedule });
      const one = new MultiPaxosSafety();
      let other = new MultiPaxosSafety();
      let violations: readonly Violation[] = [];
      while (violations.length === 0 && simulator.nextTime <= SECOND && simulator.advance()) {
        violations = one.afterStep(simulator);
        assert.deepEqual(other.afterStep(simulator), violations);
        if (simulator.step % 50 !== 0) continue;
        const memory = other.capture();
        other = new MultiPaxosSafety();
        other.restore(memory);
      }
      found += violations.length;
    }
    assert.ok(found > 3, `${found}`);
  });

  it('stays out of everything with a disk that can not be read', () => {
    const of = run([...commands(200, 2), ms(400, { kind: 'crash', node: 2 }), ms(401, { kind: 'corrupt-disk', node: 2 }), ms(402, { kind: 'restart', node: 2 }), ...commands(500, 2)]);
    assert.equal(notes(of, 'out-of-service').length, 1);
    assert.deepEqual(answers(of), [1, 2, 3, 4]);
  });

  it('says what is wrong with its parameters and commands', () => {
    const broken: readonly (readonly [Partial<MultiPaxosParameters>, RegExp])[] = [
      [{ servers: 0 }, /at least one server, not 0/],
      [{ clients: -1 }, /clients is 0 or more, not -1/],
      [{ window: 0 }, /at least one slot under way, not 0/],
      [{ batch: 0.5 }, /at least one slot at a time, not 0.5/],
      [{ snapshotInterval: -1 }, /0 slots \(no snapshots\) or more, not -1/],
      [{ retained: NaN }, /0 slots are kept or more, not NaN/],
      [{ electionTimeoutMax: 1 }, /longest election timeout \(1 µs\) is below/],
      [{ heartbeatInterval: SECOND }, /heartbeat interval \(1000000 µs\) is not below/],
    ];
    for (const [parameters, error] of broken) assert.throws(() => run([], parameters), error);
    assert.throws(() => run([tell(1, CLIENT, 'put x 1')]), /A command is "set KEY NUMBER".*"put x 1" is none of them/);
  });
});
