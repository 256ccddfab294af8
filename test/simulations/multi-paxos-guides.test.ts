import assert from 'node:assert/strict';
import { multiPaxosSimulation } from '../../src/simulations/multi-paxos/definition.ts';
import { createSession, restoreSession } from '../../src/simulations/session.ts';
import { examplesOf, Learner, type Example } from './guides.ts';
import { foundIn, searchIn } from './searches.ts';

const examples = examplesOf('multi-paxos');
const SERVERS = ['s1', 's2', 's3'] as const;

/** Who looks at slots: `1 set x 1 ✓` is one that is known to be chosen. */
class LearnerOfMultiPaxos extends Learner {
  async send(name: string, command: string): Promise<void> {
    await this.act({ kind: 'command', node: this.node(name).id, command });
  }

  slots(name: string): readonly string[] {
    return this.node(name).log.map(({ index, label, settled }) => `${index} ${label}${settled ? ' ✓' : ''}`);
  }

  get roles(): string {
    return SERVERS.map((name) => this.node(name).badge).join('');
  }

  async apart(...groups: readonly (readonly string[])[]): Promise<void> {
    await this.act({ kind: 'partition', groups: groups.map((group) => group.map((name) => this.node(name).id)) });
  }

  get violated(): readonly string[] {
    return this.view.properties.flatMap(({ id, violation }) => (violation ? [id] : []));
  }
}

