import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { EventView, SimulationView, type Action } from '../../src/contract/simulation.ts';
import { createSession, restoreSession, type Session } from '../../src/simulations/session.ts';

const CLIENT = 5;

/** A session that has come to the moment when the first leader is elected. */
async function withLeader(): Promise<{ session: Session; leader: number; view: SimulationView }> {
  const session = createSession('raft');
  for (let step = 1; step < 500; step++) {
    const view = await session.seek({ step });
    const leader = view.nodes.find(({ role }) => role === 'leader');
    if (leader) return { session, leader: leader.id, view };
  }
  throw new Error('nobody was elected');
}

describe('a session', () => {
  it('gives views that keep to the contract, at every step', async () => {
    const session = createSession('raft', { thinkTime: 30_000, loss: 0.1, clients: 2 });
    for (let step = 0; step <= 300; step += 7) v.parse(v.strictObject(SimulationView.entries), await session.seek({ step }));
    for (const event of await session.events(0, 500)) v.parse(EventView, event);
  });

  it('begins before anything has happened', async () => {
    const view = await createSession('raft').snapshot();
    assert.deepEqual(view.cursor, { step: 0, time: 0 });
    assert.equal(view.nextTime, 0);
    assert.deepEqual(view.messages, []);
    assert.deepEqual(view.now, []);
  });

  it('shows the same moment again after going elsewhere', async () => {
    const session = createSession('raft', { thinkTime: 50_000 });
    const before = await session.seek({ step: 120 });
    await session.seek({ step: 400 });
    const again = await session.seek({ step: 120 });
    assert.deepEqual({ ...again, head: null }, { ...before, head: null });
  });

  it('seeks by time and by event too', async () => {
    const session = createSession('raft');
    const view = await session.seek({ time: 400_000 });
    assert.equal(view.cursor.time, 400_000);
    assert.ok(view.nextTime !== null && view.nextTime > 400_000);
    const [event] = await session.events(30, 1);
    assert.equal((await session.seek({ event: 30 })).cursor.step, event?.step);
    await assert.rejects(session.seek({ event: 1e6 }), /There is no event 1000000/);
  });

  it('takes a breath in a long run, and answers requests one after the other', async () => {
    let breaths = 0;
    const session = createSession('raft', { thinkTime: 10_000, heartbeatInterval: 10_000, nodes: 9 }, async () => {
      breaths++;
    });
    const [far, near] = await Promise.all([session.seek({ time: 10_000_000 }), session.seek({ step: 5 })]);
    assert.ok(far.head.step > 10_000 && breaths >= 9, `${breaths} breaths in ${far.head.step} steps`);
    assert.equal(far.cursor.time, 10_000_000);
    assert.equal(near.cursor.step, 5);
  });

  it('ends at its horizon', async () => {
    const session = createSession('raft');
    const view = await session.seek({ time: 1e12 });
    assert.equal(view.cursor.time, view.horizon);
    assert.equal(view.nextTime, null);
    assert.deepEqual((await session.seek({ step: 1e9 })).cursor.step, view.head.step);
  });

  it('marks what the step changed', async () => {
    const { view, leader } = await withLeader();
    const changed = view.nodes[leader]?.fields.filter((field) => field.changed).map(({ label }) => label);
    assert.ok(changed?.includes('role'));
    assert.deepEqual(view.nodes.filter(({ id }) => id !== leader).flatMap(({ fields }) => fields.filter((field) => field.changed)), []);
  });

  it('says what happened, and where it is written', async () => {
    const { view, leader } = await withLeader();
    const note = view.now.find(({ title }) => title.includes('becomes leader'));
    assert.ok(note);
    assert.match(note.explanation, new RegExp(`n${leader + 1} has a majority`));
    assert.deepEqual(note.reference, { source: 'Raft (extended paper)', section: 'section 5.2' });
  });

  it('has words for every event of a faulted run', async () => {
    const session = createSession('raft', { thinkTime: 40_000, loss: 0.1 });
    const actions: Action[] = [
      { kind: 'crash', node: 1 },
      { kind: 'pause', node: 2 },
      { kind: 'partition', groups: [[0, 2], [3, 4, CLIENT]] },
      { kind: 'restart', node: 1 },
      { kind: 'resume', node: 2 },
      { kind: 'cut', from: 0, to: 3 },
      { kind: 'heal' },
      { kind: 'cut', from: 3, to: 4 },
      { kind: 'mend', from: 3, to: 4 },
      { kind: 'command', node: CLIENT, command: 'get x' },
    ];
    let time = 400_000;
    for (const action of actions) {
      await session.seek({ time: (time += 333_333) });
      if (action.kind !== 'cut' || action.from !== 0) await session.act(action);
    }
    const { head } = await session.seek({ time: 6_000_000 });
    for (let from = 0; from < head.eventCount; from += 500) {
      for (const { title, explanation } of await session.events(from, 500)) {
        assert.ok(title.length > 3 && explanation.endsWith('.'), title);
        assert.doesNotMatch(title + explanation, /undefined|null|NaN|\[object|\{"/);
      }
    }
  });

  describe('acting', () => {
    it('at the head goes on with the branch', async () => {
      const { session, leader } = await withLeader();
      const view = await session.act({ kind: 'crash', node: leader });
      assert.equal(view.branches.length, 1);
      assert.equal(view.nodes[leader]?.status, 'crashed');
      assert.equal(view.now[0]?.title, `n${leader + 1} crashes`);
    });

    it('in the past begins a branch, and the old one stays', async () => {
      const { session, leader, view } = await withLeader();
      const future = await session.seek({ step: view.cursor.step + 200 });
      await session.seek({ step: view.cursor.step });
      const branched = await session.act({ kind: 'crash', node: leader });
      assert.equal(branched.branches.length, 2);
      assert.equal(branched.branch, 1);
      assert.deepEqual(branched.branches[1], { id: 1, parent: 0, forkStep: view.cursor.step, label: `crash n${leader + 1} at ${(view.cursor.time / 1e6).toFixed(3)} s` });
      await session.selectBranch(0);
      const again = await session.seek({ step: future.cursor.step });
      assert.deepEqual(again.nodes, future.nodes);
      assert.equal(again.nodes[leader]?.status, 'up');
    });

    it('keeps the moment when a branch is selected, also the one that is shown', async () => {
      const { session, leader, view } = await withLeader();
      assert.deepEqual((await session.selectBranch(0)).cursor, view.cursor);
      await session.seek({ step: view.cursor.step + 50 });
      await session.seek({ step: view.cursor.step });
      const { cursor } = await session.act({ kind: 'pause', node: leader });
      const there = await session.selectBranch(0);
      assert.equal(there.cursor.time, cursor.time);
      assert.ok(there.cursor.step <= view.cursor.step + 50);
    });

    it('drops a message in flight', async () => {
      const { session, view } = await withLeader();
      const [message] = view.messages;
      assert.ok(message);
      const dropped = await session.act({ kind: 'drop', message: message.id });
      assert.ok(!dropped.messages.some(({ id }) => id === message.id));
    });

    it('gives a command to a client, which is answered', async () => {
      const { session } = await withLeader();
      await session.act({ kind: 'command', node: CLIENT, command: 'set x 42' });
      const view = await session.seek({ time: 2_000_000 });
      assert.ok(view.nodes.filter(({ kind }) => kind === 'server').every(({ fields }) => fields.some(({ value }) => value === 'x = 42')));
    });

    it('is refused where it makes no sense, in words, and changes nothing', async () => {
      const { session, view } = await withLeader();
      await assert.rejects(session.act({ kind: 'restart', node: 0 }), /n1 is running/);
      await assert.rejects(session.act({ kind: 'command', node: CLIENT, command: 'jump' }), /A command is "set KEY NUMBER"/);
      await assert.rejects(session.act({ kind: 'command', node: 0, command: 'get x' }), /n1 takes no commands: they are given to c1\./);
      await assert.rejects(session.act({ kind: 'drop', message: 1e6 }), /not in flight/);
      assert.deepEqual(await session.snapshot(), view);
    });
  });

  describe('parameters', () => {
    it('start a new run', async () => {
      const session = createSession('raft');
      await session.seek({ step: 50 });
      const view = await session.configure({ nodes: 3, seed: 9 });
      assert.equal(view.nodes.length, 4);
      assert.equal(view.cursor.step, 0);
      assert.equal(view.parameters.find(({ name }) => name === 'seed')?.value, 9);
    });

    it('out of range, unknown or at odds are refused in words, and the run stays', async () => {
      const session = createSession('raft');
      const before = await session.seek({ step: 50 });
      await assert.rejects(session.configure({ nodes: 2 }), /Servers is between 3 and 9, not 2/);
      await assert.rejects(session.configure({ loss: 7 }), /Loss is between 0 % and 100 %, not 700 %/);
      await assert.rejects(session.configure({ latencyMin: 20_000 }), /maximum latency \(15000 µs\) is below the minimum/);
      await assert.rejects(session.configure({ heartbeatInterval: 200_000 }), /heartbeat interval .* not below the shortest election timeout/);
      await assert.rejects(session.configure({ speed: 1 }), /no parameter "speed"/);
      assert.deepEqual(await session.snapshot(), before);
    });
  });

  describe('saved', () => {
    it('comes back to the same moment with all its branches', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: 250 }), fc.nat({ max: 4 }), fc.nat({ max: 300_000 }), async (step, node, later) => {
          const session = createSession('raft', { thinkTime: 40_000, seed: 3 });
          await session.seek({ step: 300 });
          await session.seek({ step });
          await session.act({ kind: 'crash', node });
          const { cursor } = await session.seek({ step: step + 40 });
          const before = await session.seek({ time: cursor.time + later });
          const restored = restoreSession(JSON.parse(JSON.stringify(session.save())));
          assert.deepEqual(await restored.snapshot(), before);
        }),
        { numRuns: 30 },
      );
    });

    it('data that is none of it is refused in words', () => {
      assert.throws(() => restoreSession(null), /no saved simulation of version 2/);
      assert.throws(() => restoreSession({ version: 99 }), /no saved simulation of version 2/);
      const saved = createSession('raft').save();
      assert.throws(() => restoreSession({ ...saved, engine: 99 }), /saved by version 99 of the engine; in version \d+ it might run otherwise/);
      assert.throws(() => restoreSession({ ...saved, type: 'gossip' }), /no simulation of type "gossip"; there is raft/);
      assert.throws(() => restoreSession({ ...saved, values: { nodes: 99 } }), /Servers is between 3 and 9/);
      assert.throws(() => restoreSession({ ...saved, branches: [{ ...saved.branches[0], parent: 3 }] }), /a branch has no parent before it/);
    });
  });
});
