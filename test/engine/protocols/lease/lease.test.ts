import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import { NO_FENCING, NO_MARGIN } from '../../../../src/engine/protocols/lease/flaws.ts';
import type { LeaseMessage, LeaseNote } from '../../../../src/engine/protocols/lease/messages.ts';
import { LeaseSafety, LEASE_INVARIANTS } from '../../../../src/engine/protocols/lease/properties.ts';
import { DEFAULT_LEASE, leaseSystem, type LeaseFactory, type LeaseParameters } from '../../../../src/engine/protocols/lease/system.ts';
import { clientTerm } from '../../../../src/engine/protocols/lease/term.ts';
import { Clock } from '../../../../src/engine/sim/clock.ts';
import { Run } from '../../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { assertGoesOnFromCopies, ms, notesIn, runOf, tell } from '../runs.ts';
import { faultedClients, twoClients } from './campaign.ts';

const [LOCK, STORE, C1, C2] = [0, 1, 2, 3] as const;

const system = (parameters: Partial<LeaseParameters> = {}, factory?: Partial<LeaseFactory>) => leaseSystem({ ...DEFAULT_LEASE, latency: { kind: 'constant', value: 10_000 }, ...parameters }, factory);

/** A lock for 500 ms, two clients that ask again after 100 ms, and a message of 10 ms. */
const run = (schedule: Schedule, factory?: Partial<LeaseFactory>) => runOf(system({}, factory), schedule);

const notes = <Kind extends LeaseNote['note']>(of: Run<LeaseMessage>, kind: Kind) => notesIn<LeaseNote, Kind>(of as Run<never>, kind);

const writes = (of: Run<LeaseMessage>) => notes(of, 'wrote').map(({ token, value }) => [token, value]);

/** The first client's write is on its way for so long that its lease has been over when it arrives. */
const LATE_WRITE: Schedule = [
  tell(100, C1, 'work'),
  ms(125, { kind: 'link', from: C1, to: STORE, quality: { latency: { kind: 'constant', value: 2_000_000 }, loss: 0, duplication: 0 } }),
  tell(150, C2, 'work'),
  ms(300, { kind: 'link', from: C1, to: STORE, quality: null }),
];

const unfenced = NO_FENCING.factory;

describe('the term of a lease', () => {
  it('is shorter for the client by what both clocks may be off', () => {
    assert.equal(clientTerm(1_000_000, 0), 1_000_000);
    assert.equal(clientTerm(1_000_000, 1_000), 998_001);
    assert.equal(clientTerm(1_000_000, 500_000), 333_333);
    assert.throws(() => clientTerm(1, -1), /from 0 to 999999, not by -1/);
    assert.throws(() => clientTerm(1, 1_000_000), /not by 1000000/);
  });

  it('ends before that of the service, whatever the two clocks do within their bounds', () => {
    for (const drift of [0, 1, 1_000, 50_000, 400_000]) {
      for (const duration of [1, 999, 100_000, 3_600_000_000]) {
        const service = new Clock({ offset: 0, drift }).durationOf(duration);
        const client = new Clock({ offset: 0, drift: -drift }).durationOf(clientTerm(duration, drift));
        assert.ok(client <= service, `${duration} µs, ${drift} parts per million: ${client} and ${service}`);
      }
    }
  });
});

