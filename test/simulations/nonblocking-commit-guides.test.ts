import assert from 'node:assert/strict';
import { paxosCommitSimulation } from '../../src/simulations/paxos-commit/definition.ts';
import { createSession, restoreSession } from '../../src/simulations/session.ts';
import { threePhaseSimulation } from '../../src/simulations/three-phase-commit/definition.ts';
import { examplesOf, Learner, type Example } from './guides.ts';
import { foundIn, searchIn } from './searches.ts';

const examples = examplesOf('nonblocking-commit');
const PARTICIPANTS = ['p1', 'p2', 'p3'] as const;

/** Who looks at who holds what, and what became of it. */
class LearnerOfCommitment extends Learner {
  async begun(name: string): Promise<void> {
    await this.allStarted();
    await this.press('Begin', name, 'T1');
  }

  decided(...names: readonly string[]): readonly (string | undefined)[] {
    return names.map((name) => this.field(name, 'decided'));
  }

  assertHeld(...names: readonly string[]): void {
    for (const name of names) assert.equal(this.field(name, 'resource'), 'held by T1', name);
  }

  assertDecided(outcome: string, ...names: readonly string[]): void {
    for (const name of names) assert.deepEqual([this.field(name, 'decided'), this.field(name, 'resource')], [outcome, 'free'], name);
  }

  get violated(): readonly string[] {
    return this.view.properties.flatMap(({ id, violation }) => (violation ? [id] : []));
  }
}

