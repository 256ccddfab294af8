import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { SimulationView, type Action } from '../../src/contract/simulation.ts';
import type { LeaseMessage, LeaseNote } from '../../src/engine/protocols/lease/messages.ts';
import { Run } from '../../src/engine/sim/run.ts';
import type { Values } from '../../src/simulations/definition.ts';
import { leaseSimulation } from '../../src/simulations/lease/definition.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { foundSession } from '../../src/simulations/search/found.ts';
import { searchTask, type SearchEnd } from '../../src/simulations/search/task.ts';
import { createSession, restoreSession, type Session } from '../../src/simulations/session.ts';
import { faultedClients } from '../engine/protocols/lease/campaign.ts';

const [LOCK, STORE, C1, C2] = [0, 1, 2, 3] as const;
const NAMES = ['lock', 'store', 'c1', 'c2', 'c3', 'c4'];
const nameOf = (node: number | null) => (node === null ? 'the network' : (NAMES[node] ?? ''));

/** What is done at a millisecond. */
type Deed = readonly [at: number, action: Action];

const work = (at: number, node: number): Deed => [at, { kind: 'command', node, command: 'work' }];

async function at(session: Session, ms: number): Promise<SimulationView> {
  return session.seek({ time: ms * 1000 });
}

async function after(session: Session, ...deeds: readonly Deed[]): Promise<Session> {
  for (const [ms, action] of deeds) {
    await at(session, ms);
    await session.act(action);
  }
  return session;
}

const summaries = ({ nodes }: SimulationView) => nodes.map(({ summary }) => summary);
const summary = (view: SimulationView, node: number) => view.nodes[node]!.summary;
const role = (view: SimulationView, node: number) => view.nodes[node]!.role;
const fieldOf = (view: SimulationView, node: number, label: string) => view.nodes[node]!.fields.find((field) => field.label === label)?.value;
const broken = ({ properties }: SimulationView) => properties.flatMap(({ title, violation }) => (violation ? [title] : []));
const titles = (view: SimulationView) => view.now.map(({ title }) => title);

/** When something was first said, in milliseconds. */
async function whenFirst(session: Session, title: string): Promise<number> {
  const found = (await session.events(0, 500)).find((event) => event.title === title);
  assert.ok(found, `“${title}” did not happen`);
  return found.time / 1000;
}

