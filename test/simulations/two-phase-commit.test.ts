import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { SimulationView, type Action } from '../../src/contract/simulation.ts';
import type { TwoPhaseMessage, TwoPhaseNote } from '../../src/engine/protocols/two-phase-commit/messages.ts';
import { TWO_PHASE_FLAWS } from '../../src/engine/protocols/two-phase-commit/flaws.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { createSession, replayRun, restoreSession, type Session } from '../../src/simulations/session.ts';
import { twoPhaseSimulation } from '../../src/simulations/two-phase-commit/definition.ts';
import { faultedTransactions } from '../engine/protocols/two-phase-commit/campaign.ts';
import { act, at, claim, crash, event, every, has, named, play, restart, role, say, union, wait, when } from '../engine/scene/scenes.ts';
import { foundIn, searchIn } from './searches.ts';
import { fieldOf } from './sessions.ts';

/** A message takes 10 ms, so that moments can be named. */
const STEADY = { participants: 2, latencyMin: 10_000, latencyMax: 10_000 };
const [C, P1, P2] = [0, 1, 2] as const;

async function told(session: Session, time: number, node: number, command: string): Promise<SimulationView> {
  await session.seek({ time });
  return session.act({ kind: 'command', node, command });
}

function stateOf({ nodes }: SimulationView, node: number): readonly (string | undefined)[] {
  const described = nodes[node];
  return [described?.role, described?.summary];
}

function logOf({ nodes }: SimulationView, node: number): string | undefined {
  return nodes[node]?.log.map(({ mark, settled }) => (settled ? mark : mark.toLowerCase())).join('');
}

