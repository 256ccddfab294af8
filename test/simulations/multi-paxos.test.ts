import assert from 'node:assert/strict';
import * as v from 'valibot';
import { SimulationView, type Action } from '../../src/contract/simulation.ts';
import { MULTI_PAXOS_FLAWS } from '../../src/engine/protocols/multi-paxos/flaws.ts';
import type { MultiPaxosMessage, MultiPaxosNote } from '../../src/engine/protocols/multi-paxos/messages.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { multiPaxosSimulation } from '../../src/simulations/multi-paxos/definition.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { createSession, replayRun, restoreSession, type Session } from '../../src/simulations/session.ts';
import { faultedCluster } from '../engine/protocols/multi-paxos/campaign.ts';
import { foundIn, searchIn } from './searches.ts';
import { acted, crash, fieldOf, restart, stateOf, violated } from './sessions.ts';

/** Three servers and two clients; a message takes 10 ms, so that moments can be named. */
const STEADY = { nodes: 3, clients: 2, latencyMin: 10_000, latencyMax: 10_000 };
const [S1, S2, S3, C1, C2] = [0, 1, 2, 3, 4] as const;

const tell = (node: number, command: string): Action => ({ kind: 'command', node, command });
const lead = (node: number): Action => ({ kind: 'fire', node, timer: 'election' });
const cut = (from: number, to: number): Action => ({ kind: 'cut', from, to });

/** s1 leads from 21 ms on. */
async function led(parameters: Readonly<Record<string, number>> = {}): Promise<Session> {
  const session = createSession('multi-paxos', { ...STEADY, ...parameters });
  await acted(session, 1_000, lead(S1));
  return session;
}

function logOf({ nodes }: SimulationView, node: number): readonly string[] {
  return nodes[node]!.log.map(({ index, mark, label, settled }) => `${index} ${mark} ${label}${settled ? ' ✓' : ''}`);
}