/** What each guide says, done and looked at. */
const walks: Readonly<Record<string, (learner: LearnerOfMultiPaxos, example: Example) => Promise<void>>> = {
  async 'stable-leader'(learner) {
    await learner.seconds(0.15);
    assert.deepEqual([learner.roles, learner.field('s1', 'promised ballot')], ['FFF', 'none']);
    await learner.until(() => learner.happens('s1 begins ballot 1, for all slots from 1 on'), 'a ballot');
    assert.deepEqual(learner.view.messages.map(({ label }) => label), ['prepare 1, from slot 1', 'prepare 1, from slot 1']);
    await learner.until(() => learner.happens('s1 leads in ballot 1'), 'a leader');
    await learner.seconds(0.3);
    await learner.press('Send', 'c1', 'set x 1');
    await learner.until(() => learner.happens('s1 proposes set x 1 in slot 1'), 'a proposal');
    assert.equal(learner.view.messages.filter(({ type }) => type === 'Accept').length, 2);
    await learner.until(() => learner.happens('s1 executes slot 1'), 'execution');
    assert.deepEqual(SERVERS.map((name) => learner.slots(name)), [['1 set x 1 ✓'], ['1 set x 1'], ['1 set x 1']]);
    await learner.seconds(0.4);
    assert.deepEqual(SERVERS.map((name) => learner.slots(name)), [['1 set x 1 ✓'], ['1 set x 1 ✓'], ['1 set x 1 ✓']]);
    assert.ok((await learner.titles(/^c1 is answered: set x 1 = 1$/)).length === 1);
    await learner.send('c1', 'set x 2');
    await learner.seconds(0.6);
    assert.deepEqual(learner.slots('s1'), ['1 set x 1 ✓', '2 set x 2 ✓']);
    assert.equal((await learner.titles(/ begins ballot /)).length, 1);
  },

  async hole(learner) {
    await learner.seconds(0.3);
    await learner.cut('s1', 's2');
    await learner.cut('s1', 's3');
    await learner.send('c1', 'add x 1');
    await learner.seconds(0.312);
    assert.deepEqual(SERVERS.map((name) => learner.slots(name)), [['1 add x 1'], [], []]);
    await learner.act({ kind: 'mend', from: 0, to: 2 });
    await learner.send('c4', 'add x 10');
    await learner.seconds(0.333);
    assert.deepEqual([learner.slots('s3'), learner.field('s3', 'holes')], [['1 a hole: nothing is known of it here', '2 add x 10'], '1']);
    await learner.crash('s1');
    await learner.act({ kind: 'heal' });
    await learner.until(() => learner.view.now.some(({ title }) => title.startsWith('s3 leads')), 'a new leader');
    assert.deepEqual(learner.view.now.flatMap(({ title }) => (/ proposes /.test(title) ? [title] : [])), ['s3 proposes no-op in slot 1', 's3 proposes add x 10 in slot 2']);
    await learner.until(() => learner.happens('s3 executes slot 2'), 'execution');
    await learner.seconds(1);
    assert.deepEqual(learner.slots('s3'), ['1 no-op ✓', '2 add x 10 ✓', '3 add x 1 ✓']);
    assert.equal(learner.field('s3', 'state'), 'x = 11');
    assert.deepEqual(learner.slots('s1'), ['1 add x 1', '2 add x 10']);
    await learner.restart('s1');
    await learner.seconds(1.3);
    assert.equal(learner.slots('s1')[0], '1 no-op, told by another ✓');
  },

  async 'catching-up'(learner) {
    await learner.seconds(0.3);
    await learner.crash('s3');
    for (const [at, command] of [[0.3, 'set x 1'], [0.4, 'set x 2'], [0.5, 'set x 3']] as const) {
      await learner.seconds(at);
      await learner.send('c1', command);
    }
    await learner.seconds(0.7);
    await learner.restart('s3');
    await learner.until(() => learner.happens('s3 is behind, from slot 1 on'), 'a heartbeat');
    await learner.until(() => learner.happens('s3 executes slots 1 to 3'), 'what it lacks');
    assert.deepEqual(learner.node('s3').log.map(({ mark }) => mark), ['–', '–', '–']);
    await learner.seconds(1);
    await learner.crash('s3');
    for (const tenths of [10, 11, 12, 13, 14, 15]) {
      await learner.seconds(tenths / 10);
      await learner.send('c1', 'add x 1');
    }
    await learner.seconds(1.7);
    for (const name of ['s1', 's2']) assert.deepEqual([learner.field(name, 'snapshot'), learner.slots(name)[0]], ['up to slot 8', '6 collected; a snapshot stands for slots 1 to 8 ✓']);
    await learner.restart('s3');
    await learner.until(() => learner.happens('s3 takes over a snapshot up to slot 8'), 'state transfer');
    await learner.seconds(2);
    assert.deepEqual(SERVERS.map((name) => learner.slots(name)[0]), SERVERS.map(() => '8 collected; a snapshot stands for slots 1 to 8 ✓'));
    assert.deepEqual([learner.field('s3', 'executed up to'), learner.field('s3', 'state')], ['9', 'x = 9']);
  },

  async 'old-leader'(learner) {
    await learner.seconds(0.3);
    await learner.send('c1', 'set x 1');
    await learner.seconds(0.4);
    await learner.apart(['s1', 'c1'], ['s2', 's3', 'c2']);
    await learner.send('c1', 'set x 2');
    await learner.seconds(1);
    assert.deepEqual([learner.roles, learner.field('s1', 'promised ballot'), learner.field('s2', 'promised ballot')], ['LLF', '1', '2']);
    assert.equal(learner.field('s1', 'under way'), '2: set x 2, accepted by s1');
    await learner.send('c2', 'set x 3');
    await learner.seconds(1.5);
    assert.deepEqual(learner.slots('s2'), ['1 set x 1 ✓', '2 set x 3 ✓']);
    assert.deepEqual([learner.node('c1').summary, learner.node('c2').summary], ['waits: set x 2', 'idle']);
    await learner.act({ kind: 'heal' });
    await learner.until(() => learner.happens('s1 gives up ballot 1 for ballot 2'), 's1 hears of it');
    await learner.seconds(2);
    for (const name of SERVERS) assert.deepEqual(learner.slots(name).map((slot) => slot.replace(', told by another', '')), ['1 set x 1 ✓', '2 set x 3 ✓', '3 set x 2 ✓']);
    assert.deepEqual(learner.violated, []);
  },

  async duel(learner, { parameters }) {
    await learner.seconds(0.1);
    assert.equal(learner.roles.includes('L'), false);
    await learner.send('c1', 'set x 1');
    await learner.seconds(3);
    const begun = await learner.count(/ begins ballot /);
    assert.ok(begun > 200 && begun < 300, `${begun} ballots`);
    assert.deepEqual([await learner.count(/ leads in ballot /), learner.violated], [0, []]);
    const patient = async (changes: Readonly<Record<string, number>>) => {
      const other = new LearnerOfMultiPaxos(createSession('multi-paxos', { ...parameters, ...changes }));
      await other.seconds(0.3);
      return other;
    };
    assert.equal((await patient({ electionTimeoutMax: 60_000 })).roles, 'LFF');
    const usual = await patient({ electionTimeoutMin: 150_000, electionTimeoutMax: 300_000 });
    assert.deepEqual([usual.roles, usual.field('s1', 'promised ballot')], ['LFF', '1']);
  },

  async 'lost-promise'(learner, { parameters }) {
    await learner.seconds(0.3);
    await learner.crash('s2');
    assert.equal(learner.field('s2', 'promised ballot'), '1');
    await learner.restart('s2');
    assert.deepEqual([learner.field('s2', 'promised ballot'), learner.violated], ['none', ['promises']]);
    await learner.send('c1', 'set x 1');
    await learner.seconds(1);
    assert.equal(learner.node('c1').summary, 'idle');

    const { found, saved } = foundIn(multiPaxosSimulation, parameters, { method: 'breadth-first', bounds: { crashes: 1 } });
    assert.deepEqual([found.property, found.length, found.brevity], ['promises', 4, 'shortest']);
    const opened = new LearnerOfMultiPaxos(restoreSession(saved));
    await opened.goTo({ step: saved.cursor.step });
    assert.deepEqual(opened.violated, ['promises']);
    const whole = searchIn(multiPaxosSimulation, { ...parameters, flaw: 0 }, { method: 'breadth-first', bounds: { servers: 2, begins: 0, timeouts: 1, crashes: 1 } });
    assert.equal(whole.report.outcome, 'clear');
    const filling = foundIn(multiPaxosSimulation, { ...parameters, flaw: 3 }, { method: 'breadth-first' }).found;
    assert.deepEqual([filling.property, filling.length], ['agreement', 9]);
  },

  async 'stale-read'(learner, { parameters }) {
    const readBehind = async (reader: LearnerOfMultiPaxos): Promise<void> => {
      await reader.seconds(0.3);
      await reader.send('c1', 'set x 1');
      await reader.seconds(0.4);
      await reader.send('c1', 'get x');
      await reader.seconds(0.45);
      assert.equal(await reader.count(/^c1 is answered: get x = 1$/), 1);
      await reader.apart(['s1', 'c1'], ['s2', 's3', 'c2']);
      await reader.seconds(1);
      assert.match(reader.roles, /^L(LF|FL)$/);
      await reader.send('c2', 'set x 2');
      await reader.seconds(1.1);
      assert.equal(reader.node('c2').summary, 'idle');
      await reader.send('c1', 'get x');
    };
    await readBehind(learner);
    assert.equal(learner.roles, 'LLF');
    await learner.until(() => learner.happens('c1 is answered: get x = 1'), 'an answer');
    assert.deepEqual([learner.view.cursor.time, learner.violated], [1_120_000, ['linearizability']]);
    const sound = new LearnerOfMultiPaxos(createSession('multi-paxos', { ...parameters, flaw: 0 }));
    await readBehind(sound);
    await sound.seconds(2);
    assert.deepEqual([sound.node('c1').summary, sound.violated], ['waits: get x', []]);
  },
};

describe('the guides of the topic on Multi-Paxos', function () {
  this.timeout(30_000);

  it('are all of Multi-Paxos, and all looked at', () => {
    assert.deepEqual(examples.map(({ id }) => id), Object.keys(walks));
    assert.ok(examples.every(({ type }) => type === 'multi-paxos'));
  });

  for (const example of examples) {
    it(`are true of what happens: ${example.id}`, async () => {
      await walks[example.id]?.(new LearnerOfMultiPaxos(createSession(example.type, example.parameters)), example);
    });
  }
});
