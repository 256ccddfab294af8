import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Action, SimulationView } from '../../src/contract/simulation.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { raftSimulation } from '../../src/simulations/raft/definition.ts';
import { foundSession } from '../../src/simulations/search/found.ts';
import { searchTask } from '../../src/simulations/search/task.ts';
import { createSession, replayRun, restoreSession, type Session } from '../../src/simulations/session.ts';

const breathe = async (): Promise<void> => setImmediate();

/** Votes go to whoever asks for them. */
const FLAWED = { flaw: 3, faults: 3, thinkTime: 20_000, clients: 2, seed: 3 };

async function endOfJob(session: Session): Promise<SimulationView> {
  for (;;) {
    const view = await session.snapshot();
    if (view.job?.state !== 'running') return view;
    await breathe();
  }
}

const broken = ({ properties }: SimulationView) => properties.filter(({ violation }) => violation).map(({ id }) => id);

async function shrunk(values = FLAWED) {
  const session = createSession('raft', values, breathe);
  const before = await session.seek({ time: 2_000_000 });
  const property = broken(before)[0]!;
  assert.equal((await session.shrink(property)).job?.state, 'running');
  return { session, before, property, after: await endOfJob(session) };
}

/** Five servers have something decided, and then lose all that they knew, among much that does not matter. */
async function withLostDisks(): Promise<Session> {
  const session = createSession('raft', {}, breathe);
  const act = async (time: number, ...actions: Action[]): Promise<void> => {
    await session.seek({ time });
    for (const action of actions) await session.act(action);
  };
  await act(600_000, { kind: 'slow', node: 2, perInput: 300 }, { kind: 'command', node: 5, command: 'set y 7' });
  await act(1_000_000, { kind: 'command', node: 5, command: 'set x 1' }, { kind: 'clock', node: 1, offset: 5_000, drift: 20 });
  await act(1_500_000, { kind: 'pause', node: 3 });
  await act(1_600_000, { kind: 'resume', node: 3 });
  for (let node = 0; node < 5; node++) await act(2_000_000 + node, { kind: 'crash', node }, { kind: 'lose-disk', node }, { kind: 'restart', node });
  await session.seek({ time: 2_500_000 });
  await act(2_600_000, { kind: 'command', node: 5, command: 'set x 2' });
  await session.seek({ time: 5_000_000 });
  return session;
}

describe('a failure that a session shrinks', () => {
  it('opens as a branch of its own, at the moment of the violation', async () => {
    const { before, property, after } = await shrunk();
    assert.equal(after.job?.state, 'ended');
    assert.match(after.job?.outcome ?? '', /^\d+ faults became \d, 7 nodes became \d, 1\.3 s became \d+ ms\. Back to the initial values?: .*“Faults by themselves”.*\. What is left: .*\. Leave out any one thing more, and it does not fail\.$/);
    assert.equal(after.branches.length, before.branches.length + 1);
    assert.equal(after.branch, after.branches.length - 1);
    assert.ok(broken(after).includes(property));
    assert.equal(after.properties.find(({ id }) => id === property)?.violation?.step, after.cursor.step);
    assert.ok(after.nodes.length < before.nodes.length);
    assert.equal(after.parameters.find(({ name }) => name === 'faults')?.value, 0);
  });

  it('is found where Raft loses its disks, which it is not made for', async () => {
    const session = await withLostDisks();
    const before = await session.snapshot();
    const [property] = broken(before);
    assert.ok(property !== undefined, 'nothing is broken');
    await session.shrink(property);
    const after = await endOfJob(session);
    assert.ok(broken(after).includes(property));
    assert.match(after.job?.outcome ?? '', /\d+ faults became \d+/);
    assert.match(after.job?.outcome ?? '', /loses its disk/);
  });

  it('may be a run that a search has found, of messages and timers taken one by one', async () => {
    const values = valuesOf(raftSimulation.parameters, { flaw: 2 });
    const bounds = { servers: 3, commands: 0, maximalTerm: 1, maximalLength: 1, crashes: 1 };
    const task = searchTask(raftSimulation, values, { method: 'walk', bounds, worlds: 300_000, seconds: 60, megabytes: 200, seed: 1 });
    let end = task.run();
    while (!end) end = task.run();
    assert.ok(end.kind === 'violated');
    const session = restoreSession(foundSession(raftSimulation, values, bounds, end.found), breathe);
    const before = await session.snapshot();
    await session.shrink('election-safety');
    const after = await endOfJob(session);
    assert.equal(after.job?.state, 'ended');
    assert.ok(broken(after).includes('election-safety'));
    assert.equal(after.nodes.length, before.nodes.length);
    assert.ok(after.cursor.time <= before.cursor.time);
  });

  it('is kept: saved and brought back, exported and run again, compared and gone on from', async () => {
    const { session, after } = await shrunk();
    const restored = await restoreSession(session.save()).snapshot();
    assert.deepEqual(restored, { ...after, job: null });
    const exported = await session.exportRun({ format: 'run', from: 1, to: after.head.step });
    assert.equal((await replayRun(JSON.parse(exported.text) as unknown)).deviation, null);
    assert.match((await session.compare(0)).text, /In “first run”: /);
    await session.seek({ step: 5 });
    const forked = await session.act({ kind: 'crash', node: 0 });
    assert.equal(forked.nodes.length, after.nodes.length);
    assert.equal((await session.selectBranch(0)).nodes.length, 7);
  });

  it('is the same each time', async () => {
    const [one, other] = [await shrunk(), await shrunk()];
    assert.deepEqual(one.after, other.after);
  });

  it('is as small as it has become when the learner stops it', async () => {
    const session = createSession('raft', FLAWED, breathe);
    const before = await session.seek({ time: 2_000_000 });
    const property = broken(before)[0]!;
    await session.shrink(property);
    while (!/faults became/.test((await session.snapshot()).job?.progress ?? '')) await breathe();
    await session.endJob();
    const after = await endOfJob(session);
    assert.equal(after.job?.state, 'cancelled');
    assert.match(after.job?.outcome ?? '', /It was stopped before everything was tried; more might be left out\.$/);
    assert.ok(broken(after).includes(property));
    assert.equal(after.branches.length, before.branches.length + 1);
  });

  it('is none where the property is not broken, or another job is running', async () => {
    const session = createSession('raft', FLAWED, breathe);
    await assert.rejects(session.shrink('election-safety'), /As far as “first run” has been run, “Election Safety” is not broken: there is nothing to shrink/);
    const property = broken(await session.seek({ time: 2_000_000 }))[0]!;
    await session.shrink(property);
    await assert.rejects(session.shrink(property), /is still running: wait for it, or cancel it first/);
    session.close();
  });
});
