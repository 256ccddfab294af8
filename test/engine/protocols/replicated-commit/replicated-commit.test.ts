import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import { COMMITMENT_INVARIANTS, leadsToDecisions } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import { outcomeOf, proposalFor, type Accepted, type Value } from '../../../../src/engine/protocols/replicated-commit/ballots.ts';
import type { PaxosCommitMessage, PaxosCommitNote } from '../../../../src/engine/protocols/replicated-commit/messages.ts';
import { CommitServer } from '../../../../src/engine/protocols/replicated-commit/server.ts';
import { resourceManagersAlike } from '../../../../src/engine/protocols/replicated-commit/symmetry.ts';
import { DEFAULT_PAXOS_COMMIT, paxosCommitSystem, type PaxosCommitFactory, type PaxosCommitParameters } from '../../../../src/engine/protocols/replicated-commit/system.ts';
import type { Run } from '../../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { assertGoesOnFromCopies, countOf, ms, notesIn, runOf, tell } from '../runs.ts';
import { faultedTransactions, smallTransaction } from './campaign.ts';

/** Three servers and two resource managers, with a message of 10 ms. */
function run(schedule: Schedule, parameters: Partial<PaxosCommitParameters> = {}): Run<PaxosCommitMessage> {
  return runOf(paxosCommitSystem({ ...DEFAULT_PAXOS_COMMIT, resourceManagers: 2, latency: { kind: 'constant', value: 10_000 }, ...parameters }), schedule);
}

const notes = <Kind extends PaxosCommitNote['note']>(of: Run<PaxosCommitMessage>, kind: Kind) => notesIn<PaxosCommitNote, Kind>(of as Run<never>, kind);

const decisions = (of: Run<PaxosCommitMessage>) => notes(of, 'decided').map(({ by, decision }) => [by, decision]);

function search(bounds: Bounds, parameters: Partial<PaxosCommitParameters> = {}, reduction: Partial<SearchModel<PaxosCommitMessage>> = {}) {
  return new BreadthFirst({ ...smallTransaction(undefined, parameters), bounds, ...reduction }, { invariants: COMMITMENT_INVARIANTS }).run();
}

/** Nodes that are up decide, in a synchronous network, with so many of the others down. */
function decides(down: number, bounds: Bounds, factory?: Partial<PaxosCommitFactory>): string {
  const model: SearchModel<PaxosCommitMessage> = { ...smallTransaction(factory), network: 'bag', bounds: { synchronous: true, crashes: down, ...bounds } };
  return new BreadthFirst(model, { leadsTo: [leadsToDecisions(150, down)] }).run().kind;
}

describe('the arithmetic of Paxos Commit', () => {
  it('proposes what may have been chosen, or gives up on the resource manager', () => {
    const at = (instance: number, ballot: number, value: Value): Accepted => ({ instance, ballot, value });
    const table: readonly (readonly [accepted: readonly Accepted[], value: Value])[] = [
      [[], 'aborted'],
      [[at(7, 0, 'prepared')], 'prepared'],
      [[at(8, 0, 'prepared')], 'aborted'],
      [[at(7, 0, 'prepared'), at(7, 2, 'aborted')], 'aborted'],
      [[at(7, 3, 'prepared'), at(7, 2, 'aborted'), at(8, 9, 'aborted')], 'prepared'],
    ];
    for (const [accepted, value] of table) {
      assert.equal(proposalFor(7, accepted), value);
      assert.equal(proposalFor(7, [...accepted].reverse()), value);
    }
  });

  it('has an outcome when all are prepared, or one is not', () => {
    const outcome = (...chosen: readonly (readonly [number, Value])[]) => outcomeOf([7, 8], new Map(chosen));
    assert.equal(outcome(), undefined);
    assert.equal(outcome([7, 'prepared']), undefined);
    assert.equal(outcome([7, 'prepared'], [9, 'prepared']), undefined);
    assert.equal(outcome([7, 'prepared'], [8, 'prepared']), 'commit');
    assert.equal(outcome([8, 'aborted']), 'abort');
    assert.equal(outcome([7, 'prepared'], [8, 'aborted']), 'abort');
  });
});

