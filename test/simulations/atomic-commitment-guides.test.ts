import assert from 'node:assert/strict';
import { twoPhaseSimulation } from '../../src/simulations/two-phase-commit/definition.ts';
import { createSession } from '../../src/simulations/session.ts';
import { examplesOf, Learner, type Example } from './guides.ts';
import { foundIn, searchIn } from './searches.ts';

const examples = examplesOf('atomic-commitment');

/** Who looks at logs and at who is in doubt. */
class LearnerOfCommitment extends Learner {
  /** Marks of the records; small letters where they are not on the disk. */
  log(name: string): string {
    return this.node(name).log.map(({ mark, settled }) => (settled ? mark : mark.toLowerCase())).join('');
  }

  isInDoubt(...names: string[]): boolean {
    return names.every((name) => this.node(name).role === 'in doubt');
  }

  /** In doubt about T1, which it holds its resource for, and waiting for a coordinator. */
  assertBlocked(coordinator: string, ...names: string[]): void {
    for (const name of names) assert.deepEqual([this.node(name).status, this.node(name).role, this.field(name, 'resource'), this.field(name, 'waits for')], ['up', 'in doubt', 'held by T1', coordinator], name);
  }

  assertDecided(outcome: string, ...names: string[]): void {
    for (const name of names) assert.deepEqual([this.field(name, 'decided'), this.field(name, 'resource')], [outcome, 'free'], name);
  }
}