describe('the simulation of two-phase commit', () => {
  it('has words, and a section, for every note, message and timer that there can be', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const { system, schedule } = faultedTransactions(seed);
      const names = (node: number | null) => (node === null ? 'the network' : system.nodes[node]!.name);
      const run = new Run({ system, seed, schedule });
      run.advanceTo(3000);
      for (const event of run.trace) {
        if (event.kind === 'note') seen.add((event.payload as TwoPhaseNote).note);
        else if (event.kind === 'deliver') seen.add((event.payload as { message: TwoPhaseMessage }).message.type);
        else if (event.kind === 'timer') seen.add(`${String(event.payload).split(' ')[0]} timer`);
        else if (event.kind !== 'command' && event.kind !== 'sync') continue;
        const narration = twoPhaseSimulation.narrate(event, names);
        assert.ok(narration?.reference && narration.explanation.endsWith('.'), JSON.stringify(event));
        assert.doesNotMatch(narration.title + narration.explanation, /undefined|null|NaN|\[object|\{"|nobody will commit/);
      }
    }
    const { events, messages } = twoPhaseSimulation.vocabulary;
    assert.deepEqual([...events, ...messages].map(({ name }) => name).sort(), [...seen].filter((name) => !name.endsWith('timer')).sort());
    assert.deepEqual([...seen].sort(), [
      'acknowledgement', 'acknowledgements timer', 'began', 'decided', 'decision', 'forgotten', 'in-doubt', 'inquire timer', 'inquiry', 'prepare', 'presumed-abort', 'recovered', 'vote', 'voted', 'votes timer',
    ]);
  });

  it('gives views that keep to the contract, whatever happens', async () => {
    const session = createSession('two-phase-commit', { coordinators: 2, participants: 3, cooperative: 1, transactionsEvery: 60_000, loss: 0.05, duplication: 0.05 });
    const random = Random.fromSeed(7);
    let time = 0;
    for (let i = 0; i < 60; i++) {
      await session.seek({ time: (time += 70_000) });
      const node = random.integer(5);
      const action = random.pick<Action>([{ kind: 'crash', node }, { kind: 'crash', node, torn: true }, { kind: 'restart', node }, { kind: 'corrupt-disk', node }, { kind: 'command', node, command: `T${i}` }]);
      const view = action && (await session.act(action).catch(() => undefined));
      if (view) v.parse(v.strictObject(SimulationView.entries), view);
    }
  });

  it('shows who is in doubt, on whom it waits, and what is held', async () => {
    const session = createSession('two-phase-commit', STEADY);
    assert.deepEqual(stateOf(await session.snapshot(), P1), ['not started', 'not started']);
    await told(session, 100_000, C, 'T1');
    const doubt = await session.seek({ time: 115_000 });
    assert.deepEqual([C, P1, P2].map((node) => stateOf(doubt, node)), [['coordinator', 'T1: 0 of 2 votes'], ['in doubt', 'T1 held, waits for c'], ['in doubt', 'T1 held, waits for c']]);
    assert.deepEqual(['in doubt about', 'resource', 'waits for', 'others with a part in it'].map((label) => fieldOf(doubt, P1, label)), ['T1', 'held by T1', 'c', 'p2']);
    assert.equal(fieldOf(doubt, C, 'T1'), 'not decided; waits for votes of p1, p2');
    const decided = await session.seek({ time: 125_000 });
    assert.deepEqual(stateOf(decided, C), ['coordinator', 'T1: 2 ack missing']);
    const over = await session.seek({ time: 200_000 });
    assert.deepEqual([C, P1].map((node) => stateOf(over, node)), [['coordinator', 'nothing open'], ['participant', 'resource free']]);
    assert.deepEqual([fieldOf(over, P1, 'decided'), fieldOf(over, P1, 'resource')], ['T1 committed', 'free']);
  });

  it('shows what those that are down will find on their disks', async () => {
    const session = createSession('two-phase-commit', STEADY);
    await told(session, 100_000, C, 'T1');
    await session.seek({ time: 125_000 });
    await session.act({ kind: 'crash', node: C });
    const view = await session.act({ kind: 'crash', node: P2 });
    assert.deepEqual([stateOf(view, C), fieldOf(view, C, 'to be told again')], [['down', 'on disk: T1 committed'], 'T1 to p1, p2']);
    assert.deepEqual([stateOf(view, P2), fieldOf(view, P2, 'resource')], [['down', 'on disk: in doubt about T1'], 'held by T1']);
  });

  it('tells records that are on the disk from those that a crash would take', async () => {
    const session = createSession('two-phase-commit', STEADY);
    await told(session, 100_000, P1, 'T1');
    await told(session, 100_000, C, 'T1');
    const view = await session.seek({ time: 200_000 });
    assert.deepEqual([C, P1, P2].map((node) => logOf(view, node)), ['', 'a', 'Pa']);
    assert.deepEqual(view.nodes[P2]?.log.map(({ label }) => label), ['prepare T1 of p1, p2 for c', 'abort T1']);
    assert.equal(logOf(await session.act({ kind: 'crash', node: P2 }), P2), 'P');
  });

  it('offers each node what a user can tell it, with a name that is new', async () => {
    const session = createSession('two-phase-commit', { ...STEADY, coordinators: 2 });
    const offers = ({ nodes }: SimulationView) => nodes.map(({ name, command }) => `${name}: ${command?.verb} ${command?.suggestion}`);
    assert.deepEqual(offers(await session.snapshot()), ['c1: Begin T1', 'c2: Begin T1', 'p1: Abort T1', 'p2: Abort T1']);
    const begun = await told(session, 100_000, 1, 'T4 p2');
    assert.deepEqual(offers(begun), ['c1: Begin T5', 'c2: Begin T5', 'p1: Abort T4', 'p2: Abort T4']);
    assert.deepEqual(offers(await session.seek({ time: 50_000 })), ['c1: Begin T1', 'c2: Begin T1', 'p1: Abort T1', 'p2: Abort T1']);
    assert.equal(begun.messages.map(({ to }) => begun.nodes[to]?.name).join(), 'p2');
  });

  it('refuses a name that is taken, a participant that there is not, and what a participant is not told', async () => {
    const session = createSession('two-phase-commit', STEADY);
    await told(session, 100_000, C, 'T1');
    await assert.rejects(told(session, 300_000, C, 'T1'), { name: 'RangeError', message: 'T1 has been begun before, and a name stands for one transaction: take another, such as T2.' });
    await assert.rejects(told(session, 300_000, C, 'T2 p3'), /"p3" is none of the participants, which are p1 to p2/);
    await assert.rejects(told(session, 300_000, P1, 'T2 p1'), /A participant is told the name of the transaction/);
    await assert.rejects(session.configure({ latencyMin: 20_000 }), /20000|20 ms/);
    const saved = session.save();
    saved.branches[0]?.schedule.push({ at: 400_000, action: { kind: 'command', node: C, command: 'T1' } });
    assert.throws(() => restoreSession(saved), /T1 has been begun before/);
  });

  it('lets transactions begin by themselves, also after a user has acted', async () => {
    const session = createSession('two-phase-commit', { ...STEADY, transactionsEvery: 100_000 });
    await session.seek({ time: 500_000 });
    await session.act({ kind: 'crash', node: P2 });
    await session.act({ kind: 'restart', node: P2 });
    const view = await session.seek({ time: 3_000_000 });
    assert.match(fieldOf(view, P1, 'decided') ?? '', /u2\d committed/);
    assert.deepEqual(await restoreSession(session.save()).snapshot(), view);
  });

  it('is exported and run again as it was', async () => {
    const session = createSession('two-phase-commit', { ...STEADY, faults: 2, transactionsEvery: 200_000 });
    const view = await session.seek({ time: 3_000_000 });
    const { text } = await session.exportRun({ format: 'run', from: 1, to: 1 });
    const { session: again, deviation } = await replayRun(JSON.parse(text));
    assert.equal(deviation, null);
    assert.deepEqual(await again.snapshot(), view);
  });
});

describe('a scene of two-phase commit', () => {
  it('blocks whoever has voted when the coordinator crashes, until that is back', () => {
    const participants = union(named('p1'), named('p2'));
    const { failures, remarks } = play({
      system: { type: 'two-phase-commit', parameters: STEADY },
      until: 3_000_000,
      strands: [
        at(100, act({ kind: 'command', nodes: named('c'), command: 'T1' })),
        when(every(participants, has('held-by', '=', 'T1')), null, crash(role('coordinator')), wait(1_000), say('a second later'), restart(named('c'))),
        when(event('presumed-abort', named('c'), { transaction: 'T1' }), null, say('presumed')),
      ],
      claims: [
        claim('both wait', { kind: 'eventually', within: 1_100_000, condition: every(participants, has('in-doubt', '=', true)) }),
        claim('both abort', { kind: 'finally', condition: { kind: 'all', of: [every(participants, has('aborts', '=', 1)), every(participants, has('in-doubt', '=', false)), every(role('coordinator'), has('open', '=', 0))] } }),
      ],
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(remarks.map((remark) => remark.kind === 'say' && remark.text), ['a second later', 'presumed']);
  });
});

describe('a failure of two-phase commit that is shrunk', () => {
  it('is left with what it needs', async () => {
    const session = createSession('two-phase-commit', { coordinators: 2, participants: 4, transactionsEvery: 50_000, faults: 3, faultsUntil: 5_000_000, flaw: 5, seed: 11 });
    const before = await session.seek({ time: 5_000_000 });
    assert.ok(before.properties.some(({ id, violation }) => id === 'agreement' && violation));
    await session.shrink('agreement');
    let view = await session.snapshot();
    while (view.job?.state === 'running') {
      await setImmediate();
      view = await session.snapshot();
    }
    assert.match(view.job?.outcome ?? '', /commands became 1, 6 nodes became 3/);
    assert.equal(view.properties.find(({ id }) => id === 'agreement')?.violation?.step, view.cursor.step);
    assert.deepEqual(await restoreSession(session.save()).snapshot(), { ...view, job: null });
  });
});

describe('faults that happen to two-phase commit by themselves', () => {
  const faulty = { faultsUntil: 5_000_000, transactionsEvery: 100_000 };

  for (const faults of [1, 2, 3]) {
    it(`break nothing at level ${faults}, and everything is decided after them`, async () => {
      for (let seed = 1; seed <= 5; seed++) {
        const view = await createSession('two-phase-commit', { ...faulty, coordinators: 2, faults, seed }).seek({ time: 12_000_000 });
        assert.deepEqual(view.properties.map(({ id, violation }) => [id, violation]), ['agreement', 'stability', 'validity', 'termination'].map((id) => [id, null]), `seed ${seed}`);
        assert.ok(view.nodes.every(({ role }) => role !== 'in doubt'));
      }
    });
  }

  it('ask for decisions only where a user has repaired what he broke', async () => {
    const violatedBy = async (...actions: Action[]) => {
      const session = createSession('two-phase-commit', { ...STEADY, faults: 1, faultsUntil: 2_000_000 });
      await told(session, 1_990_000, C, 'T1');
      await session.seek({ time: 2_005_000 });
      for (const action of actions) await session.act(action);
      return (await session.seek({ time: 30_000_000 })).properties.flatMap(({ id, violation }) => (violation ? [id] : []));
    };
    assert.deepEqual(await violatedBy({ kind: 'crash', node: C }), []);
    assert.deepEqual(await violatedBy({ kind: 'partition', groups: [[C], [P1, P2]] }), []);
    assert.deepEqual(await violatedBy({ kind: 'crash', node: C }, { kind: 'restart', node: C }), []);
    // It is up, and takes a minute over each vote.
    assert.deepEqual(await violatedBy({ kind: 'slow', node: C, perInput: 60_000_000 }), ['termination']);
  });

  it('break properties where a rule is left out', async () => {
    for (const [position, { title }] of TWO_PHASE_FLAWS.entries()) {
      const found = new Set<string>();
      for (let seed = 1; seed <= 30 && found.size === 0; seed++) {
        const view = await createSession('two-phase-commit', { ...faulty, participants: 2, faults: 3, loss: 0.1, flaw: position + 1, seed }).seek({ time: 6_000_000 });
        for (const { id, violation } of view.properties) if (violation) found.add(id);
      }
      assert.ok(found.size > 0, title);
    }
  });
});

describe('a search of two-phase commit in the panel', () => {
  const STAY_DOWN = { restarts: 0 };
  const breadthFirst = (changes: Record<string, number>, bounds: Record<string, number> = {}) => foundIn(twoPhaseSimulation, changes, { method: 'breadth-first', bounds });

  it('finds what each rule is for', async () => {
    for (const [position, [property, length]] of ([['validity', 6], ['agreement', 11], ['agreement', 10], ['validity', 6], ['agreement', 6]] as const).entries()) {
      const { found, saved } = breadthFirst({ flaw: position + 1 });
      assert.deepEqual([found.property, found.length, found.brevity], [property, length, 'shortest']);
      const view = await restoreSession(saved).snapshot();
      assert.equal(view.properties.find(({ id }) => id === property)?.violation?.step, view.cursor.step);
    }
  });

  it('finds nothing in the reference while nodes may come back', () => {
    for (const cooperative of [0, 1]) assert.equal(searchIn(twoPhaseSimulation, { cooperative }, { method: 'breadth-first', bounds: { crashes: 2, aborts: 1 } }).report.outcome, 'clear');
  });

  it('finds that it blocks where they stay down, with and without cooperation', async () => {
    for (const cooperative of [0, 1]) {
      const { found, report, saved } = breadthFirst({ cooperative }, STAY_DOWN);
      assert.deepEqual([found.property, found.length], ['nonblocking', 6]);
      assert.equal(report.headline, '“Nonblocking” is violated after 6 steps.');
      assert.match(report.details.join(' '), /^p\d is in doubt about T1, and nothing that could still happen tells it more\. Within these bounds no shorter way leads to a violation\. In the run you see where it ends/);
      const view = await restoreSession(saved).snapshot();
      assert.deepEqual([C, P1, P2].map((node) => stateOf(view, node)), [['down', 'on disk: no commit'], ['in doubt', 'T1 held, waits for c'], ['in doubt', 'T1 held, waits for c']]);
      // A run can't show that nothing more would come of it.
      assert.ok(view.properties.every(({ violation }) => violation === null));
    }
  });

  it('is blocked by no crash that leaves the coordinator up', () => {
    assert.equal(searchIn(twoPhaseSimulation, {}, { method: 'breadth-first', bounds: { ...STAY_DOWN, crashes: 0, aborts: 2 } }).report.outcome, 'clear');
  });

  it('comes to as short a way with symmetry as without it', () => {
    const values = valuesOf(twoPhaseSimulation.parameters, {});
    for (const aborts of [0, 1]) {
      const { symmetry } = twoPhaseSimulation.search.problem(values, { participants: 3, transactions: 1, aborts, crashes: 1, restarts: 1 });
      assert.deepEqual(symmetry?.nodes, aborts === 0 ? [1, 2, 3] : [2, 3]);
    }
  });

  it('opens a run of the small system, which can be gone on from with its own commands', async () => {
    const session = restoreSession(breadthFirst({ coordinators: 2, participants: 5 }, STAY_DOWN).saved);
    const view = await session.snapshot();
    assert.deepEqual(view.nodes.map(({ name }) => name), ['c', 'p1', 'p2']);
    assert.equal(view.nodes[C]?.command?.suggestion, 'T2');
    await session.act({ kind: 'restart', node: C });
    const after = await session.seek({ time: 2_000_000 });
    assert.deepEqual([P1, P2].map((node) => fieldOf(after, node, 'decided')), ['T1 aborted', 'T1 aborted']);
    await told(session, 2_000_000, C, 'T2 p2');
  });
});
