import assert from 'node:assert/strict';
import * as v from 'valibot';
import { SimulationView, type Action } from '../../src/contract/simulation.ts';
import { PAXOS_COMMIT_FLAWS } from '../../src/engine/protocols/replicated-commit/flaws.ts';
import type { PaxosCommitMessage, PaxosCommitNote } from '../../src/engine/protocols/replicated-commit/messages.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { paxosCommitSimulation } from '../../src/simulations/paxos-commit/definition.ts';
import { createSession, replayRun, restoreSession, type Session } from '../../src/simulations/session.ts';
import { faultedTransactions } from '../engine/protocols/replicated-commit/campaign.ts';
import { foundIn, searchIn } from './searches.ts';
import { acted, crash, fieldOf, restart, stateOf, violated } from './sessions.ts';

/** A message takes 10 ms, so that moments can be named. */
const STEADY = { resourceManagers: 2, latencyMin: 10_000, latencyMax: 10_000 };
const [S1, S2, S3, R1, R2] = [0, 1, 2, 3, 4] as const;

/** T1 has begun at 100 ms. */
async function begun(parameters: Readonly<Record<string, number>> = {}): Promise<Session> {
  const session = createSession('paxos-commit', { ...STEADY, ...parameters });
  await acted(session, 100_000, { kind: 'command', node: S1, command: 'T1' });
  return session;
}