/** What each guide says, done and looked at. */
const walks: Readonly<Record<string, (learner: LearnerOfCommitment, example: Example) => Promise<void>>> = {
  async 'all-commit'(learner) {
    await learner.allStarted();
    await learner.press('Begin', 'c', 'T1');
    assert.deepEqual([learner.view.messages.map(({ type }) => type), learner.log('c')], [['prepare', 'prepare', 'prepare'], '']);
    await learner.until(() => learner.happens('p1 votes yes for T1'), 'a vote');
    assert.equal(learner.log('p1'), 'P');
    learner.assertBlocked('c', 'p1');
    await learner.until(() => learner.happens('c receives vote yes for T1 from p3'), 'the third vote');
    assert.deepEqual([learner.happens('c commits T1'), learner.log('c')], [true, 'C']);
    const everyone = ['p1', 'p2', 'p3'];
    await learner.until(() => everyone.every((name) => learner.field(name, 'decided') === 'T1 committed'), 'all have committed');
    for (const name of everyone) assert.equal(learner.log(name), 'PC');
    learner.assertDecided('T1 committed', ...everyone);
    await learner.toTheEnd();
    assert.deepEqual([learner.happens('c forgets T1'), learner.log('c')], [true, '']);
    assert.deepEqual([await learner.countOf('send'), await learner.countOf('sync')], [12, 7]);
  },

  async 'one-votes-no'(learner) {
    await learner.allStarted();
    await learner.press('Abort', 'p2', 'T1');
    learner.assertDecided('T1 aborted', 'p2');
    await learner.press('Begin', 'c', 'T1');
    await learner.until(() => learner.happens('p3 votes yes for T1'), 'all have voted');
    assert.deepEqual([learner.isInDoubt('p1', 'p3'), learner.isInDoubt('p2')], [true, false]);
    await learner.until(() => learner.happens('c receives vote no for T1 from p2'), 'the no arrives');
    assert.ok(learner.happens('c aborts T1') && learner.happens('c forgets T1'));
    assert.deepEqual(learner.view.messages.map(({ label, to }) => `${label} to ${to}`), ['vote yes for T1 to 0', 'abort T1 to 1', 'abort T1 to 3']);
    await learner.toTheEnd();
    learner.assertDecided('T1 aborted', 'p1', 'p3');
    assert.deepEqual([learner.log('p1'), learner.log('p3')], ['Pa', 'Pa']);
    const events = await learner.countOf('send');
    assert.equal(events, 8);
    await learner.crash('p1');
    await learner.restart('p1');
    learner.assertBlocked('c', 'p1');
    await learner.until(() => learner.happens('c knows nothing of T1'), 'it asks');
    await learner.until(() => !learner.isInDoubt('p1'), 'it is told');
    learner.assertDecided('T1 aborted', 'p1');
  },

  async 'crash-before-decision'(learner) {
    await learner.allStarted();
    await learner.press('Begin', 'c1', 'T1');
    await learner.until(() => learner.isInDoubt('p1', 'p2'), 'both are in doubt');
    assert.deepEqual(learner.view.messages.map(({ label }) => label), ['vote yes for T1', 'vote yes for T1']);
    await learner.crash('c1');
    assert.equal(learner.log('c1'), '');
    await learner.seconds(1);
    learner.assertBlocked('c1', 'p1', 'p2');
    await learner.press('Begin', 'c2', 'T2');
    await learner.until(() => learner.happens('p1 votes no on T2'), 'a vote on T2');
    await learner.seconds(1.1);
    assert.deepEqual(['p1', 'p2'].map((name) => learner.field(name, 'decided')), ['T2 aborted', 'T2 aborted']);
    learner.assertBlocked('c1', 'p1', 'p2');
    await learner.restart('c1');
    assert.ok(learner.happens('c1 recovers with nothing to tell'));
    await learner.seconds(2);
    learner.assertDecided('T2 aborted, T1 aborted', 'p1', 'p2');
  },

  async 'crash-after-decision'(learner) {
    await learner.allStarted();
    await learner.press('Begin', 'c', 'T1');
    await learner.until(() => learner.happens('c commits T1'), 'c commits');
    assert.deepEqual([learner.log('c'), learner.view.messages.map(({ label }) => label)], ['C', ['commit T1', 'commit T1']]);
    const c = learner.node('c').id;
    await learner.act({ kind: 'partition', groups: [[c], learner.view.nodes.map(({ id }) => id).filter((id) => id !== c)] });
    await learner.crash('c');
    await learner.until(() => learner.view.messages.length === 0, 'both are cut off');
    await learner.act({ kind: 'heal' });
    await learner.seconds(1);
    learner.assertBlocked('c', 'p1', 'p2');
    assert.equal(learner.field('c', 'to be told again'), 'T1 to p1, p2');
    await learner.restart('c');
    assert.ok(learner.happens('c recovers, and tells its commits again'));
    await learner.until(() => learner.happens('c forgets T1'), 'c forgets');
    learner.assertDecided('T1 committed', 'p1', 'p2');
  },

  async 'cooperative-termination'(learner) {
    await learner.allStarted();
    await learner.cut('c', 'p2');
    await learner.press('Begin', 'c', 'T1');
    await learner.until(() => learner.isInDoubt('p1'), 'p1 is in doubt');
    await learner.crash('c');
    await learner.seconds(1);
    assert.equal(learner.node('c').status, 'crashed');
    learner.assertDecided('T1 aborted', 'p1', 'p2');
    assert.equal(learner.log('p2'), 'A');

    await learner.goTo({ step: 3 });
    await learner.press('Begin', 'c', 'T1');
    await learner.until(() => learner.happens('c commits T1'), 'c commits');
    await learner.cut('c', 'p2');
    await learner.until(() => learner.field('p1', 'decided') === 'T1 committed', 'p1 commits');
    await learner.crash('c');
    assert.ok(learner.isInDoubt('p2'));
    await learner.seconds(1);
    learner.assertDecided('T1 committed', 'p1', 'p2');
    assert.equal(learner.node('c').status, 'crashed');

    await learner.goTo({ step: 3 });
    await learner.press('Begin', 'c', 'T1');
    await learner.until(() => learner.isInDoubt('p1', 'p2'), 'both are in doubt');
    await learner.crash('c');
    await learner.seconds(2);
    learner.assertBlocked('c', 'p1', 'p2');
    assert.ok((await learner.countOf('deliver')) > 4);
  },

  async 'participant-crash'(learner) {
    await learner.allStarted();
    await learner.press('Begin', 'c', 'T1');
    await learner.until(() => learner.happens('p2 votes yes for T1'), 'p2 votes');
    await learner.crash('p2');
    await learner.seconds(1);
    learner.assertDecided('T1 committed', 'p1');
    assert.match(learner.field('c', 'T1') ?? '', /^committed; waits for acknowledgements of p2$/);
    assert.deepEqual([learner.log('p2'), learner.field('p2', 'in doubt about'), learner.field('p2', 'resource')], ['P', 'T1', 'held by T1']);
    await learner.restart('p2');
    learner.assertBlocked('c', 'p2');
    assert.ok(learner.happens('p2 is in doubt about T1, and asks c'));
    await learner.until(() => learner.happens('p2 commits T1'), 'p2 commits');
    await learner.until(() => learner.happens('c forgets T1'), 'c forgets');
    learner.assertDecided('T1 committed', 'p1', 'p2');
  },

  async 'search-for-blocking'(_, { parameters }) {
    const found = (changes: Record<string, number>, bounds: Record<string, number>) => foundIn(twoPhaseSimulation, { ...parameters, ...changes }, { method: 'breadth-first', bounds }).found;
    const stayDown = { restarts: 0 };
    for (const cooperative of [0, 1]) {
      const { property, length, schedule } = found({ cooperative }, stayDown);
      assert.deepEqual([property, length], ['nonblocking', 6]);
      assert.ok(schedule.some(({ action }) => action.kind === 'crash' && action.node === 0));
    }
    assert.equal(searchIn(twoPhaseSimulation, { ...parameters, cooperative: 1 }, { method: 'breadth-first' }).report.outcome, 'clear');
    const forgets = twoPhaseSimulation.parameters.find(({ name }) => name === 'flaw');
    assert.ok(forgets?.unit === 'choice');
    const flaw = forgets.choices.findIndex(({ label }) => label === 'forgets a commit at the first acknowledgement');
    assert.deepEqual([found({ cooperative: 1, flaw }, {}).property, found({ cooperative: 1, flaw }, {}).length], ['agreement', 10]);
  },
};

describe('the guides of the topic on atomic commitment', () => {
  it('are all of two-phase commit, and all looked at', () => {
    assert.deepEqual(examples.map(({ id }) => id), Object.keys(walks));
    assert.ok(examples.every(({ type }) => type === 'two-phase-commit'));
  });

  for (const example of examples) {
    it(`are true of what happens: ${example.id}`, async () => {
      await walks[example.id]?.(new LearnerOfCommitment(createSession(example.type, example.parameters)), example);
    });
  }
});