/** What each guide says, done and looked at. */
const walks: Readonly<Record<string, (learner: LearnerOfCommitment, example: Example) => Promise<void>>> = {
  async 'three-phases'(learner) {
    await learner.begun('c');
    await learner.until(() => learner.happens('p3 votes yes for T1'), 'the third vote');
    for (const name of PARTICIPANTS) assert.deepEqual([learner.field(name, 'state'), learner.field(name, 'waits for')], ['uncertain', 'c']);
    learner.assertHeld(...PARTICIPANTS);
    await learner.until(() => learner.happens('c precommits T1'), 'the precommit');
    assert.deepEqual([learner.node('c').log.map(({ mark }) => mark), learner.view.messages.filter(({ type }) => type === 'precommit').length], [['R'], 3]);
    await learner.until(() => learner.happens('p3 precommits T1'), 'all are precommitted');
    for (const name of PARTICIPANTS) assert.equal(learner.field(name, 'state'), 'precommitted');
    await learner.until(() => learner.happens('c commits T1'), 'the commit');
    await learner.toTheEnd();
    learner.assertDecided('T1 committed', ...PARTICIPANTS);
    assert.deepEqual([await learner.countOf('send'), await learner.countOf('sync'), learner.view.cursor.time], [15, 8, 50_000]);
  },

  async 'coordinator-gone'(learner) {
    await learner.begun('c');
    await learner.seconds(0.015);
    await learner.crash('c');
    await learner.seconds(0.12);
    for (const name of PARTICIPANTS) assert.deepEqual([learner.field(name, 'state'), learner.field(name, 'waits for')], ['uncertain', 'c']);
    learner.assertHeld(...PARTICIPANTS);
    await learner.until(() => learner.happens('p1 leads the termination of T1'), 'the termination');
    assert.equal(learner.field('p1', 'waits for'), 'p2, p3');
    await learner.until(() => learner.happens('p1 aborts T1'), 'the abort');
    await learner.until(() => learner.decided('p2', 'p3').join() === 'T1 aborted,T1 aborted', 'all are told');
    assert.ok(learner.view.cursor.time - 15_000 <= 170_000, `${learner.view.cursor.time}`);
    await learner.seconds(0.3);
    learner.assertDecided('T1 aborted', ...PARTICIPANTS);
    await learner.restart('c');
    assert.ok(learner.happens('c recovers with nothing in doubt'));
  },

  async 'one-knows'(learner) {
    await learner.begun('c');
    await learner.seconds(0.02);
    await learner.cut('c', 'p2');
    await learner.cut('c', 'p3');
    await learner.seconds(0.031);
    assert.deepEqual(PARTICIPANTS.map((name) => learner.field(name, 'state')), ['precommitted', 'uncertain', 'uncertain']);
    await learner.crash('c');
    await learner.act({ kind: 'heal' });
    assert.equal(learner.node('c').summary, 'on disk: in doubt about T1');
    await learner.until(() => learner.happens('p1 leads the termination of T1'), 'the termination');
    await learner.until(() => learner.happens('p2 precommits T1'), 'p2 knows too');
    assert.deepEqual(learner.decided('p1'), ['nothing']);
    await learner.until(() => learner.happens('p1 commits T1'), 'the commit');
    await learner.seconds(0.5);
    learner.assertDecided('T1 committed', ...PARTICIPANTS);
    await learner.restart('c');
    await learner.until(() => learner.happens('c commits T1'), 'c is told');
  },

  async 'all-have-crashed'(learner) {
    await learner.begun('c');
    await learner.seconds(0.025);
    for (const name of ['c', 'p1', 'p2']) await learner.crash(name);
    await learner.seconds(0.2);
    await learner.restart('p1');
    await learner.restart('p2');
    await learner.seconds(0.5);
    for (const name of ['p1', 'p2']) assert.equal(learner.field(name, 'state'), 'recovering');
    learner.assertHeld('p1', 'p2');
    assert.equal(learner.field('p1', 'asks about T1'), "c, p2; p2 can't tell either");
    assert.deepEqual(await learner.titles(/ leads the termination /), []);
    await learner.restart('c');
    await learner.seconds(0.7);
    assert.deepEqual(learner.decided('c', 'p1', 'p2'), ['T1 aborted', 'T1 aborted', 'T1 aborted']);
  },

  async partition(learner) {
    await learner.begun('c');
    await learner.seconds(0.02);
    const id = (name: string) => learner.node(name).id;
    await learner.act({ kind: 'partition', groups: [[id('c'), id('p1')], [id('p2'), id('p3')]] });
    await learner.seconds(0.08);
    assert.deepEqual(learner.decided('c', 'p1', 'p2'), ['T1 committed', 'T1 committed', 'nothing']);
    assert.deepEqual(learner.violated, []);
    await learner.until(() => learner.happens('p2 aborts T1'), 'the abort');
    assert.deepEqual(learner.violated, ['agreement']);
    await learner.act({ kind: 'heal' });
    await learner.seconds(1);
    assert.deepEqual(learner.decided('p1', 'p2', 'p3'), ['T1 committed', 'T1 aborted', 'T1 aborted']);
    assert.ok(learner.view.nodes.every(({ status }) => status === 'up'));

    const blocking = new LearnerOfCommitment(createSession('two-phase-commit', { participants: 3, latencyMin: 10_000, latencyMax: 10_000 }));
    await blocking.begun('c');
    await blocking.until(() => blocking.happens('c commits T1'), 'the decision');
    await blocking.act({ kind: 'partition', groups: [[id('c'), id('p1')], [id('p2'), id('p3')]] });
    await blocking.seconds(3);
    blocking.assertHeld('p2', 'p3');
    await blocking.act({ kind: 'heal' });
    await blocking.seconds(4);
    blocking.assertDecided('T1 committed', ...PARTICIPANTS);
  },

  'late-messages'(_, { parameters }) {
    const search = (changes: Readonly<Record<string, number>>, bounds: Readonly<Record<string, number>>) => foundIn(threePhaseSimulation, { ...parameters, ...changes }, { method: 'breadth-first', bounds }).found;
    assert.equal(searchIn(threePhaseSimulation, parameters, { method: 'breadth-first' }).report.outcome, 'clear');
    const late = search({}, { messages: 1, crashes: 0, losses: 0 });
    assert.deepEqual([late.property, late.length], ['agreement', 8]);
    assert.ok(late.schedule.every(({ action }) => action.kind !== 'crash' && action.kind !== 'drop'));
    const skipping = search({ flaw: 1 }, {});
    assert.deepEqual([skipping.property, skipping.length], ['agreement', 12]);
    const leaderless = search({ flaw: 7 }, {});
    assert.deepEqual([leaderless.property, leaderless.length], ['nonblocking', 6]);
    return Promise.resolve();
  },

  async 'ballot-zero'(learner) {
    await learner.begun('s1');
    assert.deepEqual(learner.view.messages.map(({ type }) => type), ['prepare', 'prepare']);
    assert.equal(await learner.countOf('sync'), 0);
    await learner.until(() => learner.happens('r1 proposes that it has prepared T1'), 'a vote');
    assert.equal(learner.view.messages.filter(({ type }) => type === 'phase-2a').length, 3);
    await learner.until(() => learner.field('s2', 'T1, as an acceptor')?.includes('r2') ?? false, 'both votes');
    assert.equal(learner.field('s2', 'T1, as an acceptor'), 'promised ballot 0; has accepted r1 prepared in ballot 0, r2 prepared in ballot 0');
    await learner.until(() => learner.happens('s1 knows that T1 commits'), 'the outcome');
    await learner.toTheEnd();
    learner.assertDecided('T1 committed', 'r1', 'r2');
    assert.deepEqual([await learner.countOf('send'), await learner.countOf('sync'), learner.view.cursor.time], [14, 8, 40_000]);
  },

  async 'leader-gone'(learner) {
    await learner.begun('s1');
    await learner.seconds(0.015);
    await learner.crash('s1');
    await learner.crash('s3');
    await learner.seconds(0.4);
    learner.assertHeld('r1', 'r2');
    for (const name of ['s2', 's4', 's5']) assert.match(learner.field(name, 'T1, as an acceptor') ?? '', /r1 prepared in ballot 0, r2 prepared in ballot 0/);
    await learner.until(() => learner.happens('s2 begins ballot 2 of T1'), 'a ballot');
    await learner.until(() => learner.happens('s2 knows that T1 commits'), 'the outcome');
    await learner.seconds(1);
    learner.assertDecided('T1 committed', 'r1', 'r2');
    assert.deepEqual(['s1', 's3'].map((name) => learner.node(name).status), ['crashed', 'crashed']);
  },

  async 'silent-manager'(learner) {
    await learner.allStarted();
    await learner.crash('r3');
    await learner.press('Begin', 's1', 'T1');
    await learner.seconds(0.1);
    learner.assertHeld('r1', 'r2');
    assert.equal(learner.node('s1').summary, 'T1: 2 of 3 chosen');
    await learner.until(() => learner.happens('s1 begins ballot 1 of T1'), 'a ballot');
    await learner.until(() => learner.happens('s1 accepts: r1 prepared, r2 prepared, r3 aborted'), 'its own proposal');
    await learner.seconds(1);
    learner.assertDecided('T1 aborted', 'r1', 'r2');
    await learner.restart('r3');
    await learner.seconds(2);
    assert.deepEqual(learner.decided('r3'), ['nothing']);
  },

  async 'majority-gone'(learner) {
    await learner.begun('s1');
    await learner.seconds(0.015);
    await learner.crash('s1');
    await learner.crash('s2');
    await learner.seconds(2);
    learner.assertHeld('r1', 'r2');
    assert.match(learner.node('s3').summary, /^T1: 1 of 2 promises$/);
    assert.equal((await learner.titles(/^s3 begins ballot /)).length, 3);
    await learner.restart('s2');
    assert.equal(learner.field('s2', 'T1, as an acceptor'), undefined);
    await learner.until(() => learner.happens('s3 knows that T1 commits'), 'the outcome');
    assert.equal(learner.node('s1').status, 'crashed');
  },

  async 'one-server'(learner) {
    await learner.begun('s1');
    await learner.toTheEnd();
    learner.assertDecided('T1 committed', 'r1', 'r2');
    assert.equal(learner.view.cursor.time, 30_000);
    await learner.goTo({ step: 3 });
    await learner.act({ kind: 'command', node: learner.node('s1').id, command: 'T2' });
    await learner.seconds(0.015);
    await learner.crash('s1');
    await learner.seconds(2);
    for (const name of ['r1', 'r2']) assert.equal(learner.field(name, 'resource'), 'held by T2');
    await learner.restart('s1');
    await learner.seconds(3);
    learner.assertDecided('T2 aborted', 'r1', 'r2');
  },

  async 'search-commit'(_, { parameters }) {
    const search = (changes: Readonly<Record<string, number>>, bounds: Readonly<Record<string, number>>) => foundIn(paxosCommitSimulation, { ...parameters, ...changes }, { method: 'breadth-first', bounds });
    assert.equal(searchIn(paxosCommitSimulation, parameters, { method: 'breadth-first', bounds: { restarts: 0, crashes: 1 } }).report.outcome, 'clear');
    const { found, saved } = search({}, { restarts: 0, crashes: 2 });
    assert.deepEqual([found.property, found.length], ['termination', 4]);
    assert.deepEqual((await restoreSession(saved).snapshot()).nodes.flatMap(({ name, status }) => (status === 'crashed' ? [name.charAt(0)] : [])), ['s', 's']);
    const consenting = search({ flaw: 4 }, {}).found;
    assert.deepEqual([consenting.property, consenting.length], ['validity', 8]);
    const hasty = search({ flaw: 2 }, { servers: 2, timeouts: 2 }).found;
    assert.deepEqual([hasty.property, hasty.length], ['agreement', 10]);
  },
};

describe('the guides of the topic on commit that does not block', function () {
  this.timeout(30_000);

  it('are of both protocols, and all looked at', () => {
    assert.deepEqual(examples.map(({ id }) => id), Object.keys(walks));
    assert.deepEqual([...new Set(examples.map(({ type }) => type))], ['three-phase-commit', 'paxos-commit']);
  });

  for (const example of examples) {
    it(`are true of what happens: ${example.id}`, async () => {
      await walks[example.id]?.(new LearnerOfCommitment(createSession(example.type, example.parameters)), example);
    });
  }
});