describe('the simulation of a lock', () => {
  it('has words, and a section, for every note and every message that there can be', () => {
    const notes = new Set<string>();
    const messages = new Set<string>();
    for (let seed = 1; seed <= 40; seed++) {
      const { system, schedule } = faultedClients(seed);
      const run = new Run({ system, seed, schedule });
      run.advanceTo(2_000);
      for (const event of run.trace) {
        if (event.kind === 'note') notes.add((event.payload as LeaseNote).note);
        if (event.kind === 'deliver') messages.add((event.payload as { message: LeaseMessage }).message.type);
        if (!['note', 'deliver', 'timer', 'sync'].includes(event.kind)) continue;
        const narration = leaseSimulation.narrate(event, nameOf);
        assert.ok(narration?.reference && narration.explanation.endsWith('.'), JSON.stringify(event));
        assert.doesNotMatch(narration.title + narration.explanation, /undefined|null|NaN|\[object|\{"/);
      }
    }
    assert.deepEqual([...messages].sort(), ['fenced', 'grant', 'read', 'release', 'renew', 'renewed', 'request', 'value', 'write', 'written']);
    assert.deepEqual([...notes].sort(), ['expired', 'extended', 'gave-up', 'granted', 'holding', 'refused', 'released', 'renewed', 'worked', 'wrote']);
  });

  it('gives views that keep to the contract, whatever happens', async () => {
    for (const flaw of [0, 1, 2, 3, 4]) {
      const session = createSession('lease', { clients: 4, pieces: 5, renews: 1, loss: 0.05, duplication: 0.1, faults: 3, faultsUntil: 5_000_000, drift: -1000, flaw });
      for (let ms = 0; ms <= 6_000; ms += 333) v.parse(v.strictObject(SimulationView.entries), await at(session, ms));
    }
  });

  it('breaks nothing under faults of any level, and gets all work done after them', async () => {
    for (const faults of [1, 2, 3]) {
      for (let seed = 1; seed <= 5; seed++) {
        const session = createSession('lease', { clients: 3, pieces: 6, lastLook: 1, workTime: 50_000, faults, faultsUntil: 4_000_000, seed });
        const view = await at(session, 60_000);
        assert.deepEqual([view.properties.length, broken(view)], [4, []], `level ${faults}, seed ${seed}`);
      }
    }
  });

  it('asks for work to be done where there is some, and faults stop', async () => {
    const asked = async (values: Values) => (await createSession('lease', values).snapshot()).properties.some(({ title }) => title === 'Work is done');
    assert.deepEqual([await asked({ pieces: 1, faults: 1 }), await asked({ pieces: 1 }), await asked({ faults: 1 })], [true, false, false]);
  });

  it('gives each client its pieces of work, at times drawn from the seed', async () => {
    const session = createSession('lease', { clients: 3, pieces: 2 });
    const view = await at(session, 20_000);
    assert.equal(fieldOf(view, STORE, 'value'), '6');
    assert.deepEqual([2, 3, 4].map((node) => fieldOf(view, node, 'pieces done')), ['2', '2', '2']);
    const other = await at(createSession('lease', { clients: 3, pieces: 2, seed: 2 }), 2_000);
    assert.notDeepEqual(other.nodes, (await at(createSession('lease', { clients: 3, pieces: 2 }), 2_000)).nodes);
  });

  it('shows what is left of nodes that are down', async () => {
    const session = await after(createSession('lease'), work(100, C1), [200, { kind: 'crash', node: LOCK }], [200, { kind: 'crash', node: C1 }]);
    assert.deepEqual([fieldOf(await session.snapshot(), LOCK, 'last token on disk'), summary(await session.snapshot(), C1)], ['1', 'down']);
    const view = await session.act({ kind: 'restart', node: LOCK });
    assert.deepEqual([summary(view, LOCK), fieldOf(view, LOCK, 'lent to')], ['waits until 0.700 s', 'whoever had it before the crash']);
  });

  it('has words for scenes: what is noted, sent and read of a node', () => {
    const { vocabulary } = leaseSimulation;
    const typeOf = (value: unknown) => (typeof value === 'boolean' ? 'flag' : typeof value === 'string' ? 'text' : typeof value);
    const read = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) {
      const { system, schedule } = faultedClients(seed);
      const run = new Run({ system, seed, schedule });
      for (let step = 1; step <= 400 && run.advance(); step++) {
        for (const node of run.at(step).nodes) {
          const role = vocabulary.roleOf(node);
          if (role !== undefined) read.add(role);
          for (const { name, type } of vocabulary.fields) {
            const value = vocabulary.valueOf(node, name);
            if (value === undefined) continue;
            assert.equal(typeOf(value), type, name);
            read.add(name);
          }
        }
      }
      for (const { kind, payload } of run.trace) {
        if (kind === 'deliver') assert.ok(vocabulary.messages.some(({ name }) => name === vocabulary.typeOf((payload as { message: LeaseMessage }).message)));
        if (kind !== 'note') continue;
        const word = vocabulary.events.find(({ name }) => name === (payload as LeaseNote).note);
        assert.ok(word, JSON.stringify(payload));
        for (const { name, type } of word.fields) assert.equal(typeOf((payload as Record<string, unknown>)[name]), type, `${word.name}.${name}`);
      }
    }
    assert.deepEqual([...read].sort(), [...vocabulary.roles, ...vocabulary.fields].map(({ name }) => name).sort());
  });

  it('is made smaller where it fails: what is left is one pause', async () => {
    const session = createSession('lease', { clients: 4, pieces: 10, leaseDuration: 100_000, workTime: 20_000, lastLook: 1, faults: 3, faultsUntil: 6_000_000, flaw: 1, seed: 4 }, setImmediate);
    const before = await at(session, 7_000);
    assert.ok(broken(before).includes('No lost update'));
    await session.shrink('no-lost-update');
    let after = await session.snapshot();
    for (; after.job?.state === 'running'; after = await session.snapshot()) await setImmediate();
    assert.match(after.job?.outcome ?? '', /^\d\d faults became 1, 40 commands became 3, 6 nodes became 4\..* then pause c2\. Leave out any one thing more, and it does not fail\.$/);
    assert.ok(broken(after).includes('No lost update'));
  });

  it('takes one command, by clients', async () => {
    const session = createSession('lease');
    await at(session, 100);
    await assert.rejects(session.act({ kind: 'command', node: C1, command: 'set x 1' }), { name: 'SyntaxError', message: /Clients know one command, "work"/ });
    await assert.rejects(session.act({ kind: 'command', node: STORE, command: 'work' }), /store/);
  });

  it('refuses work that no lease is long enough for', async () => {
    const session = createSession('lease', { leaseDuration: 1_000_000, workTime: 900_000 });
    await assert.rejects(session.configure({ maximumDrift: 200_000 }), /of a lease of 1000000 µs a client can use 666666/);
    await session.configure({ maximumDrift: 200_000, renews: 1 });
  });
});

interface Topic {
  readonly examples: readonly { readonly id: string; readonly parameters: Values; readonly steps: readonly { readonly title: string; readonly instruction: string }[] }[];
}

const topic = JSON.parse(readFileSync(new URL('../../exercises/core/topics/leases-and-fencing/topic.json', import.meta.url), 'utf8')) as Topic;

function exampleOf(id: string): Topic['examples'][number] {
  const example = topic.examples.find((each) => each.id === id);
  assert.ok(example, id);
  return example;
}

const exampleSession = (id: string, changes: Values = {}) => createSession('lease', { ...exampleOf(id).parameters, ...changes });

/** What a guide says of a run is so. */
describe('the guides of the topic on leases', () => {
  const PAUSED = [work(100, C1), [200, { kind: 'pause', node: C1 }], work(250, C2), work(250, C2)] as const satisfies readonly Deed[];

  it('taken-and-given-back', async () => {
    const session = await after(exampleSession('taken-and-given-back'), work(100, C1));
    let view = await session.seek({ step: (await session.snapshot()).cursor.step + 1 });
    assert.deepEqual([titles(view).includes('lock lends the lock to c1 with token 1'), summary(view, LOCK)], [true, 'c1 until 0.610 s']);
    view = await session.seek({ step: view.cursor.step + 1 });
    assert.deepEqual([titles(view).includes('c1 has the lock, with token 1'), summary(view, LOCK), summary(view, C1)], [true, 'c1 until 0.610 s', 'token 1 until 0.599 s']);
    assert.equal(role(view, C1), 'holder');
    await after(session, work(200, C2));
    view = await at(session, 250);
    assert.equal(summary(view, C2), 'asks for the lock');
    assert.deepEqual([await whenFirst(session, 'lock receives request 1 from c2').catch(() => 0), view.messages.length], [210, 0]);
    view = await at(session, 370);
    assert.deepEqual(summaries(view), ['free', 'value 1 · fence 1', 'idle', 'asks for the lock']);
    view = await at(session, 700);
    assert.equal(summary(view, STORE), 'value 2 · fence 2');
    assert.deepEqual(view.nodes[STORE]!.log.map(({ mark, label }) => [mark, label]), [['1', 'write 1'], ['2', 'write 2']]);
  });

  it('paused-holder', async () => {
    const session = await after(exampleSession('paused-holder'), work(100, C1));
    assert.deepEqual([fieldOf(await at(session, 200), C1, 'does')], ['working']);
    await after(session, ...PAUSED.slice(1));
    let view = await at(session, 620);
    assert.deepEqual([await whenFirst(session, 'lock takes the lock back'), summary(view, LOCK), role(view, C1)], [610, 'free', 'late holder']);
    view = await at(session, 1_400);
    assert.deepEqual([summary(view, STORE), fieldOf(view, C2, 'pieces done'), fieldOf(view, C1, 'token')], ['value 2 · fence 3', '2', '1']);
    await after(session, [1_500, { kind: 'resume', node: C1 }]);
    view = await session.seek({ step: (await session.snapshot()).cursor.step + 1 });
    assert.ok(titles(view).includes('c1 → store: write 1 (token 1)'), titles(view).join());
    view = await session.seek({ step: view.cursor.step + 1 });
    assert.ok(titles(view).includes('c1 gives up its lease'), titles(view).join());
    view = await session.seek({ step: view.cursor.step + 1 });
    assert.ok(titles(view).includes('store refuses token 1'), titles(view).join());
    assert.equal(summary(view, STORE), 'value 2 · fence 3');
    view = await at(session, 2_000);
    assert.deepEqual([summary(view, STORE), view.nodes[STORE]!.log.map(({ mark }) => mark), broken(view)], ['value 3 · fence 4', ['2', '3', '4'], []]);
  });

  it('without-fencing', async () => {
    const session = await after(exampleSession('without-fencing'), ...PAUSED);
    assert.equal(fieldOf(await at(session, 1_400), STORE, 'value'), '2');
    await after(session, [1_500, { kind: 'resume', node: C1 }]);
    let view = await at(session, 1_510);
    assert.deepEqual([fieldOf(view, STORE, 'value'), broken(view)], ['1', ['Order of holders', 'No lost update']]);
    view = await at(session, 2_000);
    assert.deepEqual([fieldOf(view, STORE, 'value'), fieldOf(view, C1, 'pieces done'), fieldOf(view, C2, 'pieces done')], ['2', '1', '2']);

    const careful = await after(exampleSession('without-fencing', { lastLook: 0 }), ...PAUSED, [1_500, { kind: 'resume', node: C1 }]);
    view = await at(careful, 1_600);
    assert.deepEqual([fieldOf(view, STORE, 'value'), broken(view)], ['2', []]);
    assert.equal(await whenFirst(careful, 'c1 gives up its lease'), 1_500);

    const late = exampleSession('without-fencing', { lastLook: 0 });
    const slowLink: Action = { kind: 'link', from: C1, to: STORE, quality: { latency: { kind: 'constant', value: 2_000_000 }, loss: 0, duplication: 0 } };
    await after(late, work(100, C1), [200, slowLink], work(250, C2), work(250, C2));
    view = await at(late, 2_339);
    assert.deepEqual([fieldOf(view, STORE, 'value'), await whenFirst(late, 'c1 → store: write 1 (token 1)')], ['2', 340]);
    view = await at(late, 2_340);
    assert.deepEqual([fieldOf(view, STORE, 'value'), broken(view)], ['1', ['Order of holders', 'No lost update']]);
  });

  it('slow-clock', async () => {
    const session = await after(exampleSession('slow-clock'), work(100, C1), work(150, C2));
    let view = await session.snapshot();
    assert.deepEqual([summary(view, LOCK), summary(view, C1), fieldOf(view, C1, 'lease until')], ['c1 until 1.110 s', 'token 1 until 1.348 s', '1.348 s, when its clock shows 1.078 s']);
    view = await at(session, 1_200);
    assert.deepEqual([role(view, C1), summary(view, C1), role(view, C2), fieldOf(view, C2, 'token'), broken(view)], ['holder', 'token 1 until 1.348 s', 'holder', '2', []]);
    view = await at(session, 1_275);
    assert.ok(titles(view).includes('store refuses token 1'));
    await assert.rejects(session.configure({ maximumDrift: 200_000 }), /The work takes 900000 µs/);
    await session.configure({ maximumDrift: 200_000, workTime: 500_000 });
    await after(session, work(100, C1));
    view = await at(session, 200);
    assert.deepEqual([summary(view, LOCK), summary(view, C1)], ['c1 until 1.110 s', 'token 1 until 0.933 s']);
  });

  it('renewals', async () => {
    const session = await after(exampleSession('renewals'), work(100, C1), work(200, C2));
    let view = await at(session, 600);
    assert.deepEqual([summary(view, LOCK), role(view, C1), summary(view, C2)], ['c1 until 0.829 s', 'holder', 'asks for the lock']);
    const renewals = (await session.events(0, 500)).filter(({ title }) => title === 'lock extends the lease of token 1').map(({ time }) => Math.round(time / 1000));
    assert.deepEqual(renewals, [230, 330, 429, 529]);
    await session.act({ kind: 'crash', node: C1 });
    view = await at(session, 920);
    assert.deepEqual([role(view, C2), await whenFirst(session, 'lock takes the lock back')], ['holder', 829.2]);
    await after(session, [590, { kind: 'cut', from: C1, to: LOCK }]);
    await at(session, 1_500);
    const [givenUp, takenBack] = [await whenFirst(session, 'c1 gives up its lease'), await whenFirst(session, 'lock takes the lock back')];
    assert.ok(givenUp < takenBack && takenBack < (await whenFirst(session, 'lock lends the lock to c2 with token 2')));
  });

  it('search-for-the-lost-update', async () => {
    const { parameters } = exampleOf('search-for-the-lost-update');
    const search = (changes: Values, bounds: Values = {}) => {
      const values = valuesOf(leaseSimulation.parameters, { ...parameters, ...changes });
      const task = searchTask(leaseSimulation, values, { method: 'breadth-first', bounds, worlds: 1_000_000, seconds: 60, megabytes: 500, seed: 1 });
      let end: SearchEnd | undefined;
      while (!end) end = task.run();
      return { end, values, worlds: task.counts.worlds };
    };
    const found = ({ end, values }: ReturnType<typeof search>, bounds: Values = {}) => {
      assert.ok(end.kind === 'violated', end.kind);
      return { session: restoreSession(foundSession(leaseSimulation, values, bounds, end.found)), ...end.found };
    };
    const unfenced = found(search({}));
    assert.deepEqual([unfenced.property, unfenced.length, unfenced.brevity], ['no-lost-update', 13, 'shortest']);
    const view = await unfenced.session.snapshot();
    // A timer that is fired by hand says nothing of clocks, so that only the update is lost.
    assert.deepEqual([broken(view), view.nodes[STORE]!.log.map(({ label }) => label)], [['No lost update'], ['write 1', 'write 1']]);
    const reads = found(search({ flaw: 2 }));
    assert.deepEqual([reads.property, reads.length], ['no-lost-update', 13]);
    const tokens = found(search({ flaw: 3 }, { crashes: 1 }), { crashes: 1 });
    assert.deepEqual([tokens.property, tokens.length], ['no-lost-update', 17]);
    assert.deepEqual((await tokens.session.snapshot()).nodes[STORE]!.log.map(({ mark }) => mark), ['1']);
    const sound = search({ flaw: 0 });
    assert.deepEqual([sound.end.kind, Math.floor(sound.worlds / 1_000)], ['exhausted', 13]);
  });

  it('are all that there are', () => {
    assert.deepEqual(topic.examples.map(({ id }) => id), ['taken-and-given-back', 'paused-holder', 'without-fencing', 'slow-clock', 'renewals', 'search-for-the-lost-update']);
  });
});

describe('a flaw of a lock that shows only in time', () => {
  it('lets two clients hold it where clocks are as wrong as was allowed for', async () => {
    const values = { latencyMin: 10_000, latencyMax: 10_000, leaseDuration: 1_000_000, maximumDrift: 200_000, drift: -200_000, workTime: 600_000 };
    // The client hears nothing of the store any more, and keeps the lock as long as it believes that it may.
    const deeds = [work(100, C1), [200, { kind: 'cut', from: C1, to: STORE }], work(150 + 60, C2)] as const satisfies readonly Deed[];
    const holders = async (flaw: number) => broken(await at(await after(createSession('lease', { ...values, flaw }), ...deeds), 1_340));
    assert.deepEqual([await holders(4), await holders(0)], [['One holder'], []]);
  });
});
