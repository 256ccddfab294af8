import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import { adopted, majority, nextBallot, type Proposal } from '../../../../src/engine/protocols/paxos/ballots.ts';
import { apart, together, type Seat } from '../../../../src/engine/protocols/paxos/ensemble.ts';
import type { PaxosMessage, PaxosNote } from '../../../../src/engine/protocols/paxos/messages.ts';
import { CONSENSUS, DISCIPLINE, leadsToLearning, paxosInvariants, PaxosSafety } from '../../../../src/engine/protocols/paxos/properties.ts';
import { acceptorsAlike } from '../../../../src/engine/protocols/paxos/symmetry.ts';
import { DEFAULT_PAXOS, paxosSystem, type PaxosParameters } from '../../../../src/engine/protocols/paxos/system.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import type { Run } from '../../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { assertGoesOnFromCopies, countOf, ms, notesIn, runOf, tell } from '../runs.ts';
import { faultedProposals, smallPaxos, TWO_PROPOSERS, VALUES } from './campaign.ts';
import { paxosMutants } from './mutants.ts';

const [P1, P2, A1, A2, A3, L1] = [0, 1, 2, 3, 4, 5] as const;

/** Two proposers, three acceptors and a learner, with a message of 10 ms. */
function run(schedule: Schedule, parameters: Partial<PaxosParameters> = {}): Run<PaxosMessage> {
  const layout = apart({ proposers: 2, acceptors: 3, learners: 1 });
  return runOf(paxosSystem({ ...DEFAULT_PAXOS, layout, latency: { kind: 'constant', value: 10_000 }, ...parameters }), schedule);
}

const notes = <Kind extends PaxosNote['note']>(of: Run<PaxosMessage>, kind: Kind) => notesIn<PaxosNote, Kind>(of as Run<never>, kind);

const proposed = (of: Run<PaxosMessage>) => notes(of, 'proposes').map(({ by, ballot, value, adopted }) => [by, ballot, value, adopted]);

const learned = (of: Run<PaxosMessage>) => notes(of, 'learned').map(({ by, value }) => [by, value]);

const cut = (time: number, from: NodeId, ...others: readonly NodeId[]): Schedule => others.map((to) => ms(time, { kind: 'cut', from, to }));

/** Neither hears of the other any more. */
const apartFrom = (time: number, one: NodeId, ...others: readonly NodeId[]): Schedule => others.flatMap((other) => [...cut(time, one, other), ...cut(time, other, one)]);

describe('the arithmetic of Paxos', () => {
  it('counts majorities', () => {
    assert.deepEqual([1, 2, 3, 4, 5].map(majority), [1, 2, 2, 3, 3]);
  });

  it('gives each proposer ballots of its own, that rise', () => {
    const table = [
      [0, 0, 3, 1], [0, 1, 3, 2], [0, 2, 3, 3],
      [1, 0, 3, 4], [1, 1, 3, 2], [2, 1, 3, 5], [3, 0, 3, 4], [7, 0, 3, 10], [7, 1, 3, 8], [7, 2, 3, 9],
      [0, 0, 1, 1], [5, 0, 1, 6],
    ] as const;
    for (const [after, proposer, proposers, next] of table) assert.equal(nextBallot(after, proposer, proposers), next, `proposer ${proposer} of ${proposers} after ${after}`);
    for (let after = 0; after < 40; after++) {
      for (const proposers of [1, 2, 3, 5]) {
        const next = Array.from({ length: proposers }, (_, proposer) => nextBallot(after, proposer, proposers));
        assert.deepEqual([...next].sort((one, other) => one - other), Array.from({ length: proposers }, (_, proposer) => after + 1 + proposer), 'each of the next ballots is one proposer\'s');
      }
    }
  });

  it('adopts the value of the highest ballot that is reported', () => {
    const at = (ballot: number, value: string): Proposal => ({ ballot, value });
    const table: readonly (readonly [reported: readonly (Proposal | null)[], value: string | undefined])[] = [
      [[], undefined],
      [[null, null], undefined],
      [[null, at(1, 'x')], 'x'],
      [[at(1, 'x'), at(2, 'y')], 'y'],
      [[at(3, 'x'), null, at(2, 'y'), at(1, 'z')], 'x'],
      [[at(2, 'x'), at(2, 'x'), at(1, 'y')], 'x'],
    ];
    for (const [reported, value] of table) {
      assert.equal(adopted(reported), value);
      assert.equal(adopted([...reported].reverse()), value);
    }
  });
});

