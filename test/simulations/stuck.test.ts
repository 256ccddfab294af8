import assert from 'node:assert/strict';
import type { Action } from '../../src/contract/simulation.ts';
import { Participant } from '../../src/engine/protocols/two-phase-commit/participant.ts';
import type { TwoPhaseMessage } from '../../src/engine/protocols/two-phase-commit/messages.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import type { Simulator } from '../../src/engine/sim/simulator.ts';
import { MILLISECOND, SECOND } from '../../src/engine/sim/time.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { simulationOfType } from '../../src/simulations/registry.ts';
import { createSession, type Session } from '../../src/simulations/session.ts';
import { surroundings } from '../../src/simulations/stuck.ts';
import { doubtsOf, leftInDoubt } from '../../src/simulations/two-phase-commit/doubt.ts';
import { smallestWays } from '../../src/simulations/two-phase-commit/stuck.ts';
import { namesOf } from '../../src/simulations/view.ts';

/** A run of a simulation to which something is done, and whether it is said to be stuck then. */
function runOf(type: string, changes: Readonly<Record<string, number>>) {
  const definition = simulationOfType(type);
  const values = valuesOf(definition.parameters, changes);
  const system = definition.build(values);
  const run = new Run({ system, seed: 1, schedule: [] });
  return { run, stuck: () => definition.stuck?.({ simulator: run.at(run.steps), values, nameOf: namesOf(system) }) };
}

const noted = ({ trace }: Run<unknown>, name: string, from = 0) => [...trace].slice(from).some(({ kind, payload }) => kind === 'note' && (payload as { note: string }).note === name);

/** Every set of crashed nodes and of cut directions among three. */
function* statesOfThree(): Generator<readonly Action[]> {
  const links = [[0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1]] as const;
  for (let down = 0; down < 8; down++) {
    for (let cut = 0; cut < 64; cut++) {
      yield [
        ...[0, 1, 2].filter((node) => down & (1 << node)).map((node): Action => ({ kind: 'crash', node })),
        ...links.filter((_, place) => cut & (1 << place)).map(([from, to]): Action => ({ kind: 'cut', from, to })),
      ];
    }
  }
}

