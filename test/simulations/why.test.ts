import assert from 'node:assert/strict';
import type { SimulationView } from '../../src/contract/simulation.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { raftSimulation } from '../../src/simulations/raft/definition.ts';
import { simulations } from '../../src/simulations/registry.ts';
import { createSession, type Session } from '../../src/simulations/session.ts';
import { namesOf } from '../../src/simulations/view.ts';

async function firstLeader(session: Session): Promise<SimulationView & { leader: number }> {
  for (let step = 1; step < 500; step++) {
    const view = await session.seek({ step });
    const leader = view.nodes.findIndex(({ role }) => role === 'leader');
    if (leader >= 0) return { ...view, leader };
  }
  throw new Error('nobody was elected');
}

const valueOf = ({ nodes }: SimulationView, node: number, label: string) => nodes[node]?.fields.find((field) => field.label === label)?.value;

describe('why a field is what it is', () => {
  it('is answered by the step that made it so, and by what led there', async () => {
    const session = createSession('raft', { seed: 3 });
    const { leader, cursor } = await firstLeader(session);
    await session.seek({ step: cursor.step + 40 });
    const { text, chain, isCut } = await session.why(leader, 'role');
    assert.equal(text, `n${leader + 1}: role is “leader” since step ${cursor.step}.`);
    assert.equal(isCut, false);
    assert.equal(chain[0]?.kind, 'timer');
    assert.equal(chain[0]?.node, leader);
    assert.deepEqual(
      chain.map(({ kind }) => kind),
      ['timer', 'send', 'deliver', 'send', 'deliver', 'note', ...chain.slice(6).map(() => 'note')],
    );
    assert.match(chain.at(5)?.title ?? '', /becomes leader/);
  });

  it('says so where it was so from the start', async () => {
    const session = createSession('raft');
    await session.seek({ step: 5 });
    assert.deepEqual(await session.why(0, 'commitIndex'), { branch: 0, step: 5, node: 0, label: 'commitIndex', text: 'n1: commitIndex is “0” since step 1.', chain: await session.events(0, 1), isCut: false });
    const before = createSession('raft');
    assert.equal((await before.why(0, 'role')).text, 'n1: role is “down” from the start.');
  });

  it('goes back to a command and to a fault', async () => {
    const session = createSession('raft', { seed: 3 });
    const { leader } = await firstLeader(session);
    await session.act({ kind: 'command', node: 5, command: 'set x 1' });
    await session.seek({ time: 2_000_000 });
    const { chain } = await session.why(5, 'serial');
    assert.equal(chain[0]?.kind, 'command');
    await session.act({ kind: 'crash', node: leader });
    const crashed = await session.why(leader, 'role');
    assert.deepEqual(crashed.chain.map(({ kind, node }) => [kind, node]), [['crash', leader]]);
  });

  it('holds for every field of every simulation: the value was another before, and each link was caused by the one before', async () => {
    for (const [type] of simulations) {
      const session = createSession(type, { seed: 5, faults: 2 });
      const view = await session.seek({ step: 400 });
      for (const { id, fields } of view.nodes) {
        for (const { label, value } of fields) {
          await session.seek({ step: view.cursor.step });
          const { text, chain } = await session.why(id, label);
          const [, since] = / since step (\d+)\.$/.exec(text) ?? [];
          if (since === undefined) continue;
          assert.equal(valueOf(await session.seek({ step: Number(since) }), id, label), value, `${type}: ${text}`);
          assert.notEqual(valueOf(await session.seek({ step: Number(since) - 1 }), id, label), value, `${type}: ${text}`);
          const links = chain.filter(({ kind }) => kind !== 'note');
          assert.equal(links.at(-1)?.step, Number(since));
          links.slice(1).forEach(({ cause }, position) => assert.equal(cause, links[position]?.id));
        }
      }
    }
  });

  it('is found in a long run without keeping others from the thread', async () => {
    let breaths = 0;
    const session = createSession('raft', { seed: 3, nodes: 3, thinkTime: 20_000 }, async () => void breaths++);
    const view = await session.seek({ step: 8_000 });
    const follower = view.nodes.findIndex(({ role }) => role === 'follower');
    breaths = 0;
    const { text } = await session.why(follower, 'role');
    assert.match(text, /^n\d: role is “follower” since step \d+\.$/);
    assert.ok(breaths >= 12, `${breaths} breaths`);
  });

  it('is cut where it goes far back', async () => {
    // Two proposers that keep each other from getting through: each message is the answer to the one before.
    const session = createSession('paxos', { wishes: 2, backOff: 0, messageTime: 10_000, seed: 1 });
    await session.seek({ step: 300 });
    const { chain, isCut } = await session.why(2, 'promised ballot');
    assert.equal(isCut, true);
    assert.equal(chain.filter(({ kind }) => kind !== 'note').length, 12);
    assert.deepEqual((await session.inspectEvent(chain[0]!.id)).event, chain[0]);
  });

  it('refuses what there is not', async () => {
    const session = createSession('raft');
    await assert.rejects(session.why(17, 'role'), /There is no node 17: this simulation has nodes 0 to 5\./);
    await assert.rejects(session.why(0, 'colour'), /n1 shows no “colour” after step 0\./);
  });
});

describe('why a field is what it is, against a look at every moment', () => {
  it('finds the latest change', async () => {
    const values = valuesOf(raftSimulation.parameters, { seed: 9, faults: 3 });
    const session = createSession('raft', { seed: 9, faults: 3 });
    const system = raftSimulation.build(values);
    const run = new Run({ system, seed: 9, schedule: raftSimulation.schedule?.(values) ?? [] });
    run.advanceTo(1_300);
    const termAt = (step: number) => raftSimulation.describeNode(run.at(step).nodes[0]!, namesOf(system)).fields.find(({ label }) => label === 'currentTerm')?.value;
    let since = 0;
    for (let step = 1; step <= 1_300; step++) {
      if (termAt(step) !== termAt(step - 1)) since = step;
      if (step % 130 !== 0 || termAt(step) === undefined) continue;
      await session.seek({ step });
      assert.match((await session.why(0, 'currentTerm')).text, new RegExp(` since step ${since}\\.$`));
    }
  });
});
