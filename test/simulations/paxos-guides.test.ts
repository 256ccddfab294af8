import assert from 'node:assert/strict';
import { paxosSimulation } from '../../src/simulations/paxos/definition.ts';
import { createSession, restoreSession } from '../../src/simulations/session.ts';
import { examplesOf, Learner, type Example } from './guides.ts';
import { foundIn, searchIn } from './searches.ts';

const examples = examplesOf('paxos');
const ACCEPTORS = ['a1', 'a2', 'a3'] as const;

/** Who looks at what is promised, accepted and learned. */
class LearnerOfPaxos extends Learner {
  async propose(name: string, value: string): Promise<void> {
    await this.press('Propose', name, value);
  }

  async untilProposal(name: string): Promise<string> {
    let title: string | undefined;
    const find = () => (title = this.view.now.find((event) => event.title.startsWith(`${name} proposes`))?.title);
    await this.until(() => find() !== undefined, `${name} proposes`);
    return title!;
  }

  accepted(...names: readonly string[]): readonly (string | undefined)[] {
    return names.map((name) => this.field(name, 'accepted proposal'));
  }

  promised(...names: readonly string[]): readonly (string | undefined)[] {
    return names.map((name) => this.field(name, 'promised ballot'));
  }

  learned(...names: readonly string[]): readonly (string | undefined)[] {
    return names.map((name) => this.field(name, 'learned'));
  }

  get violated(): readonly string[] {
    return this.view.properties.flatMap(({ id, violation }) => (violation ? [id] : []));
  }
}