describe('a lock with leases and fencing', () => {
  it('lets clients work one after the other', () => {
    const of = run([tell(100, C1, 'work'), tell(101, C2, 'work')]);
    assert.deepEqual(notes(of, 'worked').map(({ by, token }) => [by, token]), [['c1', 1], ['c2', 2]]);
    assert.deepEqual(writes(of), [[1, 1], [2, 2]]);
    assert.deepEqual(notes(of, 'released').map(({ token }) => token), [1, 2]);
  });

  it('takes the lock back from a client that is not heard of any more', () => {
    const of = run([tell(100, C1, 'work'), ms(115, { kind: 'crash', node: C1 }), tell(150, C2, 'work')]);
    const [expired] = notes(of, 'expired');
    assert.deepEqual([expired?.token, expired?.time], [1, 610_000]);
    assert.deepEqual(writes(of), [[2, 1]]);
  });

  it('refuses the late write of an earlier holder, who does its work again', () => {
    const of = run(LATE_WRITE);
    assert.deepEqual(notes(of, 'refused').map(({ token, fence }) => [token, fence]), [[1, 3]]);
    assert.deepEqual(writes(of), [[2, 1], [3, 2]]);
    assert.deepEqual(notes(of, 'worked').map(({ by, token }) => [by, token]), [['c2', 2], ['c1', 3]]);
  });

  it('loses what others have written without fencing', () => {
    const of = new Run({ system: system({}, unfenced), seed: 1, schedule: LATE_WRITE, monitor: () => new LeaseSafety({ maximumDrift: DEFAULT_LEASE.maximumDrift }) });
    of.advanceUntil(5 * SECOND);
    assert.deepEqual(writes(of), [[2, 1], [3, 2], [1, 1]]);
    assert.deepEqual(of.violations[0]?.property, 'order-of-holders');
  });

  it('does not write when its lease is over by its own clock, even without fencing', () => {
    const paused = run([tell(100, C1, 'work'), ms(125, { kind: 'pause', node: C1 }), tell(150, C2, 'work'), ms(2000, { kind: 'resume', node: C1 })], unfenced);
    assert.deepEqual(notes(paused, 'gave-up').map(({ by, why }) => [by, why]), [['c1', 'lease-over']]);
    assert.deepEqual(writes(paused), [[2, 1], [3, 2]]);
  });

  it('writes late where it looks at its clock before the work alone, and is refused', () => {
    const pause: Schedule = [tell(100, C1, 'work'), ms(160, { kind: 'pause', node: C1 }), tell(200, C2, 'work'), ms(2000, { kind: 'resume', node: C1 })];
    const fenced = runOf(system({ workTime: 50_000, lastLook: 'before-work' }), pause);
    assert.deepEqual(notes(fenced, 'refused').map(({ token, fence }) => [token, fence]), [[1, 2]]);
    assert.deepEqual(writes(fenced), [[2, 1], [3, 2]]);
    assert.deepEqual(writes(runOf(system({ workTime: 50_000, lastLook: 'before-work' }, unfenced), pause)), [[2, 1], [1, 1], [3, 2]]);
    const careful = runOf(system({ workTime: 50_000, lastLook: 'before-write' }, unfenced), pause);
    assert.deepEqual(notes(careful, 'gave-up').map(({ by, why }) => [by, why]), [['c1', 'lease-over']]);
    assert.deepEqual(writes(careful), [[2, 1], [3, 2]]);
  });

  it('renews its lease while it works, for as long as it works', () => {
    const of = runOf(system({ workTime: 1_200_000, renews: true }), [tell(100, C1, 'work'), tell(200, C2, 'work')]);
    assert.deepEqual(writes(of), [[1, 1], [2, 2]]);
    assert.deepEqual(notes(of, 'extended').map(({ token }) => token), [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]);
    assert.equal(notes(of, 'renewed').length, 14);
    assert.deepEqual(notes(of, 'expired'), []);
  });

  it('gives up where its lease is not renewed any more', () => {
    const of = runOf(system({ workTime: 1_200_000, renews: true }), [tell(100, C1, 'work'), ms(500, { kind: 'cut', from: C1, to: LOCK }), ms(1600, { kind: 'mend', from: C1, to: LOCK })]);
    assert.deepEqual(notes(of, 'gave-up').map(({ by, why }) => [by, why]), [['c1', 'lease-over']]);
    assert.ok(notes(of, 'gave-up')[0]!.time <= notes(of, 'expired')[0]!.time);
    assert.deepEqual(writes(of), [[2, 1]]);
  });

  it('lends nothing after a crash of the service until every lease of before is over', () => {
    const of = run([tell(100, C1, 'work'), ms(112, { kind: 'crash', node: LOCK }), ms(120, { kind: 'restart', node: LOCK }), tell(130, C2, 'work')]);
    const [first, second] = notes(of, 'granted');
    assert.deepEqual([first?.token, second?.token], [1, 2]);
    assert.ok(second!.time >= 620_000);
  });

  it('keeps its fence through a crash of the store', () => {
    const of = run([...LATE_WRITE.slice(0, 3), ms(1000, { kind: 'crash', node: STORE }), ms(1001, { kind: 'restart', node: STORE })]);
    assert.deepEqual(writes(of).map(([token]) => token).filter((token) => token === 1), []);
  });

  it('goes on from any copy of its state', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { system, schedule } = faultedClients(seed);
      assertGoesOnFromCopies(system, schedule, seed, 2 * SECOND);
    }
  });

  it('says what is wrong with its parameters', () => {
    assert.throws(() => system({ clients: 0 }), /at least one client, not 0/);
    assert.throws(() => system({ leaseDuration: 10, maximumDrift: 999_000 }), /Of a lease of 10 µs nothing is left/);
    assert.throws(() => system({ workTime: 500_000 }), /The work takes 500000 µs, and of a lease of 500000 µs a client can use 499000: it would never be done/);
  });
});

