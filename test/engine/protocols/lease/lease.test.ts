import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import type { LeaseMessage, LeaseNote } from '../../../../src/engine/protocols/lease/messages.ts';
import { LeaseSafety, LEASE_INVARIANTS } from '../../../../src/engine/protocols/lease/properties.ts';
import { Store } from '../../../../src/engine/protocols/lease/store.ts';
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

class Unfenced extends Store {
  protected override admits(): boolean {
    return true;
  }
}

const unfenced: Partial<LeaseFactory> = { store: (context) => new Unfenced(context) };

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
    const of = new Run({ system: system({}, unfenced), seed: 1, schedule: LATE_WRITE, monitor: () => new LeaseSafety({ clocksKeepTimeUntil: 5 * SECOND }) });
    of.advanceUntil(5 * SECOND);
    assert.deepEqual(writes(of), [[2, 1], [3, 2], [1, 1]]);
    assert.deepEqual(of.violations[0]?.property, 'order-of-holders');
  });

  it('does not write when its lease is over by its own clock, even without fencing', () => {
    const paused = run([tell(100, C1, 'work'), ms(125, { kind: 'pause', node: C1 }), tell(150, C2, 'work'), ms(2000, { kind: 'resume', node: C1 })], unfenced);
    assert.deepEqual(notes(paused, 'gave-up').map(({ by, why }) => [by, why]), [['c1', 'lease-over']]);
    assert.deepEqual(writes(paused), [[2, 1], [3, 2]]);
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
  });
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
