import assert from 'node:assert/strict';
import * as v from 'valibot';
import { SimulationView, type Action } from '../../src/contract/simulation.ts';
import { PAXOS_FLAWS } from '../../src/engine/protocols/paxos/flaws.ts';
import type { PaxosMessage, PaxosNote } from '../../src/engine/protocols/paxos/messages.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { paxosSimulation } from '../../src/simulations/paxos/definition.ts';
import { createSession, replayRun, restoreSession, type Session } from '../../src/simulations/session.ts';
import { faultedProposals } from '../engine/protocols/paxos/campaign.ts';
import { act, at, claim, crash, event, every, has, named, play, restart, role, say, when } from '../engine/scene/scenes.ts';
import { foundIn, searchIn } from './searches.ts';
import { fieldOf, stateOf, violated } from './sessions.ts';

/** A message takes 10 ms, so that moments can be named. */
const STEADY = { latencyMin: 10_000, latencyMax: 10_000 };
const TOGETHER = { ...STEADY, layout: 1 };
const [P1, P2, A1, A2, L1] = [0, 1, 2, 3, 5] as const;

async function told(session: Session, time: number, node: number, command: string): Promise<SimulationView> {
  await session.seek({ time });
  return session.act({ kind: 'command', node, command });
}

describe('the simulation of Paxos', () => {
  it('has words, and a section, for every note, message and timer that there can be', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const { system, schedule } = faultedProposals(seed);
      const names = (node: number | null) => (node === null ? 'the network' : system.nodes[node]!.name);
      const run = new Run({ system, seed, schedule });
      run.advanceTo(3000);
      for (const event of run.trace) {
        if (event.kind === 'note') seen.add((event.payload as PaxosNote).note);
        else if (event.kind === 'deliver') seen.add(`${(event.payload as { message: PaxosMessage }).message.type} message`);
        else if (event.kind === 'timer') seen.add(`${String(event.payload)} timer`);
        else if (event.kind !== 'command' && event.kind !== 'sync') continue;
        const narration = paxosSimulation.narrate(event, names);
        assert.match(narration?.reference?.section ?? '', /^section 2\.[1-5]/, JSON.stringify(event));
        assert.ok(narration!.explanation.endsWith('.') && !narration!.explanation.includes(': .'));
        assert.doesNotMatch(narration!.title + narration!.explanation, /undefined|null|NaN|\[object|\{"/);
      }
    }
    const { events, messages } = paxosSimulation.vocabulary;
    assert.deepEqual([...events.map(({ name }) => name), ...messages.map(({ name }) => `${name} message`)].sort(), [...seen].filter((name) => !name.endsWith('timer')).sort());
    assert.deepEqual([...seen].sort(), [
      'abandons', 'accept message', 'accepted', 'accepted message', 'chosen', 'inquiry message', 'inquiry timer', 'learned', 'prepare message', 'prepares', 'promise message', 'promised', 'proposes', 'refused',
      'refused message', 'retry timer', 'wishes',
    ]);
  });

  it('gives views that keep to the contract, whatever happens', async () => {
    for (const layout of [0, 1]) {
      const session = createSession('paxos', { layout, proposers: 3, wishes: 3, loss: 0.05, duplication: 0.05, messageTime: 2_000 });
      const random = Random.fromSeed(7);
      let time = 0;
      for (let i = 0; i < 60; i++) {
        await session.seek({ time: (time += 30_000) });
        const node = random.integer(layout === 1 ? 3 : 7);
        const action = random.pick<Action>([{ kind: 'crash', node }, { kind: 'crash', node, torn: true }, { kind: 'restart', node }, { kind: 'corrupt-disk', node }, { kind: 'command', node, command: 'w' }]);
        const view = action && (await session.act(action).catch(() => undefined));
        if (view) v.parse(v.strictObject(SimulationView.entries), view);
      }
    }
  });

  it('shows how far each role has come', async () => {
    const session = createSession('paxos', STEADY);
    assert.deepEqual(stateOf(await session.snapshot(), P1), ['–', 'not started', 'not started']);
    await told(session, 100_000, P1, 'x');
    const asked = await session.seek({ time: 115_000 });
    assert.deepEqual([P1, P2, A1, L1].map((node) => stateOf(asked, node)), [['P', 'proposer', 'ballot 1: 0 promises'], ['P', 'proposer', 'idle'], ['A', 'acceptor', 'promised 1'], ['L', 'learner', 'has learned nothing']]);
    assert.deepEqual(['wishes for', 'highest ballot used', 'phase', 'promises'].map((label) => fieldOf(asked, P1, label)), ['x', '1', '1, asks for promises in ballot 1', 'none']);
    assert.equal(fieldOf(await session.seek({ step: asked.cursor.step + 1 }), P1, 'promises'), 'a1: nothing accepted');
    const proposed = await session.seek({ time: 125_000 });
    assert.deepEqual([stateOf(proposed, P1)[2], fieldOf(proposed, P1, 'phase'), fieldOf(proposed, P1, 'accepted by')], ['x in 1: 0 accepted', '2, has proposed x in ballot 1', 'nobody']);
    const accepted = await session.seek({ time: 135_000 });
    assert.deepEqual([stateOf(accepted, A1)[2], fieldOf(accepted, A1, 'promised ballot'), fieldOf(accepted, A1, 'accepted proposal')], ['promised 1, has x (1)', '1', 'x in ballot 1']);
    const heard = await session.seek({ step: accepted.cursor.step + 2 });
    assert.deepEqual([stateOf(heard, L1)[2], fieldOf(heard, L1, 'has heard of')], ['1 accepted x in 1', 'x in ballot 1 from a1']);
    const over = await session.seek({ time: 200_000 });
    assert.deepEqual([stateOf(over, P1)[2], stateOf(over, L1)[2], fieldOf(over, L1, 'learned')], ['x is chosen', 'learned x', 'x in ballot 1']);
  });

  it('shows what those that are down will find on their disks, and what is damaged', async () => {
    const session = createSession('paxos', STEADY);
    await told(session, 100_000, P1, 'x');
    await session.seek({ time: 135_000 });
    for (const node of [P1, P2, A1, A2, L1]) await session.act({ kind: 'crash', node });
    const view = await session.act({ kind: 'corrupt-disk', node: A2 });
    assert.deepEqual([P1, P2, A1, A2, L1].map((node) => stateOf(view, node)[2]), ['on disk: x, ballot 1', 'on disk: nothing', 'on disk: promised 1, has x (1)', 'on disk: record damaged', 'on disk: nothing']);
    assert.deepEqual([fieldOf(view, P1, 'wishes for'), fieldOf(view, P1, 'phase'), fieldOf(view, A2, 'promised ballot')], ['x', undefined, 'damaged']);
  });

  it('shows a node of every role by what it is busy with', async () => {
    const session = createSession('paxos', TOGETHER);
    await told(session, 100_000, 0, 'x');
    const busy = await session.seek({ time: 115_000 });
    assert.deepEqual([0, 1].map((node) => stateOf(busy, node)), [['P', 'proposer', 'ballot 1: 1 promise'], ['S', 'every role', 'promised 1']]);
    const over = await session.seek({ time: 300_000 });
    assert.deepEqual([0, 1, 2].map((node) => stateOf(over, node)), Array.from({ length: 3 }, () => ['S', 'every role', 'learned x']));
    assert.deepEqual(over.nodes[0]?.fields.map(({ label }) => label), ['wishes for', 'highest ballot used', 'phase', 'promised ballot', 'accepted proposal', 'learned', 'has heard of']);
  });

  it('lets proposers be told a value each, and nobody else', async () => {
    const session = createSession('paxos', STEADY);
    const offers = ({ nodes }: SimulationView) => nodes.map(({ command }) => (command ? `${command.verb} ${command.suggestion}` : null));
    assert.deepEqual(offers(await session.snapshot()), ['Propose x', 'Propose x', null, null, null, null]);
    assert.deepEqual(offers(await told(session, 100_000, P1, 'x')), ['Propose y', 'Propose y', null, null, null, null]);
    await assert.rejects(told(session, 200_000, P1, 'y'), { name: 'RangeError', message: 'p1 was told to propose x and stands by it. Tell another proposer, or go back to a moment before.' });
    await assert.rejects(told(session, 200_000, P2, 'two words'), { name: 'SyntaxError', message: /A value is one word/ });
    await assert.rejects(told(session, 200_000, A1, 'y'), /a1 takes no commands: they are given to p1, p2/);
    await told(session, 50_000, P1, 'y');
  });

  it('says what is wrong with its parameters', async () => {
    assert.throws(() => createSession('paxos', { acceptors: 0 }), /Acceptors is between 1 and 7, not 0/);
    await assert.rejects(createSession('paxos').configure({ latencyMin: 20_000 }), /20000|20 ms/);
  });

  it('lets a proposer take its time over messages, and one of them go first', async () => {
    const session = createSession('paxos', { ...STEADY, messageTime: 10_000, backOff: 0, distinguished: 1 });
    await told(session, 100_000, P1, 'x');
    const view = await told(session, 125_000, P2, 'y');
    assert.deepEqual(view.nodes.map(({ perInput }) => perInput), [10_000, 10_000, 0, 0, 0, 0]);
    assert.equal(fieldOf(await session.seek({ time: 1_000_000 }), L1, 'learned'), 'x in ballot 3');
  });

  it('has proposers wish by themselves', async () => {
    for (const [values, wishes] of [[{ wishes: 2 }, ['v1', 'v2']], [{ layout: 1, wishes: 1 }, ['v1', 'nothing', 'nothing']], [{ wishes: 7, proposers: 1 }, ['v1']]] as const) {
      const view = await createSession('paxos', { ...STEADY, ...values }).seek({ time: 3_000_000 });
      assert.deepEqual(wishes.map((_, node) => fieldOf(view, node, 'wishes for')), wishes);
      assert.match(fieldOf(view, view.nodes.length - 1, 'learned') ?? '', /^v\d in ballot/);
    }
  });

  it('is exported and run again as it was', async () => {
    const session = createSession('paxos', { ...STEADY, faults: 2, wishes: 2 });
    const view = await session.seek({ time: 3_000_000 });
    const { text } = await session.exportRun({ format: 'run', from: 1, to: 1 });
    const { session: again, deviation } = await replayRun(JSON.parse(text));
    assert.equal(deviation, null);
    assert.deepEqual(await again.snapshot(), view);
  });
});

describe('a scene of Paxos', () => {
  it('has what a proposer leaves behind in a crash chosen by another one', () => {
    const { failures, remarks } = play({
      system: { type: 'paxos', parameters: STEADY },
      until: 3_000_000,
      strands: [
        at(100, act({ kind: 'command', nodes: named('p1'), command: 'x' })),
        when(event('proposes', named('p1'), { adopted: false }), null, crash(named('p1')), act({ kind: 'command', nodes: named('p2'), command: 'y' })),
        when(event('proposes', named('p2'), { value: 'x', adopted: true }), null, say('adopted')),
        when(event('learned', named('l1'), { value: 'x' }), null, restart(named('p1')), say('learned')),
      ],
      claims: [
        claim('p2 wishes for another value', { kind: 'eventually', within: 1_000_000, condition: every(named('p2'), has('wish', '=', 'y')) }),
        claim('all have it from a ballot after the crash', { kind: 'finally', condition: { kind: 'all', of: [every(role('acceptor'), has('accepted-ballot', '>=', 3)), every(role('acceptor'), has('promised', '>=', 3)), every(role('acceptor'), has('accepted-value', '=', 'x')), every(role('proposer'), has('phase', '=', 'done'))] } }),
      ],
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(remarks.map((remark) => remark.kind === 'say' && remark.text).sort(), ['adopted', 'learned']);
  });
});

describe('faults that happen to Paxos by themselves', function () {
  this.timeout(20_000);

  const faulty = { wishes: 3, proposers: 3, faultsUntil: 5_000_000 };

  for (const faults of [1, 2, 3]) {
    it(`break nothing at level ${faults}, and everybody learns after them`, async () => {
      for (let seed = 1; seed <= 4; seed++) {
        for (const layout of [0, 1]) {
          const view = await createSession('paxos', { ...faulty, layout, faults, seed }).seek({ time: 20_000_000 });
          assert.deepEqual(violated(view), [], `seed ${seed}`);
          assert.equal(view.properties.at(-1)?.id, 'progress');
          assert.match(fieldOf(view, view.nodes.length - 1, 'learned') ?? '', /^v\d in ballot/);
        }
      }
    });
  }

  it('ask for progress only where proposers can come to an end, and where a user has repaired what he broke', async () => {
    const asked = async (values: Record<string, number>) => (await createSession('paxos', { faults: 1, ...values }).snapshot()).properties.some(({ id }) => id === 'progress');
    assert.deepEqual([await asked({}), await asked({ backOff: 0 }), await asked({ backOff: 0, distinguished: 1 }), await asked({ inquiryTimeout: 0 }), await asked({ faults: 0 })], [true, false, true, false, false]);
    const after = async (...actions: Action[]) => {
      const session = createSession('paxos', { ...STEADY, faults: 1, faultsUntil: 2_000_000 });
      await told(session, 1_990_000, P1, 'x');
      await session.seek({ time: 2_005_000 });
      for (const action of actions) await session.act(action);
      return violated(await session.seek({ time: 30_000_000 }));
    };
    assert.deepEqual(await after({ kind: 'crash', node: A1 }, { kind: 'crash', node: A2 }), []);
    // It is up, and takes a minute over each message.
    assert.deepEqual(await after({ kind: 'slow', node: P1, perInput: 60_000_000 }), ['progress']);
  });

  it('break properties where a rule is left out', async () => {
    for (const [flaw, property] of [[2, 'promises-are-kept'], [3, 'agreement'], [5, 'learning']] as const) {
      const found = new Set<string>();
      for (let seed = 1; seed <= 30 && found.size === 0; seed++) {
        for (const id of violated(await createSession('paxos', { ...faulty, faultsUntil: 3_000_000, faults: 3, loss: 0.3, flaw, seed }).seek({ time: 4_000_000 }))) found.add(id);
      }
      assert.ok(found.has(property), PAXOS_FLAWS[flaw - 1]?.title);
    }
  });

  it('can be shrunk where they break something', async () => {
    const session = createSession('paxos', { ...faulty, flaw: 3, faults: 3, seed: 1 });
    const view = await session.seek({ time: 6_000_000 });
    assert.ok(violated(view).includes('agreement'));
    const over = new Promise<void>((resolve) => session.onJobChange(() => void session.snapshot().then(({ job }) => job?.state !== 'running' && resolve())));
    await session.shrink('agreement');
    await over;
    const smaller = await session.snapshot();
    assert.ok(smaller.branch > 0 && smaller.nodes.length < view.nodes.length, `${smaller.nodes.length} nodes`);
    assert.ok(violated(smaller).includes('agreement'));
    session.close();
  });
});

describe('a search of Paxos in the panel', function () {
  this.timeout(20_000);

  it('finds what each rule is for, and shows it where it happens', async () => {
    const expected = [['agreement', 14], ['agreement', 12], ['agreement', 12], null, ['learning', 6]] as const;
    for (const [position, { title }] of PAXOS_FLAWS.entries()) {
      const wanted = expected[position];
      // Two failed ballots before the one that goes wrong are too far for a search that leaves nothing out.
      const order = wanted ? ({ method: 'breadth-first' } as const) : ({ method: 'walk', bounds: { retries: 1, crashes: 0 } } as const);
      const { found, saved } = foundIn(paxosSimulation, { flaw: position + 1 }, order);
      if (wanted) assert.deepEqual([found.property, found.length, found.brevity], [...wanted, 'shortest'], title);
      else assert.equal(found.property, 'agreement', title);
      const view = await restoreSession(saved).snapshot();
      assert.equal(view.properties.find(({ id }) => id === found.property)?.violation?.step, view.cursor.step);
    }
  });

  it('finds nothing in the reference', () => {
    for (const bounds of [{ acceptors: 2, learners: 1 }, { proposers: 1, crashes: 2 }]) {
      assert.equal(searchIn(paxosSimulation, {}, { method: 'breadth-first', bounds }).report.outcome, 'clear');
    }
  });

  it('looks at a system of its own, whatever the simulation is like', async () => {
    const { saved } = foundIn(paxosSimulation, { layout: 1, nodes: 7, backOff: 0, flaw: 2 }, { method: 'breadth-first', bounds: { crashes: 0 } });
    const session = restoreSession(saved);
    const view = await session.snapshot();
    assert.deepEqual(view.nodes.map(({ name }) => name), ['p1', 'p2', 'a1', 'a2', 'a3']);
    assert.deepEqual(view.nodes.map(({ command }) => command?.verb), ['Propose', 'Propose', undefined, undefined, undefined]);
    assert.match(view.properties.find(({ id }) => id === 'agreement')?.violation?.message ?? '', /^Two values are chosen: x in ballot 1 by a\d, a\d, and y in ballot 2 by a\d, a\d\.$/);
  });
});