describe('the promise that there is one holder', () => {
  /** The second client gets the lock while the first, in the middle of its work, still believes that it has it. */
  const twoHolders = (...actions: Schedule): string[] => {
    const of = new Run({
      system: system({ workTime: 400_000, maximumDrift: 100_000, clocks: [{ offset: 0, drift: 0 }, { offset: 0, drift: 0 }, { offset: 7 * SECOND, drift: -100_000 }] }, NO_MARGIN.factory),
      seed: 1,
      schedule: [tell(100, C1, 'work'), ms(160, { kind: 'pause', node: C1 }), tell(200, C2, 'work'), ...actions],
      monitor: () => new LeaseSafety({ maximumDrift: 100_000 }),
    });
    of.advanceUntil(660_000);
    return [...new Set(of.violations.map(({ property }) => property))];
  };

  it('is broken where clients do not allow for clocks that differ from the start', () => assert.deepEqual(twoHolders(), ['one-holder']));

  it('is void once a clock drifts more than is allowed for, or is set to another time', () => {
    assert.deepEqual(twoHolders(ms(300, { kind: 'clock', node: STORE, offset: 0, drift: 100_001 })), []);
    assert.deepEqual(twoHolders(ms(300, { kind: 'clock', node: C2, offset: 1, drift: 0 })), []);
    assert.deepEqual(twoHolders(ms(300, { kind: 'clock', node: C2, offset: 0, drift: -10_000 })), ['one-holder']);
  });

  it('is void once a lease was ended by hand', () => assert.deepEqual(twoHolders(ms(300, { kind: 'fire', node: LOCK, timer: 'expiry' })), []));
});

describe('a search of a lock with leases', () => {
  const search = (bounds: Bounds, factory?: Partial<LeaseFactory>, reduction: Partial<SearchModel<LeaseMessage>> = {}) => {
    const breadthFirst = new BreadthFirst({ ...twoClients(factory), bounds, ...reduction }, { invariants: LEASE_INVARIANTS });
    return { space: breadthFirst.space, ...breadthFirst.run() };
  };

  it('sees that nothing is wrong within small bounds', () => {
    for (const result of [search({ timers: 2 }), search({ timers: 1, crashes: 1, restarts: true })]) assert.equal(result.kind, 'exhausted');
  });

  it('finds what is wrong with a lock without fencing, as a shortest way', () => {
    const result = search({ timers: 2 }, unfenced);
    assert.ok(result.kind === 'violated');
    assert.equal(result.property, 'no-lost-update');
    const steps = result.path.choices.map((choice) => (choice.kind === 'deliver' ? result.space.message(choice.message).message.type : choice.kind));
    // One lease ends while its holder's write is on its way, and the other client reads before it arrives.
    assert.deepEqual(count(steps), { command: 2, request: 2, timer: 1, grant: 2, read: 2, value: 2, write: 2 });
  });

  it('comes to the same verdict on fewer ways, where reduced', () => {
    const whole = search({ timers: 1 });
    const reduced = search({ timers: 1 }, undefined, { partialOrder: true });
    assert.deepEqual([reduced.kind, reduced.coverage.states], [whole.kind, whole.coverage.states]);
    assert.ok(reduced.coverage.transitions < whole.coverage.transitions);
  });
});

function count(items: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}