describe('Paxos', () => {
  it('chooses the only value that is proposed, four messages after it was, and has it learned', () => {
    const of = run([tell(100, P1, 'x')]);
    assert.deepEqual(proposed(of), [['p1', 1, 'x', false]]);
    assert.deepEqual(notes(of, 'chosen').map(({ by, ballot, value, time }) => [by, ballot, value, time]), [['p1', 1, 'x', 140_000]]);
    assert.deepEqual(notes(of, 'learned').map(({ by, value, time }) => [by, value, time]), [['l1', 'x', 140_000]]);
  });

  it('forces a ballot at the proposer, and a promise and a proposal at each acceptor, before they are answered', () => {
    const of = run([tell(100, P1, 'x')], { inquiryTimeout: null });
    assert.deepEqual(countOf(of, 'sync'), { p1: 1, p2: 0, a1: 2, a2: 2, a3: 2, l1: 0 });
    // Prepare and accept, to each acceptor; a promise, and what was accepted, to the proposer and to the learner.
    assert.deepEqual(countOf(of, 'send'), { p1: 6, p2: 0, a1: 3, a2: 3, a3: 3, l1: 0 });
  });

  it('is the same where every node plays every role, and one node needs no other', () => {
    const three = run([tell(100, 0, 'x')], { layout: together(3) });
    assert.deepEqual(learned(three).sort(), [['n1', 'x'], ['n2', 'x'], ['n3', 'x']]);
    assert.deepEqual(notes(three, 'promised').map(({ by, time }) => [by, time]), [['n1', 100_000], ['n2', 110_000], ['n3', 110_000]]);
    const alone = run([tell(100, 0, 'x')], { layout: together(1) });
    assert.deepEqual(notes(alone, 'learned').map(({ value, time }) => [value, time]), [['x', 100_000]]);
  });

  it('adopts what one acceptor of the majority has accepted, whether it is chosen or not', () => {
    const of = run([
      tell(100, P1, 'x'),
      // Only the first acceptor gets the proposal, and the second proposer hears of the first two.
      ...cut(115, P1, A2, A3),
      ms(135, { kind: 'crash', node: P1 }),
      ...apartFrom(200, P2, A3),
      tell(200, P2, 'y'),
    ]);
    assert.deepEqual(proposed(of), [['p1', 1, 'x', false], ['p2', 2, 'x', true]]);
    assert.deepEqual(learned(of), [['l1', 'x']]);
  });

  it('is free where the majority has accepted nothing, and then the other proposer adopts', () => {
    const of = run([tell(100, P1, 'x'), ...cut(115, P1, A2, A3), ...apartFrom(115, P2, A1), tell(200, P2, 'y'), ms(400, { kind: 'heal' })]);
    assert.deepEqual(proposed(of).map(([by, , value]) => [by, value]), [['p1', 'x'], ['p2', 'y'], ['p1', 'y']]);
    assert.deepEqual(learned(of), [['l1', 'y']]);
  });

  it('tells a proposer that it comes too late, or lets it wait', () => {
    const late = [tell(100, P1, 'x'), tell(115, P2, 'y')] as const;
    const told = run(late);
    assert.deepEqual(notes(told, 'abandons').map(({ by, ballot, promised }) => [by, ballot, promised]), [['p1', 1, 2]]);
    const untold = run(late, { refusals: false });
    assert.deepEqual(notes(untold, 'abandons'), []);
    for (const each of [told, untold]) assert.deepEqual(notes(each, 'chosen').map(({ by, value }) => [by, value]), [['p2', 'y'], ['p1', 'y']]);
  });

  it('takes the first value that a proposer is told', () => {
    assert.deepEqual(notes(run([tell(100, P1, 'x'), tell(105, P1, 'y'), tell(900, P1, 'z')]), 'wishes').map(({ value }) => value), ['x']);
  });

  describe('with two proposers that get in each other\'s way', () => {
    // Each needs a while for every message: while it reads its promises, the other one has prepared.
    const rivals: Schedule = [ms(0, { kind: 'slow', node: P1, perInput: 5_000 }), ms(0, { kind: 'slow', node: P2, perInput: 5_000 }), tell(100, P1, 'x'), tell(123, P2, 'y')];

    it('chooses nothing for as long as they begin again at once', () => {
      const of = run(rivals, { backOff: 0 });
      const ballots = notes(of, 'prepares').map(({ ballot }) => ballot);
      assert.deepEqual(ballots, ballots.map((_, position) => position + 1));
      assert.ok(ballots.length > 200, `${ballots.length} ballots`);
      assert.deepEqual(notes(of, 'accepted'), []);
    });

    it('chooses when they back off', () => {
      const of = run(rivals);
      assert.deepEqual(learned(of), [['l1', 'y']]);
      assert.ok(notes(of, 'prepares').length < 10);
    });

    it('chooses what the distinguished proposer wishes for', () => {
      for (const [distinguished, value] of [[P1, 'x'], [P2, 'y']] as const) assert.deepEqual(learned(run(rivals, { backOff: 0, distinguished })), [['l1', value]]);
    });
  });

  it('goes on with a higher ballot after a crash of the proposer', () => {
    const of = run([tell(100, P1, 'x'), ms(125, { kind: 'crash', node: P1 }), ms(126, { kind: 'restart', node: P1 }), tell(127, P1, 'y')]);
    assert.deepEqual(notes(of, 'prepares').map(({ ballot }) => ballot), [1, 3]);
    assert.deepEqual(learned(of), [['l1', 'x']]);
  });

  it('keeps what it has promised and accepted through a crash of every acceptor', () => {
    const crashOfAll = [A1, A2, A3].flatMap((node) => [ms(300 + node, { kind: 'crash', node }), ms(300 + node, { kind: 'restart', node })]);
    const of = run([tell(100, P1, 'x'), ...crashOfAll, tell(400, P2, 'y')]);
    assert.deepEqual(notes(of, 'chosen').map(({ by, value }) => [by, value]), [['p1', 'x'], ['p2', 'x']]);
  });

  it('chooses with a minority of the acceptors down, and with a majority down waits', () => {
    const crash = (node: NodeId) => ms(50, { kind: 'crash', node });
    assert.deepEqual(learned(run([crash(A1), tell(100, P1, 'x')])), [['l1', 'x']]);
    assert.deepEqual(learned(run([crash(A1), crash(A2), tell(100, P1, 'x')])), []);
    assert.deepEqual(learned(run([crash(A1), crash(A2), tell(100, P1, 'x'), ms(3000, { kind: 'restart', node: A2 })])), [['l1', 'x']]);
  });

  it('has a learner ask for what it has missed or forgotten', () => {
    const missed = [tell(100, P1, 'x'), ...apartFrom(110, L1, A1, A2, A3), ms(1000, { kind: 'heal' })];
    assert.deepEqual(learned(run(missed)), [['l1', 'x']]);
    assert.deepEqual(learned(run(missed, { inquiryTimeout: null })), []);
    assert.deepEqual(learned(run([tell(100, P1, 'x'), ms(300, { kind: 'crash', node: L1 }), ms(400, { kind: 'restart', node: L1 })])), [['l1', 'x'], ['l1', 'x']]);
  });

  it('keeps its roles\' memory by name, so that it can be shown', () => {
    const of = run([tell(100, P1, 'x')], { layout: together(3) });
    assert.deepEqual(of.at(of.steps).nodes[0]!.life?.capture?.(), {
      proposer: { phase: 'done', ballot: 1, value: 'x' },
      acceptor: null,
      learner: { tallies: [], learned: { ballot: 1, value: 'x' } },
    });
    assert.deepEqual(of.at(of.steps).nodes[0]!.disk.get('acceptor'), { promised: 1, accepted: { ballot: 1, value: 'x' } });
  });

  it('goes on from any copy of its state', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { system, schedule } = faultedProposals(seed);
      assertGoesOnFromCopies(system, schedule, seed, 2 * SECOND);
    }
  });

  it('says what is wrong with its parameters', () => {
    assert.throws(() => run([], { layout: apart({ proposers: 0, acceptors: 3, learners: 1 }) }), /no proposer in this layout/);
    assert.throws(() => run([], { layout: apart({ proposers: 1, acceptors: 0, learners: 1 }) }), /no acceptor in this layout/);
    assert.throws(() => run([], { values: ['x', 'y', 'z'] }), /3 values for 2 proposers/);
    assert.throws(() => run([], { distinguished: A1 }), /one of the nodes 0, 1, not 2/);
    assert.throws(() => run([], { backOff: -1 }), /backOff is a whole number of microseconds from 0 on, not -1/);
    assert.throws(() => run([], { retryTimeout: 0 }), /retryTimeout is a whole number of microseconds from 1 on, not 0/);
    assert.throws(() => run([], { inquiryTimeout: 0.5 }), /inquiryTimeout .* not 0.5/);
  });
});