describe('a run that can make no progress', () => {
  for (const [type, changes, progress] of [['raft', { nodes: 3 }, 'leader'], ['multi-paxos', { nodes: 3 }, 'took-over'], ['paxos', { layout: 1, nodes: 3 }, 'chosen']] as const) {
    it(`is known as such in every state of three nodes, and no other is: ${type}`, () => {
      for (const actions of statesOfThree()) {
        const { run, stuck } = runOf(type, changes);
        run.advanceTo(run.at(0).nodes.length);
        for (const action of actions) run.act(run.at(run.steps).now, action);
        const isStuck = stuck() !== undefined;
        // Of Paxos a node proposes what it is told to.
        if (type === 'paxos') for (const { id, status } of run.at(run.steps).nodes) if (status === 'up') run.act(run.at(run.steps).now, { kind: 'command', node: id, command: `v${id}` });
        run.advanceUntil(6 * SECOND);
        assert.equal(noted(run, progress), !isStuck, `${JSON.stringify(actions)}: ${isStuck ? 'stuck, they say' : 'it should go on'}`);
      }
    });
  }

  it('has participants that nobody tells the decision, and only those, whatever is crashed and cut', () => {
    const random = Random.fromSeed(5);
    let blocked = 0;
    for (let trial = 0; trial < 600; trial++) {
      const cooperative = trial % 2;
      const { run, stuck } = runOf('two-phase-commit', { participants: 3, cooperative });
      run.advanceTo(4);
      run.act(run.at(run.steps).now, { kind: 'command', node: 0, command: 'T1' });
      run.advanceTo(random.between(5, 22));
      for (let node = 0; node < 4; node++) if (random.chance(0.35)) run.act(run.at(run.steps).now, { kind: random.chance(0.8) ? 'crash' : 'pause', node });
      for (let from = 0; from < 4; from++) for (let to = 0; to < 4; to++) if (from !== to && random.chance(0.25)) run.act(run.at(run.steps).now, { kind: 'cut', from, to });
      const head = () => run.at(run.steps) as Simulator<TwoPhaseMessage>;
      const inDoubt = () => head().nodes.filter(({ life, status }) => status === 'up' && life instanceof Participant && life.capture().inDoubt.has('T1')).map(({ id }) => id);
      const blockedNow = () => doubtsOf(head()).flatMap((doubt) => leftInDoubt(doubt, surroundings(head()), cooperative === 1));
      const left = blockedNow();
      const what = `trial ${trial}`;
      assert.equal(stuck() !== undefined, left.length > 0, what);
      run.advanceUntil(20 * SECOND);
      // Who is said to be left in doubt is; others may have come to be so, since a request to vote was on its way.
      assert.deepEqual(left.filter((node) => !inDoubt().includes(node)), [], what);
      assert.deepEqual(blockedNow(), inDoubt(), what);
      const [doubt] = doubtsOf(head());
      if (!doubt || inDoubt().length === 0) continue;
      blocked++;
      const waiting = inDoubt();
      // What is said to let it go on does.
      const [way = []] = smallestWays(doubt, surroundings(head()), cooperative === 1);
      assert.ok(way.length > 0, what);
      for (const repair of way) {
        if (repair.kind !== 'heal') run.act(run.at(run.steps).now, { kind: repair.kind, node: repair.node });
        else for (const [from, to] of [repair.between, repair.between.toReversed()] as [number, number][]) if (run.at(run.steps).network.isBlocked(from, to)) run.act(run.at(run.steps).now, { kind: 'mend', from, to });
      }
      run.advanceUntil(40 * SECOND);
      assert.deepEqual(inDoubt().filter((node) => waiting.includes(node)), [], `${what}: ${JSON.stringify(way)}`);
    }
    assert.ok(blocked > 50, `${blocked} were blocked`);
  });

  const act = async (session: Session, ...actions: Action[]) => {
    let view = await session.snapshot();
    for (const action of actions) view = await session.act(action);
    return view.stuck;
  };

  it('says what is wrong, why it can not go on, and what would let it', async () => {
    const session = createSession('raft', { seed: 3 });
    await session.seek({ time: 400_000 });
    assert.equal(await act(session, { kind: 'crash', node: 0 }, { kind: 'pause', node: 1 }), null);
    assert.deepEqual(await act(session, { kind: 'cut', from: 2, to: 3 }, { kind: 'cut', from: 4, to: 2 }), {
      what: 'No server reaches a majority.',
      why: 'A leader is elected, and an entry committed, only with the answers of 3 of n1, n2, n3, n4 and n5. n1 is crashed. n2 is paused. The most that one server reaches, itself included: n4 and n5. What is on its way already may still count.',
      remedy: 'Restart n1, or resume n2, or heal the cut from n3 to n4 or from n5 to n3.',
    });
    assert.equal(await act(session, { kind: 'mend', from: 2, to: 3 }), null);
  });

  it('spells out some ways where it takes more than one repair', async () => {
    const session = createSession('raft', { seed: 3 });
    await session.seek({ time: 400_000 });
    const stuck = await act(session, ...[0, 1, 2, 3].map((node): Action => ({ kind: 'crash', node })));
    assert.equal(stuck?.remedy, 'Restart n1 and n2; or restart n1 and n3; or restart n1 and n4; or others likewise.');
  });

  it('says that what is on its way may still count', async () => {
    const session = createSession('raft', { seed: 3, nodes: 3 });
    let view = await session.snapshot();
    for (let step = 1; !view.messages.some(({ label }) => /vote/i.test(label)) || view.messages.length < 2; step++) view = await session.seek({ step });
    const { to = 0 } = view.messages[0] ?? {};
    const others = [0, 1, 2].filter((node) => node !== to);
    assert.match((await act(session, ...others.map((node): Action => ({ kind: 'crash', node }))))?.why ?? '', /What is on its way already may still count\.$/);
  });

  it('goes by the configuration that is in force', async () => {
    const session = createSession('raft', { seed: 3, nodes: 3, spares: 1 });
    await session.seek({ time: 400_000 });
    await session.act({ kind: 'command', node: 4, command: 'add n4' });
    await session.seek({ time: 3_000_000 });
    assert.equal(await act(session, { kind: 'crash', node: 0 }), null);
    assert.match((await act(session, { kind: 'crash', node: 1 }))?.why ?? '', /3 of n1, n2, n3 and n4/);
    await act(session, { kind: 'crash', node: 2 }, { kind: 'crash', node: 3 });
    assert.match((await session.snapshot()).stuck?.why ?? '', /3 of n1, n2, n3 and n4/);
  });

  it('is no run of Paxos in which a value is chosen', async () => {
    const session = createSession('paxos', { wishes: 1, seed: 1 });
    await session.seek({ time: SECOND });
    assert.equal(await act(session, { kind: 'crash', node: 2 }, { kind: 'crash', node: 3 }), null);
  });

  it('is known of Paxos Commit and of the lock too', async () => {
    const commit = createSession('paxos-commit', {});
    await commit.seek({ time: 50 * MILLISECOND });
    assert.equal((await act(commit, { kind: 'crash', node: 0 }, { kind: 'pause', node: 1 }))?.remedy, 'Restart s1, or resume s2.');
    const lease = createSession('lease', {});
    await lease.seek({ time: 50 * MILLISECOND });
    assert.equal((await act(lease, { kind: 'pause', node: 0 }))?.what, 'Nobody can get the lock.');
  });
});