/** What each guide says, done and looked at. */
const walks: Readonly<Record<string, (learner: LearnerOfPaxos, example: Example) => Promise<void>>> = {
  async 'one-ballot'(learner) {
    await learner.allStarted();
    assert.deepEqual([learner.view.cursor.time, learner.field('p1', 'phase'), learner.promised(...ACCEPTORS)], [0, 'idle', ['none', 'none', 'none']]);
    await learner.seconds(0.1);
    await learner.propose('p1', 'x');
    assert.deepEqual(learner.view.messages.map(({ label, fields }) => [label, fields.length]), [['prepare 1', 1], ['prepare 1', 1], ['prepare 1', 1]]);
    await learner.until(() => learner.happens('a1 promises ballot 1'), 'a promise');
    assert.deepEqual(learner.view.now.map(({ kind }) => kind), ['deliver', 'sync', 'note', 'send']);
    assert.equal(await learner.untilProposal('p1'), 'p1 proposes x in ballot 1');
    assert.equal(learner.view.messages.filter(({ type }) => type === 'promise').length, 1);
    await learner.until(() => learner.happens('a2 accepts x in ballot 1'), 'x is chosen');
    assert.deepEqual([learner.accepted(...ACCEPTORS), learner.learned('l1'), learner.field('l1', 'has heard of')], [['x in ballot 1', 'x in ballot 1', 'none'], ['nothing'], 'nothing']);
    assert.deepEqual(learner.field('p1', 'accepted by'), 'nobody');
    let known = false;
    await learner.until(() => learner.learned('l1')[0] === 'x in ballot 1' && (known ||= learner.field('p1', 'phase')?.startsWith('over') ?? false), 'both know');
    assert.equal(learner.view.cursor.time, 140_000);
  },

  async 'second-proposer'(learner) {
    await learner.seconds(0.1);
    await learner.propose('p1', 'x');
    await learner.seconds(0.3);
    assert.deepEqual(learner.learned('l1'), ['x in ballot 1']);
    await learner.propose('p2', 'y');
    await learner.until(() => learner.happens('a1 promises ballot 2, and reports x in ballot 1'), 'the promise');
    assert.equal(await learner.untilProposal('p2'), 'p2 proposes x in ballot 2, which it has adopted');
    assert.equal(learner.field('p2', 'wishes for'), 'y');
    await learner.until(() => learner.happens('p2 knows that x is chosen'), 'p2 knows');
    assert.deepEqual(learner.accepted(...ACCEPTORS), ACCEPTORS.map(() => 'x in ballot 2'));

    await learner.seconds(0.09);
    await learner.act({ kind: 'command', node: learner.node('p2').id, command: 'y' });
    await learner.seconds(0.3);
    await learner.act({ kind: 'command', node: learner.node('p1').id, command: 'x' });
    await learner.seconds(0.5);
    assert.deepEqual([learner.learned('l1'), learner.field('p1', 'phase'), learner.violated], [['y in ballot 2'], 'over: y in ballot 3 is chosen', []]);
  },

  async 'half-done'(learner) {
    await learner.seconds(0.1);
    await learner.propose('p1', 'x');
    await learner.seconds(0.115);
    await learner.cut('p1', 'a2');
    await learner.cut('p1', 'a3');
    await learner.seconds(0.135);
    await learner.crash('p1');
    assert.deepEqual(learner.accepted(...ACCEPTORS), ['x in ballot 1', 'none', 'none']);
    await learner.seconds(0.2);
    await learner.propose('p2', 'y');
    assert.equal(await learner.untilProposal('p2'), 'p2 proposes x in ballot 2, which it has adopted');

    await learner.seconds(0.15);
    await learner.crash('a1');
    await learner.seconds(0.2);
    await learner.propose('p2', 'y');
    assert.equal(await learner.untilProposal('p2'), 'p2 proposes y in ballot 2');
    await learner.seconds(0.3);
    assert.deepEqual(learner.learned('l1'), ['y in ballot 2']);
    await learner.act({ kind: 'heal' });
    await learner.restart('a1');
    await learner.restart('p1');
    assert.deepEqual([learner.accepted('a1'), learner.field('p1', 'wishes for')], [['x in ballot 1'], 'x']);
    await learner.seconds(1);
    assert.deepEqual([learner.field('p1', 'phase'), learner.accepted(...ACCEPTORS), learner.violated], ['over: y in ballot 3 is chosen', ACCEPTORS.map(() => 'y in ballot 3'), []]);
  },

  async duel(learner, { parameters }) {
    await learner.seconds(0.1);
    await learner.propose('p1', 'x');
    await learner.seconds(0.125);
    assert.equal(learner.field('p1', 'phase'), '1, asks for promises in ballot 1');
    // They wait for p1 to have time.
    assert.ok(learner.view.messages.every(({ type, arrivesAt }) => type === 'promise' && arrivesAt <= 125_000));
    await learner.propose('p2', 'y');
    await learner.until(() => learner.happens('a1 leaves ballot 1 alone'), 'a refusal');
    assert.deepEqual(learner.promised('a1'), ['2']);
    await learner.seconds(3);
    const ballots = await learner.titles(/ begins ballot /);
    assert.ok(ballots.length > 80, `${ballots.length} ballots`);
    assert.deepEqual([learner.accepted(...ACCEPTORS), learner.learned('l1'), learner.violated], [['none', 'none', 'none'], ['nothing'], []]);
    // Each of them has its promises in nearly every ballot.
    assert.ok((await learner.titles(/^p\d proposes/)).length > 75);
    assert.deepEqual(await learner.titles(/^a\d accepts/), []);

    const again = async (changes: Readonly<Record<string, number>>): Promise<LearnerOfPaxos> => {
      const other = new LearnerOfPaxos(createSession('paxos', { ...parameters, ...changes }));
      await other.seconds(0.1);
      await other.propose('p1', 'x');
      await other.seconds(0.125);
      await other.propose('p2', 'y');
      await other.seconds(1);
      return other;
    };
    const backingOff = await again({ backOff: 100_000 });
    assert.match(backingOff.learned('l1').join(), /^[xy] in ballot \d$/);
    assert.match((await again({ distinguished: 1 })).learned('l1').join(), /^x in ballot/);
  },

  async 'acceptor-crash'(learner) {
    await learner.seconds(0.05);
    await learner.crash('a1');
    await learner.seconds(0.1);
    await learner.propose('p1', 'x');
    await learner.seconds(0.3);
    assert.deepEqual(learner.learned('l1'), ['x in ballot 1']);
    await learner.crash('a2');
    await learner.propose('p2', 'y');
    await learner.seconds(1);
    const begun = await learner.titles(/^p2 begins ballot /);
    assert.deepEqual([begun.length, await learner.titles(/^p2 proposes/)], [4, []]);
    assert.match(learner.field('p2', 'promises') ?? '', /^a3: x in ballot 1$/);
    assert.deepEqual([learner.node('a2').status, learner.promised('a2'), learner.accepted('a2')], ['crashed', ['1'], ['x in ballot 1']]);
    await learner.restart('a2');
    await learner.seconds(1.3);
    assert.equal((await learner.titles(/^p2 proposes/)).join(), 'p2 proposes x in ballot 10, which it has adopted');
    assert.match(learner.field('p2', 'phase') ?? '', /^over: x in ballot 10/);
    await learner.restart('a1');
    assert.deepEqual([learner.promised('a1'), learner.accepted('a1'), learner.accepted('a2', 'a3')], [['none'], ['none'], ['x in ballot 10', 'x in ballot 10']]);
  },

  async 'late-learner'(learner) {
    await learner.seconds(0.05);
    const l2 = learner.node('l2').id;
    await learner.act({ kind: 'partition', groups: [[l2], learner.view.nodes.map(({ id }) => id).filter((id) => id !== l2)] });
    await learner.seconds(0.1);
    await learner.propose('p1', 'x');
    await learner.seconds(0.3);
    assert.deepEqual([learner.learned('l1', 'l2'), learner.field('l2', 'has heard of')], [['x in ballot 1', 'nothing'], 'nothing']);
    await learner.seconds(0.5);
    assert.equal((await learner.titles(/^l2 asks what has been accepted/)).length, 1);
    assert.equal((await learner.titles(/^Cut off: inquiry/)).length, 3);
    await learner.act({ kind: 'heal' });
    await learner.until(() => learner.happens('l2 learns x'), 'l2 learns');
    assert.equal(learner.view.cursor.time, 820_000);
    await learner.crash('l2');
    await learner.restart('l2');
    assert.deepEqual(learner.learned('l2'), ['nothing']);
    await learner.until(() => learner.happens('l2 learns x'), 'l2 learns again');
    assert.equal(learner.view.cursor.time, 1_240_000);
    await learner.seconds(1.5);
    for (const name of ['a1', 'a2', 'l2']) await learner.crash(name);
    await learner.restart('l2');
    await learner.seconds(3);
    assert.deepEqual([learner.learned('l2'), learner.field('l2', 'has heard of')], [['nothing'], 'x in ballot 1 from a3']);
  },

  async 'lost-promise'(learner, { parameters }) {
    await learner.seconds(0.1);
    await learner.propose('p1', 'x');
    await learner.seconds(0.115);
    assert.deepEqual(learner.promised('a1'), ['1']);
    await learner.crash('a1');
    await learner.restart('a1');
    assert.deepEqual(learner.promised('a1'), ['none']);
    await learner.seconds(0.3);
    await learner.propose('p2', 'y');
    await learner.seconds(1);
    assert.deepEqual([learner.learned('l1'), learner.violated], [['x in ballot 1'], []]);

    const search = (changes: Readonly<Record<string, number>>) => foundIn(paxosSimulation, { ...parameters, ...changes }, { method: 'breadth-first' });
    const { found, counts, saved } = search({});
    assert.deepEqual([found.property, found.length, found.brevity], ['agreement', 14, 'shortest']);
    assert.ok(counts.worlds > 23_000 && counts.worlds < 25_000, `${counts.worlds} worlds`);
    const opened = new LearnerOfPaxos(restoreSession(saved));
    await opened.goTo({ step: saved.cursor.step });
    assert.deepEqual(opened.violated.includes('agreement'), true);
    const told = await opened.titles(/ promises ballot 2| crashes| restarts| accepts /);
    assert.match(found.message, /^Two values are chosen: x in ballot 1 by a\d, a\d, and y in ballot 2 by a\d, a\d\.$/);
    const [forgetful] = told.flatMap((title) => /^(a\d) crashes/.exec(title)?.[1] ?? []);
    assert.deepEqual(told.filter((title) => title.startsWith(`${forgetful} `)), [`${forgetful} promises ballot 2`, `${forgetful} crashes`, `${forgetful} restarts`, `${forgetful} accepts x in ballot 1`]);
    assert.equal((await opened.titles(/ adopted/)).length, 0);

    const whole = searchIn(paxosSimulation, { ...parameters, flaw: 0 }, { method: 'breadth-first' });
    assert.equal(whole.report.outcome, 'clear');
    assert.ok(whole.counts.worlds > 150_000);
    const ignoring = search({ flaw: 3 });
    assert.deepEqual([ignoring.found.property, ignoring.found.length, ignoring.found.schedule.some(({ action }) => action.kind === 'crash')], ['agreement', 12, false]);
  },
};

describe('the guides of the topic on Paxos', function () {
  this.timeout(30_000);

  it('are all of Paxos, and all looked at', () => {
    assert.deepEqual(examples.map(({ id }) => id), Object.keys(walks));
    assert.ok(examples.every(({ type }) => type === 'paxos'));
  });

  for (const example of examples) {
    it(`are true of what happens: ${example.id}`, async () => {
      await walks[example.id]?.(new LearnerOfPaxos(createSession(example.type, example.parameters)), example);
    });
  }
});