describe('a search of Paxos', function () {
  this.timeout(60_000);

  const twoAcceptors = apart({ proposers: 2, acceptors: 2, learners: 0 });

  function search(layout: readonly Seat[], bounds: Bounds, reduction: Partial<SearchModel<PaxosMessage>> = {}, parameters: Partial<PaxosParameters> = {}) {
    const model = { ...smallPaxos(undefined, { layout, ...parameters }), bounds, ...reduction };
    return new BreadthFirst(model, { invariants: paxosInvariants({ layout, values: VALUES }, [...CONSENSUS, ...DISCIPLINE]) }).run();
  }

  it('sees that nothing is wrong within small bounds', () => {
    for (const result of [
      search(TWO_PROPOSERS, { timers: 0 }, { symmetry: acceptorsAlike(TWO_PROPOSERS) }),
      search(twoAcceptors, { timers: 0 }, {}, { refusals: true }),
      search(apart({ proposers: 1, acceptors: 3, learners: 0 }), { timers: 0, crashes: 1, restarts: true, crashable: [0] }, {}, { values: ['x'] }),
      search(together(3), { timers: 0 }),
      search([...together(2), { name: 'n3', roles: ['acceptor'] }], { timers: 0, crashes: 1, restarts: true, crashable: [2] }),
    ]) {
      assert.equal(result.kind, 'exhausted');
    }
  });

  it('comes to the same verdict with less to see, where reduced', () => {
    for (const [bounds, refusals] of [[{ timers: 0 }, true], [{ timers: 1 }, false], [{ timers: 0, crashes: 1, restarts: true, crashable: [2, 3] }, false]] as const) {
      const whole = search(twoAcceptors, bounds, {}, { refusals });
      const reduced = search(twoAcceptors, bounds, { partialOrder: true }, { refusals });
      const alike = search(twoAcceptors, bounds, { symmetry: acceptorsAlike(twoAcceptors) }, { refusals });
      assert.deepEqual([reduced.kind, reduced.coverage.states, whole.kind], ['exhausted', whole.coverage.states, 'exhausted']);
      assert.ok(reduced.coverage.transitions < whole.coverage.transitions);
      assert.deepEqual([alike.kind, alike.coverage.depth], [whole.kind, whole.coverage.depth]);
      assert.ok(alike.coverage.states < 0.6 * whole.coverage.states, `${alike.coverage.states} of ${whole.coverage.states}`);
    }
  });

  it('finds two values chosen when an acceptor forgets its promise, in the fewest events that there are', () => {
    const { searched } = paxosMutants.find(({ name }) => name === 'an acceptor forgets its promise in a crash')!;
    const { space, ...found } = searchedWith(searched!.model);
    assert.ok(found.result.kind === 'violated');
    assert.equal(found.result.property, 'agreement');
    const steps = found.result.path.choices.map((choice) => (choice.kind === 'deliver' ? space.message(choice.message).message.type : choice.kind));
    assert.equal(steps.length, 14);
    // Each proposer has the promises of two acceptors, one of which both have asked; it forgets the later promise, and accepts for both.
    assert.deepEqual(tallied(steps), { prepare: 4, promise: 4, accept: 4, crash: 1, restart: 1 });
    assert.match(found.result.message, /^Two values are chosen: x in ballot 1 by a\d, a\d, and y in ballot 2 by a\d, a\d\.$/);

    function searchedWith(model: SearchModel<PaxosMessage>) {
      const breadthFirst = new BreadthFirst({ ...model, symmetry: acceptorsAlike(TWO_PROPOSERS) }, searched!.goals);
      return { space: breadthFirst.space, result: breadthFirst.run() };
    }
  });

  it('sees that a value is learned with one acceptor down or the proposer back, and none with two acceptors down', () => {
    const layout = apart({ proposers: 1, acceptors: 3, learners: 1 });
    const learns = (down: number, bounds: Bounds) => {
      const model: SearchModel<PaxosMessage> = { ...smallPaxos(undefined, { layout, values: ['x'] }), network: 'bag', bounds: { synchronous: true, ...bounds } };
      return new BreadthFirst(model, { leadsTo: [leadsToLearning(layout, 60, down)] }, { states: 20_000 }).run().kind;
    };
    assert.equal(learns(1, { crashes: 1, crashable: [1, 2, 3] }), 'exhausted');
    assert.equal(learns(2, { crashes: 2, crashable: [1, 2, 3] }), 'violated');
    // It may begin anew for ever, so that there is no end of worlds.
    assert.equal(learns(0, { crashes: 1, restarts: true, crashable: [0] }), 'cut short');
  });

  it('does not take on a layout in which it would not see what is accepted', () => {
    const layout: readonly Seat[] = [{ name: 'n1', roles: ['proposer', 'acceptor'] }];
    assert.throws(() => paxosInvariants({ layout, values: [] }), /What n1 accepts of itself no message would show/);
  });
});

describe('the properties of Paxos', () => {
  it('are watched on from any moment of a run', () => {
    const layout = together(3);
    const of = run([tell(100, 0, 'x'), tell(105, 1, 'y')], { layout });
    const watching = new PaxosSafety(layout);
    for (let step = 0; step <= of.steps; step++) {
      const copy = new PaxosSafety(layout);
      copy.restore(watching.capture());
      for (const monitor of [watching, copy]) assert.deepEqual(monitor.afterStep(of.at(step)), []);
      assert.deepEqual(copy.capture(), watching.capture());
    }
    assert.deepEqual(watching.capture().wishes, ['x', 'y']);
  });
});

function tallied(items: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}
