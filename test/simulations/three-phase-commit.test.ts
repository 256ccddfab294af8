import assert from 'node:assert/strict';
import * as v from 'valibot';
import { SimulationView, type Action } from '../../src/contract/simulation.ts';
import { THREE_PHASE_FLAWS } from '../../src/engine/protocols/three-phase-commit/flaws.ts';
import type { ThreePhaseMessage, ThreePhaseNote } from '../../src/engine/protocols/three-phase-commit/messages.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { createSession, replayRun, restoreSession, type Session } from '../../src/simulations/session.ts';
import { threePhaseSimulation } from '../../src/simulations/three-phase-commit/definition.ts';
import { faultedTransactions } from '../engine/protocols/three-phase-commit/campaign.ts';
import { foundIn, searchIn } from './searches.ts';
import { acted, crash, fieldOf, restart, stateOf, violated } from './sessions.ts';

/** A message takes 10 ms, so that moments can be named; a round is 41 ms. */
const STEADY = { participants: 2, latencyMin: 10_000, latencyMax: 10_000 };
const [C, P1, P2] = [0, 1, 2] as const;

/** T1 has begun at 100 ms. */
async function begun(parameters: Readonly<Record<string, number>> = {}): Promise<Session> {
  const session = createSession('three-phase-commit', { ...STEADY, ...parameters });
  await acted(session, 100_000, { kind: 'command', node: C, command: 'T1' });
  return session;
}

function logOf({ nodes }: SimulationView, node: number): string | undefined {
  return nodes[node]?.log.map(({ mark }) => mark).join('');
}