describe('Paxos Commit', () => {
  it('commits what all are prepared for, four messages after it began', () => {
    const of = run([tell(100, 0, 'T1')]);
    assert.deepEqual(decisions(of), [['r1', 'commit'], ['r2', 'commit']]);
    assert.deepEqual(notes(of, 'decided').map(({ time }) => time / 1000), [140, 140]);
    assert.deepEqual(notes(of, 'chosen').map(({ by, ballot }) => [by, ballot]), [['s1', 0]]);
  });

  it('forces one record at each resource manager, and one for each proposal at each acceptor', () => {
    const of = run([tell(100, 0, 'T1')]);
    assert.deepEqual(countOf(of, 'sync'), { s1: 2, s2: 2, s3: 2, r1: 1, r2: 1 });
    // Prepare and decision; phase 2b; phase 2a, to all acceptors.
    assert.deepEqual(countOf(of, 'send'), { s1: 4, s2: 2, s3: 2, r1: 3, r2: 3 });
  });

  it('is two-phase commit where there is one server', () => {
    const of = run([tell(100, 0, 'T1'), tell(500, 1, 'T2'), tell(510, 0, 'T2')], { servers: 1 });
    assert.deepEqual(decisions(of), [['r1', 'commit'], ['r2', 'commit'], ['r1', 'abort'], ['r2', 'abort']]);
    assert.deepEqual(notes(run([tell(100, 0, 'T1'), ms(115, { kind: 'crash', node: 0 })], { servers: 1 }), 'decided'), []);
  });

  it('commits although the first leader has crashed, when all had proposed', () => {
    const of = run([tell(100, 0, 'T1'), ms(115, { kind: 'crash', node: 0 })]);
    assert.deepEqual(decisions(of), [['r1', 'commit'], ['r2', 'commit']]);
    assert.deepEqual(notes(of, 'chosen').map(({ by, ballot }) => [by, ballot]), [['s2', 2]]);
  });

  it('aborts without a resource manager that has crashed before it was prepared', () => {
    const of = run([ms(50, { kind: 'crash', node: 4 }), tell(100, 0, 'T1'), ms(2000, { kind: 'restart', node: 4 })]);
    assert.deepEqual(decisions(of), [['r1', 'abort']]);
  });

  it('blocks while a majority of the servers is down, and no longer', () => {
    const crash = [tell(100, 0, 'T1'), ms(115, { kind: 'crash', node: 0 }), ms(115, { kind: 'crash', node: 1 })] as const;
    assert.deepEqual(decisions(run(crash)), []);
    assert.deepEqual(decisions(run([...crash, ms(3000, { kind: 'restart', node: 1 })])), [['r1', 'commit'], ['r2', 'commit']]);
  });

  it('goes on from any copy of its state', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { system, schedule } = faultedTransactions(seed);
      assertGoesOnFromCopies(system, schedule, seed, 2 * SECOND);
    }
  });

  it('says what is wrong with its parameters', () => {
    assert.throws(() => run([], { servers: 0 }), /at least one server, not 0/);
    assert.throws(() => run([], { resourceManagers: 0.5 }), /at least one resource manager, not 0.5/);
  });
});

describe('a search of Paxos Commit', () => {
  it('sees that nothing is wrong within small bounds', () => {
    for (const result of [
      search({ timers: 1 }),
      search({ crashes: 1, restarts: true, timers: 0 }),
      search({ timers: 2 }, { servers: 2 }),
      search({ crashes: 1, restarts: true, timers: 1 }, { resourceManagers: 1 }),
    ]) {
      assert.equal(result.kind, 'exhausted');
    }
  });

  it('sees that it does not block with one of any of its nodes down, and blocks with two of three servers down', () => {
    assert.equal(decides(1, {}), 'exhausted');
    assert.equal(decides(2, { crashable: [0, 1, 2] }), 'violated');
  });

  it('sees that it would block with one server down if it waited for all of them', () => {
    class WaitsForAll extends CommitServer {
      override quorum(): number {
        return this.options.servers;
      }
    }
    assert.equal(decides(1, {}, { server: (...args) => new WaitsForAll(...args) }), 'violated');
  });

  it('comes to the same verdict with less to see, where reduced', () => {
    const whole = search({ timers: 2 }, { servers: 2 });
    const reduced = search({ timers: 2 }, { servers: 2 }, { partialOrder: true });
    const alike = search({ timers: 2 }, { servers: 2 }, { symmetry: resourceManagersAlike([2, 3]) });
    assert.deepEqual([reduced.kind, reduced.coverage.states], [whole.kind, whole.coverage.states]);
    assert.ok(reduced.coverage.transitions < whole.coverage.transitions);
    assert.deepEqual([alike.kind, alike.coverage.depth], [whole.kind, whole.coverage.depth]);
    assert.ok(alike.coverage.states < 0.6 * whole.coverage.states, `${alike.coverage.states} of ${whole.coverage.states}`);
  });
});
