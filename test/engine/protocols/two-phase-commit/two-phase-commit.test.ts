import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import type { Bounds, SearchModel, WorldView } from '../../../../src/engine/check/search/model.ts';
import { COMMITMENT_INVARIANTS, leadsToDecisions, NONBLOCKING } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import { participantsAlike } from '../../../../src/engine/protocols/atomic-commitment/symmetry.ts';
import type { TwoPhaseMessage, TwoPhaseNote } from '../../../../src/engine/protocols/two-phase-commit/messages.ts';
import { Participant } from '../../../../src/engine/protocols/two-phase-commit/participant.ts';
import { DEFAULT_TWO_PHASE, twoPhaseSystem, type TwoPhaseParameters } from '../../../../src/engine/protocols/two-phase-commit/system.ts';
import type { Run } from '../../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { assertGoesOnFromCopies, countOf, ms, notesIn, runOf, tell } from '../runs.ts';
import { ABORT, faultedTransactions, smallTransaction } from './campaign.ts';

/** A coordinator and two participants, with a message of 10 ms. */
function run(schedule: Schedule, parameters: Partial<TwoPhaseParameters> = {}): Run<TwoPhaseMessage> {
  return runOf(twoPhaseSystem({ ...DEFAULT_TWO_PHASE, participants: 2, latency: { kind: 'constant', value: 10_000 }, ...parameters }), schedule);
}

const notes = <Kind extends TwoPhaseNote['note']>(of: Run<TwoPhaseMessage>, kind: Kind) => notesIn<TwoPhaseNote, Kind>(of as Run<never>, kind);

const decisions = (of: Run<TwoPhaseMessage>) => notes(of, 'decided').map(({ by, transaction, decision, time }) => [by, transaction, decision, time / 1000]);

const recordsOf = (of: Run<TwoPhaseMessage>) => Object.fromEntries(of.at(of.steps).nodes.map(({ name, disk }) => [name, disk.log.length]));

function search(bounds: Bounds, parameters: Partial<TwoPhaseParameters> = {}, reduction: Partial<SearchModel<TwoPhaseMessage>> = {}) {
  return new BreadthFirst({ ...smallTransaction(undefined, parameters), bounds, ...reduction }, { invariants: COMMITMENT_INVARIANTS }).run();
}