describe('the simulation of three-phase commit', () => {
  it('has words, and a section, for every note, reason, message and timer that there can be', () => {
    const seen = new Set<string>();
    const reasons = new Set<string>();
    for (let seed = 1; seed <= 100; seed++) {
      const { system, schedule } = faultedTransactions(seed);
      const nameOf = (node: number | null) => (node === null ? 'the network' : system.nodes[node]!.name);
      const run = new Run({ system, seed, schedule });
      run.advanceTo(3000);
      for (const event of run.trace) {
        if (event.kind === 'note') {
          const note = event.payload as ThreePhaseNote;
          seen.add(note.note);
          if (note.note === 'decided') reasons.add(note.why);
        } else if (event.kind === 'deliver') seen.add(`${(event.payload as { message: ThreePhaseMessage }).message.type} message`);
        else if (event.kind === 'timer') seen.add(`${String(event.payload).split(' ')[0]} timer`);
        else if (event.kind !== 'command' && event.kind !== 'sync') continue;
        const narration = threePhaseSimulation.narrate(event, nameOf);
        assert.match(narration?.reference?.section ?? '', /^section 7\.[35]$|theorem$/, JSON.stringify(event));
        assert.match(narration!.explanation, /\.$/);
        assert.doesNotMatch(narration!.title + narration!.explanation, /undefined|null|NaN|\[object|\{"/);
      }
    }
    const { events, messages } = threePhaseSimulation.vocabulary;
    const timers = ['acknowledgements timer', 'inquire timer', 'silence timer', 'states timer', 'votes timer'];
    assert.deepEqual([...seen].sort(), [...events.map(({ name }) => name), ...messages.map(({ name }) => `${name} message`), ...timers].sort());
    assert.deepEqual([...reasons].sort(), [
      'a-vote-is-missing', 'a-vote-was-no', 'all-acknowledged', 'all-have-crashed', 'asked-before-the-vote', 'asked-by-a-user', 'not-able', 'termination', 'the-others-have-crashed', 'told',
    ]);
  });

  it('gives views that keep to the contract, whatever happens', async () => {
    const session = createSession('three-phase-commit', { coordinators: 2, participants: 3, transactionsEvery: 60_000 });
    const random = Random.fromSeed(7);
    let time = 0;
    for (let i = 0; i < 60; i++) {
      await session.seek({ time: (time += 50_000) });
      const node = random.integer(5);
      const action = random.pick<Action>([crash(node), { kind: 'crash', node, torn: true }, restart(node), restart(node), { kind: 'corrupt-disk', node }, { kind: 'command', node, command: `T${i}` }]);
      const view = action && (await session.act(action).catch(() => undefined));
      if (view) v.parse(v.strictObject(SimulationView.entries), view);
    }
  });

  it('shows who is in which state, on whom it waits, and what is held', async () => {
    const session = await begun();
    const uncertain = await session.seek({ time: 115_000 });
    assert.deepEqual([C, P1].map((node) => stateOf(uncertain, node)), [['C', 'coordinator', 'T1: 0 of 2 votes'], ['?', 'in doubt', 'T1 held, waits for c']]);
    assert.deepEqual(['in doubt about', 'resource', 'state', 'waits for', 'termination'].map((label) => fieldOf(uncertain, P1, label)), ['T1', 'held by T1', 'uncertain', 'c', 'not led from here']);
    assert.equal(fieldOf(uncertain, C, 'T1'), 'voting; waits for votes of p1, p2');
    const precommitted = await session.seek({ time: 135_000 });
    assert.deepEqual([C, P1].map((node) => stateOf(precommitted, node)), [['C', 'coordinator', 'T1: 0 of 2 precommitted'], ['!', 'in doubt', 'T1 held, waits for c']]);
    assert.deepEqual([fieldOf(precommitted, C, 'T1'), logOf(precommitted, C)], ['precommitted; waits for acknowledgements of p1, p2', 'R']);
    const over = await session.seek({ time: 200_000 });
    assert.deepEqual([C, P1].map((node) => stateOf(over, node)), [['C', 'coordinator', 'nothing open'], ['P', 'participant', 'resource free']]);
    assert.deepEqual([C, P1].map((node) => [fieldOf(over, node, 'decided'), logOf(over, node)]), [['T1 committed', 'RC'], ['T1 committed', 'PC']]);
  });

  it('shows who leads the termination, and what it has heard', async () => {
    const session = await begun({ participants: 3 });
    await acted(session, 115_000, crash(C));
    const leading = await session.seek({ time: 240_000 });
    assert.deepEqual(stateOf(leading, P1), ['L', 'leader', 'T1 held, leads']);
    assert.equal(fieldOf(leading, P1, 'waits for'), 'p2, p3');
    assert.equal(fieldOf(leading, P1, 'termination'), 'asks: no answers yet');
    const heard = await session.seek({ time: 260_000 });
    assert.deepEqual([fieldOf(heard, P1, 'termination'), fieldOf(heard, P1, 'waits for')], ['asks: p2 is uncertain, p3 is uncertain', 'nobody']);
    const over = await session.seek({ time: 400_000 });
    assert.deepEqual([P1, P2, 3].map((node) => fieldOf(over, node, 'decided')), ['T1 aborted', 'T1 aborted', 'T1 aborted']);
  });

  it('shows who has recovered, whom it asks, and who can not tell it', async () => {
    const session = await begun();
    await acted(session, 125_000, crash(C), crash(P1), crash(P2));
    const down = await session.snapshot();
    assert.deepEqual([C, P1].map((node) => stateOf(down, node)[2]), ['on disk: in doubt about T1', 'on disk: in doubt about T1']);
    assert.deepEqual([fieldOf(down, C, 'resource'), fieldOf(down, P1, 'resource')], [undefined, 'held by T1']);
    await acted(session, 200_000, restart(P1), restart(P2));
    const asking = await session.seek({ time: 225_000 });
    assert.deepEqual(stateOf(asking, P1), ['R', 'in doubt', 'T1 held, recovering']);
    assert.equal(fieldOf(asking, P1, 'asks about T1'), "c, p2; p2 can't tell either");
    const all = await acted(session, 300_000, restart(C));
    assert.deepEqual(stateOf(all, C), ['R', 'in doubt', 'T1: recovering, asks']);
    const over = await session.seek({ time: 500_000 });
    assert.deepEqual([C, P1, P2].map((node) => fieldOf(over, node, 'decided')), ['T1 aborted', 'T1 aborted', 'T1 aborted'], 'all have crashed, so nobody has decided');
  });

  it('takes commands as two-phase commit does', async () => {
    const session = await begun();
    const { nodes } = await session.snapshot();
    assert.deepEqual(nodes.map(({ command }) => `${command?.verb} ${command?.suggestion}`), ['Begin T2', 'Abort T1', 'Abort T1']);
    await assert.rejects(acted(session, 300_000, { kind: 'command', node: C, command: 'T1' }), { name: 'RangeError', message: /T1 has been begun before/ });
    await assert.rejects(acted(session, 300_000, { kind: 'command', node: P1, command: 'T2 p1' }), /A participant is told the name of the transaction/);
  });

  it('is exported and run again as it was', async () => {
    const session = createSession('three-phase-commit', { ...STEADY, faults: 1, transactionsEvery: 200_000 });
    const view = await session.seek({ time: 5_000_000 });
    const { text } = await session.exportRun({ format: 'run', from: 1, to: 1 });
    const { session: again, deviation } = await replayRun(JSON.parse(text));
    assert.equal(deviation, null);
    assert.deepEqual(await again.snapshot(), view);
  });
});

describe('three-phase commit under faults', function () {
  this.timeout(20_000);

  it('never decides both ways while messages are in time, and always comes to a decision', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const session = createSession('three-phase-commit', { participants: 3, transactionsEvery: 300_000, seed });
      const random = Random.fromSeed(seed);
      for (let time = 200_000; time < 3_000_000; time += 400_000) {
        const node = random.integer(4);
        await acted(session, time, crash(node));
        await acted(session, time + 200_000, restart(node));
      }
      const view = await session.seek({ time: 4_000_000 });
      assert.deepEqual(violated(view), [], `seed ${seed}`);
    }
  });

  it('decides both ways sooner or later where they are not, and can be shrunk then', async () => {
    const splits = async (seed: number) => {
      const session = createSession('three-phase-commit', { transactionsEvery: 100_000, faults: 2, faultsUntil: 10_000_000, seed });
      return violated(await session.seek({ time: 10_000_000 })).includes('agreement') ? session : undefined;
    };
    let session: Session | undefined;
    for (let seed = 1; seed <= 30 && !session; seed++) session = await splits(seed);
    assert.ok(session);
    const whole = await session.snapshot();
    const over = new Promise<void>((resolve) => session.onJobChange(() => void session.snapshot().then(({ job }) => job?.state !== 'running' && resolve())));
    await session.shrink('agreement');
    await over;
    const smaller = await session.snapshot();
    assert.ok(smaller.branch > 0 && violated(smaller).includes('agreement'));
    assert.ok(smaller.head.eventCount < whole.head.eventCount / 10, `${smaller.head.eventCount} events`);
    session.close();
  });
});

describe('a search of three-phase commit in the panel', function () {
  this.timeout(20_000);

  it('sees that it is right, and does not block, where messages are in time', () => {
    for (const bounds of [{}, { crashes: 1, participants: 3, losses: 1 }, { restarts: 1, crashes: 1 }]) assert.equal(searchIn(threePhaseSimulation, {}, { method: 'breadth-first', bounds }).report.outcome, 'clear');
  });

  it('finds in eight steps, without a fault, that it is wrong where they may be late', async () => {
    const { found, saved } = foundIn(threePhaseSimulation, {}, { method: 'breadth-first', bounds: { messages: 1, crashes: 0, losses: 0 } });
    assert.deepEqual([found.property, found.length, found.brevity], ['agreement', 8, 'shortest']);
    const view = await restoreSession(saved).snapshot();
    assert.deepEqual(violated(view), ['agreement']);
  });

  it('finds what each rule is for', () => {
    const expected = [['agreement', 12], ['agreement', 14], ['agreement', 16], ['agreement', null], ['agreement', 11], ['agreement', 19], ['nonblocking', 6]] as const;
    for (const [position, { title }] of THREE_PHASE_FLAWS.entries()) {
      const [property, length] = expected[position]!;
      const { found } = foundIn(threePhaseSimulation, { flaw: position + 1 }, { method: 'breadth-first', bounds: length === null ? { restarts: 1 } : {} });
      assert.equal(found.property, property, title);
      if (length !== null) assert.equal(found.length, length, title);
    }
  });
});
