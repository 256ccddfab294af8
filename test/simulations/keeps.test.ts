import assert from 'node:assert/strict';
import type { SimulationView } from '../../src/contract/simulation.ts';
import { simulations } from '../../src/simulations/registry.ts';
import { createSession, type Session } from '../../src/simulations/session.ts';

const standing = ({ nodes }: SimulationView, name: string) => nodes.find((node) => node.name === name)?.standing.join(' ');

async function until(session: Session, holds: (view: SimulationView) => boolean): Promise<SimulationView> {
  for (let step = (await session.snapshot()).cursor.step; step < 3_000; step++) {
    const view = await session.seek({ step });
    if (holds(view)) return view;
  }
  throw new Error('It did not come about.');
}

const roleOf = ({ nodes }: SimulationView, role: string) => nodes.filter((node) => node.role === role);

describe('what keeps a node', () => {
  it('from leading, is another leader, an election that is not over, or that it is not there', async () => {
    const session = createSession('raft', { seed: 3 });
    assert.equal(standing(await session.seek({ step: 0 }), 'n1'), 'n1 has not started yet.');
    assert.match(standing(await session.seek({ step: 6 }), 'n1') ?? '', /^n1 is not the leader because it has not stood for election in term 0\. It does when its election timer fires/);
    const standingFor = await until(session, (view) => roleOf(view, 'candidate').length > 0);
    const [candidate] = roleOf(standingFor, 'candidate');
    assert.match(candidate?.standing[0] ?? '', new RegExp(`^${candidate?.name} is not the leader yet: in term 1 it has the votes of ${candidate?.name}, and needs 3 of n1, n2, n3, n4 and n5\\. Missing: `));
    await session.seek({ time: 400_000 });
    const view = await session.act({ kind: 'crash', node: 1 });
    const [leader] = roleOf(view, 'leader');
    assert.deepEqual(leader?.standing, []);
    assert.equal(standing(view, 'n1'), `n1 is not the leader because it follows ${leader?.name}, of term 1. It stands for election only when it hears nothing from ${leader?.name} for a whole election timeout.`);
    assert.equal(standing(view, 'n2'), 'n2 is crashed: it does nothing until it is restarted, and then goes by what its disk has.');
    assert.match(standing(await session.act({ kind: 'pause', node: 0 }), 'n1') ?? '', /^n1 is paused/);
  });

  it('from being elected, is that its log is behind', async () => {
    const session = createSession('raft', { seed: 3, nodes: 3 });
    const [leader] = roleOf(await session.seek({ time: 400_000 }), 'leader');
    const last = [0, 1, 2].filter((node) => node !== leader?.id)[1]!;
    await session.act({ kind: 'crash', node: last });
    await session.act({ kind: 'command', node: 3, command: 'set x 1' });
    await session.seek({ time: 2_000_000 });
    const view = await session.act({ kind: 'restart', node: last });
    assert.match(view.nodes[last]?.standing.join(' ') ?? '', /It would not be elected as it is: its log is behind those of n\d and n\d, which vote only for a log at least as up-to-date as their own\./);
  });

  it('from committing, is who lacks the entry, or that it is of an earlier term', async () => {
    const session = createSession('raft', { seed: 3 });
    const [leader] = roleOf(await session.seek({ time: 400_000 }), 'leader');
    const others = [0, 1, 2, 3, 4].filter((node) => node !== leader?.id);
    await session.act({ kind: 'crash', node: others[0]! });
    await session.act({ kind: 'pause', node: others[1]! });
    await session.act({ kind: 'cut', from: others[2]!, to: leader!.id });
    for (let node = 0; node < 3; node++) await session.act({ kind: 'command', node: 5, command: 'set x 1' });
    const view = await until(session, ({ nodes }) => nodes[leader!.id]!.log.length > 0 && nodes[leader!.id]!.standing.length > 0);
    const far = await session.seek({ time: view.cursor.time + 300_000 });
    const name = (node: number) => `n${node + 1}`;
    const sentence = standing(far, name(leader!.id)) ?? '';
    assert.match(sentence, new RegExp(`^Entry 1 is not committed because ${name(leader!.id)} knows entry 1 on the disks of n\\d and n\\d only, and it takes 3 of n1, n2, n3, n4 and n5\\.|^Entries 1 to \\d are not committed`));
    for (const missing of [`${name(others[0]!)} (crashed)`, `${name(others[1]!)} (paused)`, `${name(others[2]!)} (cut off)`]) assert.ok(sentence.includes(missing), sentence);
  });

  it('from having a value chosen, is the answers that are missing', async () => {
    const session = createSession('paxos', { seed: 1 });
    await session.seek({ step: 7 });
    assert.equal(standing(await session.snapshot(), 'p1'), 'p1 proposes nothing because nobody has told it what to propose.');
    await session.act({ kind: 'crash', node: 2 });
    await session.act({ kind: 'crash', node: 3 });
    await session.act({ kind: 'command', node: 0, command: 'x' });
    const view = await until(session, ({ nodes }) => nodes[0]!.fields.some(({ label, value }) => label === 'promises' && value.startsWith('a3')));
    assert.equal(standing(view, 'p1'), 'p1 may not propose yet: in ballot 1 it has the promises of a3, and needs 2 of a1, a2 and a3. Missing: a1 (crashed) and a2 (crashed).');
    assert.equal(standing(view, 'l1'), 'l1 has learned nothing because it has heard of no acceptance; it takes 2 acceptors in one ballot.');
    assert.equal(standing(view, 'a3'), '');
  });

  it('from finishing a transaction, is whom it waits for, and what it holds meanwhile', async () => {
    const session = createSession('two-phase-commit', { seed: 1 });
    await session.seek({ step: 4 });
    await session.act({ kind: 'command', node: 0, command: 'T1' });
    const asking = await session.snapshot();
    assert.equal(standing(asking, 'c'), 'T1 is not decided because c lacks the vote of p1, p2 and p3. It aborts when it has waited long enough.');
    await until(session, (view) => roleOf(view, 'in doubt').length === 3);
    const view = await session.act({ kind: 'crash', node: 0 });
    assert.equal(standing(view, 'p1'), 'p1 waits for c (crashed), and holds its resource for T1: it has voted for it, so it may neither commit nor abort until it hears the decision.');
    const down = await session.act({ kind: 'crash', node: 1 });
    assert.match(standing(down, 'p1') ?? '', /It is in doubt about T1, by its disk\.$/);
  });

  it('is said in sentences, of every simulation, whatever happens', async () => {
    for (const [type] of simulations) {
      const session = createSession(type, { seed: 4, faults: 3 });
      for (let step = 0; step <= 1_500; step += 60) {
        const { nodes, stuck } = await session.seek({ step });
        for (const sentence of [...nodes.flatMap((node) => node.standing), ...(stuck ? Object.values(stuck) : [])]) assert.match(sentence, /^\S.*[.]$/, type);
        for (const sentence of nodes.flatMap((node) => node.standing)) assert.doesNotMatch(sentence, /undefined|NaN|node \d| {2}/, type);
      }
    }
  });
});