describe('the simulation of Paxos Commit', () => {
  it('has words, and a section, for every note, message and timer that there can be', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const { system, schedule } = faultedTransactions(seed);
      const nameOf = (node: number | null) => (node === null ? 'the network' : system.nodes[node]!.name);
      const run = new Run({ system, seed, schedule });
      run.advanceTo(3000);
      for (const event of run.trace) {
        if (event.kind === 'note') seen.add((event.payload as PaxosCommitNote).note);
        else if (event.kind === 'deliver') seen.add(`${(event.payload as { message: PaxosCommitMessage }).message.type} message`);
        else if (event.kind === 'timer') seen.add(`${String(event.payload).split(' ')[0]} timer`);
        else if (event.kind !== 'command' && event.kind !== 'sync') continue;
        const narration = paxosCommitSimulation.narrate(event, nameOf);
        assert.match(narration?.reference?.section ?? '', /^section [34]$/, JSON.stringify(event));
        assert.match(narration!.explanation, /\.$/);
        assert.doesNotMatch(narration!.title + narration!.explanation, /undefined|null|NaN|\[object|\{"/);
      }
    }
    const { events, messages } = paxosCommitSimulation.vocabulary;
    assert.deepEqual([...seen].sort(), [...events.map(({ name }) => name), ...messages.map(({ name }) => `${name} message`), 'ballot timer', 'inquire timer'].sort());
  });

  it('gives views that keep to the contract, whatever happens', async () => {
    const session = createSession('paxos-commit', { resourceManagers: 3, transactionsEvery: 60_000, loss: 0.05, duplication: 0.05 });
    const random = Random.fromSeed(7);
    let time = 0;
    for (let i = 0; i < 60; i++) {
      await session.seek({ time: (time += 50_000) });
      const node = random.integer(6);
      const action = random.pick<Action>([crash(node), { kind: 'crash', node, torn: true }, restart(node), restart(node), { kind: 'corrupt-disk', node }, { kind: 'command', node, command: `T${i}` }]);
      const view = action && (await session.act(action).catch(() => undefined));
      if (view) v.parse(v.strictObject(SimulationView.entries), view);
    }
  });

  it('shows who has voted and accepted what, who is in doubt, and what is held', async () => {
    const session = await begun();
    const voted = await session.seek({ time: 115_000 });
    assert.deepEqual([S1, S2, R1].map((node) => stateOf(voted, node)), [['L', 'leader', 'T1: 0 of 2 chosen'], ['A', 'acceptor', 'nothing accepted'], ['?', 'in doubt', 'T1 held, asks s1']]);
    assert.deepEqual(['in doubt about', 'resource', 'waits for', 'with a part in it'].map((label) => fieldOf(voted, R1, label)), ['T1', 'held by T1', 'any server that finds out the outcome; asks s1 next', 'r1, r2']);
    const accepted = await session.seek({ time: 125_000 });
    assert.equal(fieldOf(accepted, S2, 'T1, as an acceptor'), 'promised ballot 0; has accepted r1 prepared in ballot 0, r2 prepared in ballot 0');
    assert.equal(fieldOf(accepted, S1, 'T1, as its leader'), 'ballot 0, phase 2: accepted are r1 prepared by s1; r2 prepared by s1; waits for 2 acceptors in the instances of r1, r2');
    const over = await session.seek({ time: 200_000 });
    assert.deepEqual([S1, R1].map((node) => stateOf(over, node)), [['A', 'acceptor', 'T1: ballot 0, 2 accepted'], ['R', 'resource manager', 'resource free']]);
    assert.deepEqual([fieldOf(over, R1, 'decided'), over.nodes[R1]?.log.map(({ mark, settled }) => (settled ? mark : mark.toLowerCase())).join('')], ['T1 committed', 'Pc']);
  });

  it('shows who leads when the first leader is gone, and what its promises say', async () => {
    const session = await begun();
    const down = await acted(session, 125_000, crash(S1), crash(S3), crash(R2));
    assert.deepEqual([S1, R2].map((node) => stateOf(down, node)[2]), ['on disk: T1: ballot 0, 2 accepted', 'on disk: in doubt about T1']);
    assert.equal(fieldOf(down, R2, 'resource'), 'held by T1');
    const blocked = await session.seek({ time: 1_500_000 });
    assert.match(stateOf(blocked, S2)[2] ?? '', /^T1: 1 of 2 promises$/);
    assert.match(fieldOf(blocked, S2, 'T1, as its leader') ?? '', /^ballot \d+, phase 1: 1 of 2 promises, from s2$/);
    assert.deepEqual(stateOf(blocked, R1)[1], 'in doubt');
    await acted(session, 1_500_000, restart(S3));
    const over = await session.seek({ time: 4_000_000 });
    assert.equal(fieldOf(over, R1, 'decided'), 'T1 committed');
  });

  it('takes commands, with resource managers by their names', async () => {
    const session = createSession('paxos-commit', STEADY);
    const { nodes } = await session.snapshot();
    assert.deepEqual(nodes.map(({ command }) => `${command?.verb} ${command?.suggestion}`), ['Begin T1', 'Begin T1', 'Begin T1', 'Abort T1', 'Abort T1']);
    const view = await acted(session, 100_000, { kind: 'command', node: S2, command: 'T1 r2' });
    assert.deepEqual(view.messages.map(({ to }) => to), [R2]);
    await assert.rejects(acted(session, 300_000, { kind: 'command', node: S1, command: 'T1' }), /T1 has been begun before/);
    await assert.rejects(acted(session, 300_000, { kind: 'command', node: S1, command: 'T2 p1' }), /"p1" is none of the participants, which are r1 to r2/);
  });

  it('is exported and run again as it was', async () => {
    const session = createSession('paxos-commit', { ...STEADY, faults: 2, transactionsEvery: 200_000 });
    const view = await session.seek({ time: 4_000_000 });
    const { text } = await session.exportRun({ format: 'run', from: 1, to: 1 });
    const { session: again, deviation } = await replayRun(JSON.parse(text));
    assert.equal(deviation, null);
    assert.deepEqual(await again.snapshot(), view);
  });
});

describe('faults that happen to Paxos Commit by themselves', function () {
  this.timeout(20_000);

  const faulty = { transactionsEvery: 150_000, faultsUntil: 4_000_000 };

  for (const faults of [1, 2, 3]) {
    it(`break nothing at level ${faults}, and all is decided after them`, async () => {
      for (let seed = 1; seed <= 4; seed++) {
        const view = await createSession('paxos-commit', { ...faulty, faults, seed }).seek({ time: 20_000_000 });
        assert.deepEqual(violated(view), [], `seed ${seed}`);
        assert.equal(view.properties.at(-1)?.id, 'termination');
        assert.ok(view.nodes.every(({ role }) => role !== 'in doubt'));
      }
    });
  }

  it('break properties where a rule is left out, and can be shrunk', async () => {
    const session = createSession('paxos-commit', { ...faulty, servers: 5, flaw: 4, faults: 2, seed: 1 });
    const view = await session.seek({ time: 4_000_000 });
    assert.ok(violated(view).includes('validity'));
    const over = new Promise<void>((resolve) => session.onJobChange(() => void session.snapshot().then(({ job }) => job?.state !== 'running' && resolve())));
    await session.shrink('validity');
    await over;
    const smaller = await session.snapshot();
    assert.ok(smaller.branch > 0 && smaller.nodes.length < view.nodes.length && violated(smaller).includes('validity'));
    session.close();
  });
});

describe('a search of Paxos Commit in the panel', function () {
  this.timeout(20_000);

  it('sees that it is right, and does not block with one of three servers down', () => {
    for (const bounds of [{}, { restarts: 0, crashes: 1 }]) assert.equal(searchIn(paxosCommitSimulation, {}, { method: 'breadth-first', bounds }).report.outcome, 'clear');
  });

  it('finds that two of three servers down block it, and one of one, as in two-phase commit', async () => {
    const { found, saved } = foundIn(paxosCommitSimulation, {}, { method: 'breadth-first', bounds: { restarts: 0, crashes: 2 } });
    assert.equal(found.property, 'termination');
    assert.equal((await restoreSession(saved).snapshot()).nodes.filter(({ status }) => status === 'crashed').length, 2);
    assert.equal(foundIn(paxosCommitSimulation, {}, { method: 'breadth-first', bounds: { servers: 1, restarts: 0, crashes: 1 } }).found.property, 'termination');
  });

  it('finds what each rule is for', () => {
    const expected = [['agreement', null], ['agreement', 10], ['agreement', 18], ['validity', 8], ['validity', 11], ['agreement', 11]] as const;
    for (const [position, { title }] of PAXOS_COMMIT_FLAWS.entries()) {
      const [property, length] = expected[position]!;
      const bounds = position === 4 ? { crashes: 1, timeouts: 0 } : { servers: 2, timeouts: 2 };
      const { found } = foundIn(paxosCommitSimulation, { flaw: position + 1 }, { method: length === null ? 'walk' : 'breadth-first', bounds });
      assert.equal(found.property, property, title);
      if (length !== null) assert.equal(found.length, length, title);
    }
  });
});