describe('two-phase commit with presumed abort', () => {
  it('commits what all vote for', () => {
    assert.deepEqual(decisions(run([tell(100, 0, 'T1')])), [['c', 'T1', 'commit', 120], ['p1', 'T1', 'commit', 130], ['p2', 'T1', 'commit', 130]]);
  });

  it('writes and sends what R* counts for a commit: two records each, the end alone not forced', () => {
    const of = run([tell(100, 0, 'T1')]);
    assert.deepEqual(recordsOf(of), { c: 2, p1: 2, p2: 2 });
    assert.deepEqual(countOf(of, 'sync'), { c: 1, p1: 2, p2: 2 });
    assert.deepEqual(countOf(of, 'send'), { c: 4, p1: 2, p2: 2 });
  });

  it('writes and sends what R* counts for an abort: nothing is forced but a vote for yes, and nothing acknowledged', () => {
    const of = run([tell(90, 1, 'T1'), tell(100, 0, 'T1')]);
    assert.deepEqual(decisions(of), [['p1', 'T1', 'abort', 90], ['c', 'T1', 'abort', 120], ['p2', 'T1', 'abort', 130]]);
    assert.deepEqual(recordsOf(of), { c: 1, p1: 1, p2: 2 });
    assert.deepEqual(countOf(of, 'sync'), { c: 0, p1: 0, p2: 1 });
    // Who has voted no is not told.
    assert.deepEqual(countOf(of, 'send'), { c: 3, p1: 1, p2: 1 });
  });

  it('aborts where a vote is missing', () => {
    assert.deepEqual(decisions(run([ms(50, { kind: 'crash', node: 2 }), tell(100, 0, 'T1')])), [['c', 'T1', 'abort', 300], ['p1', 'T1', 'abort', 310]]);
  });

  it('refuses a transaction that needs what another one holds', () => {
    const of = run([tell(100, 0, 'T1'), tell(105, 0, 'T2 1')]);
    assert.deepEqual(decisions(of).filter(([by]) => by === 'c'), [['c', 'T1', 'commit', 120], ['c', 'T2', 'abort', 125]]);
  });

  it('forgets: a coordinator that has seen to everything has an empty log', () => {
    const of = run([tell(100, 0, 'T1'), tell(200, 0, 'T2'), tell(190, 1, 'T2')].sort((one, other) => one.at - other.at));
    const { log } = of.at(of.steps).nodes[0]!.disk;
    assert.equal(log.start, log.length);
  });

  it('tells a commit again until all have acknowledged it', () => {
    const of = run([tell(100, 0, 'T1'), ms(125, { kind: 'crash', node: 2 }), ms(1000, { kind: 'restart', node: 2 })]);
    assert.deepEqual(decisions(of), [['c', 'T1', 'commit', 120], ['p1', 'T1', 'commit', 130], ['p2', 'T1', 'commit', 1020]]);
    assert.deepEqual(notes(of, 'in-doubt').map(({ by }) => by), ['p2']);
    assert.equal(notes(of, 'forgotten').length, 1);
  });

  it('presumes abort of what a coordinator had not decided before it crashed', () => {
    const of = run([tell(100, 0, 'T1'), ms(115, { kind: 'crash', node: 0 }), ms(500, { kind: 'restart', node: 0 })]);
    assert.deepEqual(notes(of, 'presumed-abort').map(({ asked }) => asked), [1, 2]);
    assert.deepEqual(decisions(of).map(([by, , decision]) => [by, decision]), [['p1', 'abort'], ['p2', 'abort']]);
  });

  it('carries on with a commit that a coordinator had decided before it crashed', () => {
    const of = run([tell(100, 0, 'T1'), ms(125, { kind: 'cut', from: 0, to: 2 }), ms(131, { kind: 'crash', node: 0 }), ms(200, { kind: 'heal' }), ms(1000, { kind: 'restart', node: 0 })]);
    assert.deepEqual(decisions(of), [['c', 'T1', 'commit', 120], ['p1', 'T1', 'commit', 130], ['p2', 'T1', 'commit', 1010]]);
  });

  it('leaves participants in doubt, and their resource held, as long as the coordinator is down', () => {
    const of = run([tell(100, 0, 'T1'), ms(115, { kind: 'crash', node: 0 })]);
    assert.deepEqual(decisions(of), []);
    for (const { life } of of.at(of.steps).nodes.slice(1)) assert.ok(life instanceof Participant && !life.isSettled);
  });

  it('lets participants help each other where they may: one that has not voted, and one that knows', () => {
    const isolated = [tell(100, 0, 'T1'), ms(105, { kind: 'cut', from: 0, to: 2 }), ms(125, { kind: 'crash', node: 0 })] as const;
    assert.deepEqual(decisions(run(isolated)), []);
    assert.deepEqual(decisions(run(isolated, { cooperative: true })).map(([by, , decision]) => [by, decision]), [['p2', 'abort'], ['p1', 'abort']]);
    const told = [tell(100, 0, 'T1'), ms(125, { kind: 'cut', from: 0, to: 2 }), ms(135, { kind: 'crash', node: 0 })] as const;
    assert.deepEqual(decisions(run(told)).map(([by]) => by), ['c', 'p1']);
    assert.deepEqual(decisions(run(told, { cooperative: true })).map(([by, , decision]) => [by, decision]), [['c', 'commit'], ['p1', 'commit'], ['p2', 'commit']]);
  });

  it('goes on from any copy of its state', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { system, schedule } = faultedTransactions(seed);
      assertGoesOnFromCopies(system, schedule, seed, 2 * SECOND);
    }
  });

  it('says what is wrong with its parameters', () => {
    assert.throws(() => twoPhaseSystem({ ...DEFAULT_TWO_PHASE, participants: 0 }), /at least one participant, not 0/);
    assert.throws(() => twoPhaseSystem({ ...DEFAULT_TWO_PHASE, coordinators: 1.5 }), /at least one coordinator, not 1.5/);
  });
});

