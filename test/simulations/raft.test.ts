import assert from 'node:assert/strict';
import * as v from 'valibot';
import { SimulationView, type Action } from '../../src/contract/simulation.ts';
import type { RaftMessage, RaftNote } from '../../src/engine/protocols/raft/messages.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { raftSimulation } from '../../src/simulations/raft/definition.ts';
import { createSession, restoreSession, type Session } from '../../src/simulations/session.ts';
import { faultedCluster } from '../engine/protocols/raft/campaign.ts';

const CLIENT = 5;
const nameOf = (node: number | null) => (node === null ? 'the network' : `n${node + 1}`);

async function told(session: Session, time: number, command: string, client = CLIENT): Promise<SimulationView> {
  await session.seek({ time });
  return session.act({ kind: 'command', node: client, command });
}

function fieldOf(view: SimulationView, node: number, label: string): string | undefined {
  return view.nodes[node]?.fields.find((field) => field.label === label)?.value;
}

describe('the Raft simulation', () => {
  it('has words, and a section, for every note and every message that there can be', () => {
    const notes = new Set<string>();
    const messages = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const { system, schedule } = faultedCluster(seed);
      const run = new Run({ system, seed, schedule });
      run.advanceTo(4000);
      for (const event of run.trace) {
        if (event.kind === 'note') notes.add((event.payload as RaftNote).note);
        if (event.kind === 'deliver') messages.add((event.payload as { message: RaftMessage }).message.type);
        if (event.kind !== 'note' && event.kind !== 'deliver') continue;
        const narration = raftSimulation.narrate(event, nameOf);
        assert.ok(narration?.reference && narration.explanation.endsWith('.'), JSON.stringify(event));
        assert.doesNotMatch(narration.title + narration.explanation, /undefined|null|NaN|\[object|\{"/);
      }
    }
    assert.deepEqual([...messages].sort(), ['AppendEntries', 'AppendEntriesReply', 'ClientReply', 'ClientRequest', 'InstallSnapshot', 'InstallSnapshotReply', 'PreVote', 'PreVoteReply', 'RequestVote', 'RequestVoteReply', 'TakeSnapshot', 'TimeoutNow']);
    assert.deepEqual([...notes].sort(), [
      'abstained', 'appended', 'catching-up', 'caught-up', 'committed', 'completed', 'configuration', 'duplicate-request', 'election', 'invoked', 'leader', 'mismatch', 'out-of-service', 'pre-election',
      'pre-vote', 'read-served', 'read-waits', 'recovered', 'resigned', 'session-lost', 'session-registered', 'snapshot-installed', 'snapshot-taken', 'stepped-down', 'transfer-abandoned', 'transfer-begun',
      'transfer-handed-over', 'vote',
    ]);
  });

  it('gives views that keep to the contract, whatever happens to a cluster with everything switched on', async () => {
    const session = createSession('raft', { nodes: 3, spares: 2, clients: 2, thinkTime: 30_000, preVote: 1, changes: 1, reads: 2, snapshotThreshold: 3, snapshotChunk: 1, sessionLimit: 2, loss: 0.05 });
    const random = Random.fromSeed(7);
    let time = 300_000;
    for (let i = 0; i < 40; i++) {
      await session.seek({ time: (time += 100_000) });
      const node = random.integer(5);
      const commands = [`add n${node + 1}`, `remove n${node + 1}`, 'members n1 n4', 'snapshot', `transfer n${node + 1}`, 'get x'];
      const action = random.pick<Action>([{ kind: 'crash', node }, { kind: 'restart', node }, { kind: 'corrupt-disk', node }, { kind: 'command', node: CLIENT, command: random.pick(commands) ?? 'get x' }]);
      const view = action && (await session.act(action).catch(() => undefined));
      if (view) v.parse(v.strictObject(SimulationView.entries), view);
    }
  });

  it('shows the configuration, and which one is under way', async () => {
    const session = createSession('raft', { spares: 1, nodes: 4, changes: 1 });
    const before = await session.seek({ time: 1_000_000 });
    assert.deepEqual([fieldOf(before, 0, 'configuration'), fieldOf(before, 4, 'configuration')], ['{n1, n2, n3, n4}', 'unknown']);
    await told(session, 1_000_000, 'members n1 n2 n5');
    let sawJoint = false;
    for (let time = 1_000_000; time < 1_300_000; time += 2_000) {
      const view = await session.seek({ time });
      sawJoint ||= [0, 1, 2, 3].some((node) => fieldOf(view, node, 'configuration') === 'joint: {n1, n2, n3, n4} and {n1, n2, n5} (not committed)');
    }
    assert.ok(sawJoint);
    const after = await session.seek({ time: 2_500_000 });
    assert.equal(fieldOf(after, 4, 'configuration'), '{n1, n2, n5}');
    assert.ok(after.nodes[4]?.log.some(({ label }) => label === '{n1, n2, n5}'));
  });

  it('shows the snapshot in place of the entries that it covers', async () => {
    const session = createSession('raft', { snapshotThreshold: 2 });
    await told(session, 1_000_000, 'set x 1');
    await told(session, 1_100_000, 'add x 4');
    await told(session, 1_200_000, 'set y 9');
    const view = await session.seek({ time: 2_000_000 });
    assert.deepEqual(view.nodes[0]?.log.map(({ index, label, settled }) => [index, label, settled]), [[2, 'snapshot: x = 5', true], [3, 'set y 9', true]]);
    assert.equal(fieldOf(view, 0, 'snapshot'), 'up to index 2');
    const crashed = await session.act({ kind: 'crash', node: 0 });
    assert.deepEqual(crashed.nodes[0]?.log.map(({ index, label, settled }) => [index, label, settled]), [[2, 'snapshot: x = 5', true], [3, 'set y 9', false]]);
  });

  it('shows how reads are answered', async () => {
    const session = createSession('raft', { reads: 2 });
    const view = await told(session, 1_000_000, 'get x');
    const leader = view.nodes.findIndex(({ role }) => role === 'leader');
    assert.deepEqual([fieldOf(view, leader, 'lease'), fieldOf(view, leader, 'reads that wait')], ['held', '0']);
    const end = await session.seek({ time: 2_000_000 });
    const events = await session.events(0, 500);
    const more = end.head.eventCount > 500 ? await session.events(500, 500) : [];
    assert.ok([...events, ...more].some(({ title, reference }) => title === `n${leader + 1} answers a read by its lease` && reference?.section === 'section 6.4.1'));
  });

  it('shows a server that can not read its disk as out of service', async () => {
    const session = createSession('raft');
    await told(session, 1_000_000, 'set x 1');
    await session.seek({ time: 1_500_000 });
    for (const kind of ['crash', 'corrupt-disk', 'restart'] as const) await session.act({ kind, node: 0 });
    const view = await session.snapshot();
    assert.equal(view.nodes[0]?.role, 'out of service');
    assert.match(view.nodes[0]?.summary ?? '', /^can't read (its term|its vote|entry 1 of its log)$/);
    assert.ok(view.now.some(({ title }) => title === 'n1 stays out of service'));
  });

  it('refuses commands that name a server which is not there', async () => {
    const session = createSession('raft', { spares: 1 });
    await session.seek({ time: 1_000_000 });
    await assert.rejects(told(session, 1_000_000, 'add n7', 6), /There is no server n7: the servers are n1 to n6/);
    await assert.rejects(told(session, 1_000_000, 'members n1 x', 6), /a server is named n1, n2 and so on, not "x"/);
    await told(session, 1_000_000, 'add n6', 6);
  });

  it('takes one of several choices, and says which there are', async () => {
    const session = createSession('raft');
    const view = await session.configure({ reads: 1, changes: 1, preVote: 1 });
    assert.deepEqual(view.parameters.flatMap((parameter) => (parameter.unit === 'choice' ? [[parameter.name, parameter.choices[parameter.value]?.label]] : [])), [
      ['preVote', 'on'],
      ['leaderStickiness', 'off'],
      ['changes', 'joint consensus'],
      ['reads', 'read index'],
      ['flaw', 'none'],
      ['faults', 'none'],
    ]);
    await assert.rejects(session.configure({ reads: 3 }), /Reads is one of 0 \(through the log\), 1 \(read index\), 2 \(lease\), not 3/);
    await assert.rejects(session.configure({ reads: 0.5 }), /not 0\.5/);
    await assert.rejects(session.configure({ readers: 2 }), /Of 1 clients 2 can't be readers/);
  });
});

describe('faults that happen by themselves', () => {
  const PROGRESS = 'Progress';
  const rough = { faults: 2, faultsUntil: 5_000_000, thinkTime: 100_000 };

  it('are drawn from the seed, and stop', async () => {
    const view = await createSession('raft', rough).seek({ time: 6_000_000 });
    const events = await createSession('raft', rough).seek({ time: 6_000_000 });
    assert.deepEqual(events, view);
    assert.ok(view.nodes.every(({ status, perInput, clock }) => status === 'up' && perInput === 0 && clock.drift === 0));
    assert.deepEqual([view.cuts, view.changedLinks], [[], []]);
    const other = await createSession('raft', { ...rough, seed: 2 }).seek({ time: 3_000_000 });
    assert.notDeepEqual(other.nodes, (await createSession('raft', rough).seek({ time: 3_000_000 })).nodes);
  });

  it('ask for progress when they have stopped, where clients act by themselves', async () => {
    const titles = async (values: Record<string, number>) => (await createSession('raft', values).snapshot()).properties.map(({ title }) => title);
    assert.ok((await titles(rough)).includes(PROGRESS));
    assert.ok(!(await titles({ ...rough, thinkTime: 0 })).includes(PROGRESS));
    assert.ok(!(await titles({ ...rough, faults: 0 })).includes(PROGRESS));
  });

  for (const faults of [1, 2, 3]) {
    it(`break nothing at level ${faults}, and progress is made after them`, async () => {
      for (let seed = 1; seed <= 5; seed++) {
        const view = await createSession('raft', { ...rough, faults, seed }).seek({ time: 11_000_000 });
        assert.deepEqual(view.properties.filter(({ violation }) => violation), [], `seed ${seed}`);
      }
    });
  }

  it('show it where no progress can be made', async () => {
    const session = createSession('raft', { ...rough, faults: 1 });
    await session.seek({ time: 5_500_000 });
    await session.seek({ time: 4_000_000 });
    // Of three servers that stay down, no majority is left; the end of faults has passed when they crash again.
    await session.seek({ time: 5_000_000 });
    for (const node of [0, 1, 2]) await session.act({ kind: 'crash', node });
    const view = await session.seek({ time: 11_000_000 });
    assert.deepEqual(view.properties.flatMap(({ title, violation }) => (violation ? [title] : [])), [PROGRESS]);
  });

  it('are kept when the session is', async () => {
    const session = createSession('raft', rough);
    const view = await session.seek({ time: 3_000_000 });
    const again = await restoreSession(session.save()).snapshot();
    assert.deepEqual(again.nodes, view.nodes);
  });
});