describe('the simulation of Multi-Paxos', () => {
  it('has words, and a section, for every note, message and timer that there can be', () => {
    const seen = new Set<string>();
    const damaged = [lead(S1), crash(S1), { kind: 'corrupt-disk', node: S1 } as const, restart(S1)].map((action, position) => ({ at: (position + 1) * 100_000, action }));
    for (let seed = 1; seed <= 60; seed++) {
      const { system, schedule } = seed === 1 ? { system: multiPaxosSimulation.build(valuesOf(multiPaxosSimulation.parameters, STEADY)), schedule: damaged } : faultedCluster(seed);
      const nameOf = (node: number | null) => (node === null ? 'the network' : system.nodes[node]!.name);
      const run = new Run({ system, seed, schedule });
      run.advanceTo(3000);
      for (const event of run.trace) {
        if (event.kind === 'note') seen.add((event.payload as MultiPaxosNote).note);
        else if (event.kind === 'deliver') seen.add(`${(event.payload as { message: MultiPaxosMessage }).message.type} message`);
        else if (event.kind === 'timer' && event.payload !== 'think') seen.add(`${String(event.payload)} timer`);
        else if (event.kind !== 'sync') continue;
        const narration = multiPaxosSimulation.narrate(event, nameOf);
        assert.match(narration?.reference?.section ?? '', /^section [2-5]/, JSON.stringify(event));
        assert.match(narration!.explanation, /\.$/);
        assert.doesNotMatch(narration!.title + narration!.explanation, /undefined|null|NaN|\[object|\{"|no slot,|, ,/);
      }
    }
    const { events, messages } = multiPaxosSimulation.vocabulary;
    const timers = ['election timer', 'heartbeat timer', 'retry timer', 'snapshot timer'];
    assert.deepEqual([...seen].sort(), [...events.map(({ name }) => name), ...messages.map(({ name }) => `${name} message`), ...timers].sort());
  });

  it('gives views that keep to the contract, whatever happens', async () => {
    const session = createSession('multi-paxos', { nodes: 3, clients: 2, thinkTime: 30_000, snapshotInterval: 3, retained: 1, loss: 0.05, duplication: 0.05 });
    const random = Random.fromSeed(7);
    let time = 300_000;
    for (let i = 0; i < 60; i++) {
      await session.seek({ time: (time += 60_000) });
      const node = random.integer(5);
      const action = random.pick<Action>([crash(node), { kind: 'crash', node, torn: true }, restart(node), restart(node), { kind: 'corrupt-disk', node }, tell(C1, 'get x')]);
      const view = action && (await session.act(action).catch(() => undefined));
      if (view) v.parse(v.strictObject(SimulationView.entries), view);
    }
  });

  it('shows who leads, what is under way, and what is chosen', async () => {
    const session = await led();
    const asks = await acted(session, 11_000);
    assert.deepEqual([stateOf(asks, S1), fieldOf(asks, S1, 'promises')], [['C', 'candidate', 'ballot 1 · up to 0'], 's1']);
    assert.deepEqual([stateOf(asks, S2), fieldOf(asks, S2, 'promised ballot')], [['F', 'follower', 'ballot 1 · up to 0'], '1']);
    await acted(session, 100_000, tell(C1, 'set x 1'));
    const proposed = await session.seek({ time: 115_000 });
    assert.deepEqual([fieldOf(proposed, S1, 'under way'), fieldOf(proposed, S1, 'next free slot'), logOf(proposed, S1), logOf(proposed, S2)], ['1: set x 1, accepted by s1', '2', ['1 1 set x 1'], []]);
    assert.deepEqual(stateOf(proposed, C1), ['◇', 'client', 'waits: set x 1']);
    const chosen = await session.seek({ time: 135_000 });
    assert.deepEqual([logOf(chosen, S1), logOf(chosen, S2), fieldOf(chosen, S1, 'state')], [['1 1 set x 1 ✓'], ['1 1 set x 1'], 'x = 1']);
    const told = await session.seek({ time: 200_000 });
    assert.deepEqual([logOf(told, S3), fieldOf(told, S3, 'leader'), stateOf(told, C1)[2]], [['1 1 set x 1 ✓'], 's1', 'idle']);
  });

  it('shows a hole between the slots, in memory and on a disk', async () => {
    const session = await led({ clients: 4 });
    await acted(session, 195_000, cut(S1, S2), cut(S1, S3));
    await acted(session, 200_000, tell(C1, 'add x 1'));
    await acted(session, 203_000, tell(6, 'add x 10'));
    await acted(session, 212_000, { kind: 'mend', from: S1, to: S3 });
    const view = await session.seek({ time: 224_000 });
    assert.deepEqual([fieldOf(view, S3, 'holes'), logOf(view, S3)], ['1', ['1 ? a hole: nothing is known of it here', '2 1 add x 10']]);
    const down = await acted(session, 224_000, crash(S3));
    assert.deepEqual([stateOf(down, S3)[2], fieldOf(down, S3, 'holes'), logOf(down, S3)], ['on disk: ballot 1', '1', logOf(view, S3)]);
  });

  it('shows the snapshot in place of what was collected, and what a server was told', async () => {
    const away = async (snapshotInterval: number) => {
      const session = await led({ snapshotInterval, retained: 0, thinkTime: 200_000 });
      await acted(session, 40_000, crash(S3));
      const view = await acted(session, 2_000_000, restart(S3));
      assert.equal(/^\d+ … collected; a snapshot stands for slots 1 to \d+ ✓$/.test(logOf(view, S1)[0]!), snapshotInterval > 0);
      return session.seek({ time: 2_400_000 });
    };
    const told = / – .*, told by another ✓$/;
    assert.ok(logOf(await away(0), S3).some((entry) => told.test(entry)));
    assert.match(logOf(await away(2), S3)[0]!, / … collected/);
  });

  it('says what a server can not read', async () => {
    const session = await led();
    await acted(session, 100_000, crash(S2), { kind: 'corrupt-disk', node: S2 });
    const view = await acted(session, 100_000, restart(S2));
    assert.deepEqual(stateOf(view, S2), ['–', 'out of service', "can't read its promise"]);
  });

  it('takes commands of clients, and says what is wrong with others', async () => {
    const session = createSession('multi-paxos', STEADY);
    const { nodes } = await session.snapshot();
    assert.deepEqual(nodes.map(({ command }) => command?.suggestion), [undefined, undefined, undefined, 'set x 1', 'set x 1']);
    await assert.rejects(acted(session, 1_000, tell(C1, 'put x 1')), { name: 'SyntaxError', message: /A command is "set KEY NUMBER".*"put x 1" is none of them/ });
    await assert.rejects(acted(session, 1_000, tell(C1, 'set x y')), { name: 'SyntaxError', message: /"y" is not a whole number/ });
    assert.throws(() => createSession('multi-paxos', { heartbeatInterval: 200_000 }), /heartbeat interval/);
  });

  it('is exported and run again as it was', async () => {
    const session = createSession('multi-paxos', { ...STEADY, faults: 2, thinkTime: 100_000 });
    const view = await session.seek({ time: 3_000_000 });
    const { text } = await session.exportRun({ format: 'run', from: 1, to: 1 });
    const { session: again, deviation } = await replayRun(JSON.parse(text));
    assert.equal(deviation, null);
    assert.deepEqual(await again.snapshot(), view);
  });
});

describe('faults that happen to Multi-Paxos by themselves', function () {
  this.timeout(20_000);

  const faulty = { nodes: 3, clients: 2, thinkTime: 50_000, faultsUntil: 4_000_000 };

  for (const faults of [1, 2, 3]) {
    it(`break nothing at level ${faults}, and commands are answered after them`, async () => {
      for (let seed = 1; seed <= 4; seed++) {
        const view = await createSession('multi-paxos', { ...faulty, faults, seed, snapshotInterval: seed % 2 === 0 ? 5 : 0 }).seek({ time: 10_000_000 });
        assert.deepEqual(violated(view), [], `seed ${seed}`);
        assert.equal(view.properties.at(-1)?.id, 'progress');
      }
    });
  }

  it('ask for progress only where somebody asks for something by himself', async () => {
    const asked = async (values: Record<string, number>) => (await createSession('multi-paxos', { faults: 1, ...values }).snapshot()).properties.some(({ id }) => id === 'progress');
    assert.deepEqual([await asked({ thinkTime: 50_000 }), await asked({}), await asked({ thinkTime: 50_000, faults: 0 })], [true, false, false]);
    const session = createSession('multi-paxos', { ...faulty, faults: 1, faultsUntil: 2_000_000 });
    assert.deepEqual(violated(await session.seek({ time: 2_100_000 })), []);
    await acted(session, 2_100_000, crash(S1), crash(S2));
    assert.deepEqual(violated(await session.seek({ time: 10_000_000 })), [], 'what a user has broken is not held against it');
  });

  it('break properties where a rule is left out, and can be shrunk', async () => {
    const session = createSession('multi-paxos', { ...faulty, nodes: 5, flaw: 6, faults: 3, seed: 1 });
    const view = await session.seek({ time: 6_000_000 });
    assert.ok(violated(view).includes('learning'));
    const over = new Promise<void>((resolve) => session.onJobChange(() => void session.snapshot().then(({ job }) => job?.state !== 'running' && resolve())));
    await session.shrink('learning');
    await over;
    const smaller = await session.snapshot();
    assert.ok(smaller.branch > 0 && smaller.nodes.length < view.nodes.length, `${smaller.nodes.length} nodes`);
    assert.ok(violated(smaller).includes('learning'));
    session.close();
  });
});

describe('a rule of Multi-Paxos that is left out', function () {
  this.timeout(20_000);

  /** By the number of the flaw: what is searched, and what is found in how many steps, where no shorter way exists. */
  const expected: readonly (readonly [parameters: Readonly<Record<string, number>>, bounds: Readonly<Record<string, number>>, property: string, length: number | null] | null)[] = [
    [{}, { crashes: 1 }, 'promises', 4],
    [{}, { begins: 2, timeouts: 0 }, 'promises', 8],
    [{}, {}, 'agreement', 9],
    [{}, { begins: 2, commands: 2 }, 'agreement', null],
    [{}, { commands: 2, timeouts: 0 }, 'execution', 9],
    [{}, { begins: 2, commands: 2 }, 'agreement', 4],
    null,
    [{ snapshotInterval: 1, retained: 0 }, {}, 'garbage', 6],
  ];

  for (const [position, { title }] of MULTI_PAXOS_FLAWS.entries()) {
    const wanted = expected[position];
    if (!wanted) continue;
    const [parameters, bounds, property, length] = wanted;
    it(`is found by a search: ${title}`, async () => {
      const { found, saved } = foundIn(multiPaxosSimulation, { ...parameters, flaw: position + 1 }, { method: length === null ? 'walk' : 'breadth-first', bounds });
      assert.equal(found.property, property);
      if (length !== null) assert.deepEqual([found.length, found.brevity], [length, 'shortest']);
      const view = await restoreSession(saved).snapshot();
      assert.equal(view.properties.find(({ id }) => id === found.property)?.violation?.step, view.cursor.step);
    });
  }

  it('shows in a run: a leader answers reads by itself', async () => {
    const stale = async (flaw: number) => {
      const session = await led({ flaw });
      await acted(session, 100_000, tell(C1, 'set x 1'));
      await acted(session, 200_000, { kind: 'partition', groups: [[S1, C1], [S2, S3, C2]] });
      await acted(session, 700_000, tell(C2, 'set x 2'));
      await acted(session, 1_500_000, tell(C1, 'get x'));
      return session.seek({ time: 1_600_000 });
    };
    const flawed = await stale(7);
    assert.deepEqual([violated(flawed), stateOf(flawed, C1)[2]], [['linearizability'], 'idle']);
    const sound = await stale(0);
    assert.deepEqual([violated(sound), stateOf(sound, C1)[2]], [[], 'waits: get x']);
  });

  it('is none in the reference, which a search sees to be right within its bounds', () => {
    for (const bounds of [{ servers: 2 }, { begins: 2, timeouts: 0 }, { servers: 2, begins: 0, timeouts: 1, crashes: 1 }]) {
      assert.equal(searchIn(multiPaxosSimulation, {}, { method: 'breadth-first', bounds }).report.outcome, 'clear', JSON.stringify(bounds));
    }
  });
});