describe('a search of two-phase commit', () => {
  it('sees that nothing is wrong within small bounds', () => {
    const users = { commands: [{ node: 0, command: 'T1' }, ABORT] };
    for (const result of [
      search({ crashes: 2, restarts: true }, {}, users),
      search({ crashes: 2, restarts: true }, { cooperative: true }, users),
      search({ crashes: 1, restarts: true }, { participants: 3 }),
    ]) {
      assert.equal(result.kind, 'exhausted');
    }
  });

  it('sees that everyone decides once all are up', () => {
    const model = { ...smallTransaction(), bounds: { crashes: 2, restarts: true } };
    assert.equal(new BreadthFirst(model, { leadsTo: [leadsToDecisions(30, 0)] }).run().kind, 'exhausted');
  });

  it('sees that everyone comes back and decides, where nodes that are down restart', () => {
    const decided = leadsToDecisions(40, 0);
    const allUpAndDecided = { ...decided, holds: (world: WorldView<TwoPhaseMessage>) => world.nodes.every(({ isUp }) => isUp) && decided.holds(world) };
    const verdict = (restarts: boolean) => new BreadthFirst({ ...smallTransaction(), bounds: { crashes: 2, restarts } }, { leadsTo: [allUpAndDecided] }).run().kind;
    assert.deepEqual([verdict(true), verdict(false)], ['exhausted', 'violated']);
  });

  it('finds its blocking, as a shortest way: all have voted, and the coordinator crashes', () => {
    for (const cooperative of [false, true]) {
      const search = new BreadthFirst<TwoPhaseMessage>({ ...smallTransaction(undefined, { cooperative }), bounds: { crashes: 1, crashable: [0] } }, { atRest: [NONBLOCKING] });
      const result = search.run();
      assert.ok(result.kind === 'violated');
      assert.match(result.message, /is in doubt about T1, and nothing that could still happen tells it more/);
      const steps = result.path.choices.map((choice) => (choice.kind === 'deliver' ? search.space.message(choice.message).message.type : choice.kind));
      assert.deepEqual(steps, ['command', 'prepare', 'prepare', 'crash', 'timer', 'timer']);
    }
  });

  it('is not blocked by the crash of a participant', () => {
    const model = { ...smallTransaction(), bounds: { crashes: 1, crashable: [1, 2] } };
    assert.equal(new BreadthFirst(model, { leadsTo: [leadsToDecisions(40, 1)] }).run().kind, 'exhausted');
  });

  it('finds what a thousand faulted runs do not: an abort on which a peer relies must be forced', () => {
    class VouchesBeforeForcing extends Participant {
      protected override vouch(transaction: string): void {
        if (!this.outcomes.has(transaction)) this.abort(transaction, 'asked-by-a-peer');
      }
    }
    const model = smallTransaction({ participant: (...args) => new VouchesBeforeForcing(...args) }, { cooperative: true });
    const result = new BreadthFirst(model, { invariants: COMMITMENT_INVARIANTS }).run();
    assert.ok(result.kind === 'violated');
    assert.deepEqual([result.property, result.path.codes.length], ['agreement', 10]);
  });

  it('comes to the same verdict with less to see, where reduced', () => {
    const bounds = { crashes: 1, restarts: true };
    const whole = search(bounds, { participants: 3 });
    const ordered = search(bounds, { participants: 3 }, { partialOrder: true });
    const alike = search(bounds, { participants: 3 }, { symmetry: participantsAlike([1, 2, 3]) });
    assert.deepEqual([ordered.kind, alike.kind], [whole.kind, whole.kind]);
    assert.equal(ordered.coverage.states, whole.coverage.states);
    assert.ok(ordered.coverage.transitions < whole.coverage.transitions / 2);
    assert.ok(alike.coverage.states < whole.coverage.states / 4);
    assert.equal(alike.coverage.depth, whole.coverage.depth);
  });
});
