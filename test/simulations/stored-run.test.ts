import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { ExportFormat } from '../../src/contract/simulation.ts';
import { createSession, replayRun, type Session } from '../../src/simulations/session.ts';
import { StoredRun } from '../../src/simulations/stored-run.ts';

/** Two branches, of which the second is shown, at a moment in its middle. */
async function session(): Promise<Session> {
  const made = createSession('raft', { thinkTime: 40_000, seed: 3, loss: 0.1 });
  await made.seek({ step: 900 });
  await made.seek({ step: 250 });
  await made.act({ kind: 'crash', node: 1, torn: true });
  await made.act({ kind: 'partition', groups: [[0], [2, 3]] });
  await made.seek({ step: 700 });
  await made.seek({ step: 333 });
  return made;
}

async function written(format: ExportFormat, made?: Session): Promise<StoredRun> {
  const { text } = await (made ?? (await session())).exportRun({ format, from: 1, to: 400 });
  return JSON.parse(text) as StoredRun;
}

/** A copy in which `change` has changed something. */
function changed(stored: StoredRun, change: (copy: StoredRun) => void): StoredRun {
  const copy = structuredClone(stored);
  change(copy);
  return copy;
}

describe('a stored run', () => {
  it('is replayed identically: branches, moment, and every event', async () => {
    const made = await session();
    const before = await made.snapshot();
    const { session: again, deviation } = await replayRun(await written('run', made));
    assert.equal(deviation, null);
    assert.deepEqual(await again.snapshot(), before);
    assert.deepEqual(await again.events(0, 500), await made.events(0, 500));
    assert.deepEqual(await written('run', again), await written('run', made));
  });

  it('says what it is: format, versions, parameters, schedules and digests', async () => {
    const stored = await written('run');
    v.parse(StoredRun, stored);
    assert.equal(stored.format, 'distributed-systems-mastery/run');
    assert.deepEqual(stored.session.branches.map(({ label, steps }) => [label, steps]), [['first run', 900], [stored.session.branches[1]?.label, 700]]);
    assert.deepEqual(stored.session.branches[1]?.schedule.map(({ action }) => action.kind), ['crash', 'partition']);
    for (const { events, interval, hashes } of stored.fingerprints) assert.equal(hashes.length, Math.ceil(events / interval));
  });

  it('can hold the events of some steps, each on a line with its title', async () => {
    const made = await session();
    const { text } = await made.exportRun({ format: 'json', from: 100, to: 300 });
    const { events } = v.parse(StoredRun, JSON.parse(text));
    assert.ok(events);
    assert.equal(events.branch, 1);
    assert.deepEqual(events.nodes[5], { id: 5, name: 'c1', kind: 'client' });
    assert.deepEqual([events.list[0]?.step, events.list.at(-1)?.step], [100, 300]);
    const [shown] = await made.events(events.list[7]?.id ?? 0, 1);
    assert.deepEqual(text.split('\n').filter((line) => line.includes(`"id":${shown?.id},`)).length, 1);
    assert.equal(events.list[7]?.title, shown?.title);
    const payload = events.list.find(({ kind }) => kind === 'deliver')?.payload;
    assert.deepEqual(Object.keys(payload as object), ['id', 'from', 'to', 'message', 'sentAt', 'arrivesAt']);
    assert.equal((await replayRun(JSON.parse(text))).deviation, null);
  });

  describe('that can not be replayed says why', () => {
    const refused: readonly (readonly [what: string, change: (copy: StoredRun) => void, why: RegExp])[] = [
      ['another format', (copy) => Object.assign(copy, { format: 'x' }), /no stored run of version 1: .* at format/],
      ['another version of the format', (copy) => Object.assign(copy, { version: 2 }), /no stored run of version 1: .* at version/],
      ['an unknown simulation', (copy) => (copy.session.type = 'gossip'), /no simulation of type "gossip"; there is raft/],
      ['a parameter out of range', (copy) => (copy.session.values['nodes'] = 99), /Servers is between 3 and 9, not 99/],
      ['an unknown parameter', (copy) => (copy.session.values['speed'] = 1), /no parameter "speed"/],
      ['a schedule for other nodes', (copy) => copy.session.branches[1]?.schedule.push({ at: 1e7, action: { kind: 'crash', node: 77 } }), /\(crash\) names node 77/],
      ['a schedule out of order', (copy) => Object.assign(copy.session.branches[1]?.schedule[1] ?? {}, { at: 0 }), /put them in order of time/],
      ['an unknown action', (copy) => Object.assign(copy.session.branches[1]?.schedule[0] ?? {}, { action: { kind: 'explode' } }), /no stored run.*schedule\.0\.action/],
      ['a command that no client understands', (copy) => copy.session.branches[0]?.schedule.push({ at: 5, action: { kind: 'command', node: 5, command: 'jump' } }), /A command is "set KEY NUMBER"/],
      ['a command to a server', (copy) => copy.session.branches[0]?.schedule.push({ at: 5, action: { kind: 'command', node: 0, command: 'get x' } }), /n1 takes no commands: they are given to c1\./],
      ['too few digests', (copy) => copy.fingerprints[0]?.hashes.pop(), /one digest for each interval/],
      ['a missing fingerprint', (copy) => copy.fingerprints.pop(), /one fingerprint for each branch/],
    ];
    for (const [what, change, why] of refused) {
      it(`of ${what}`, async () => {
        const stored = changed(await written('run'), change);
        await assert.rejects(replayRun(stored), why);
      });
    }

    it('where it parts, between which events', async () => {
      const stored = changed(await written('run'), ({ session: { branches } }) => branches[1]?.schedule.splice(1, 1));
      const { deviation, session: again } = await replayRun(stored);
      assert.match(deviation ?? '', /^“crash n2 at .*” is not the run that was stored\. It is (the same for \d+ events, up to|another run from its first)/);
      assert.equal((await again.snapshot()).branches.length, 2);
    });

    it('with the event, where events are stored', async () => {
      const stored = await written('json');
      const parted = changed(stored, ({ session: { branches } }) => branches[1]?.schedule.splice(1, 1));
      assert.match((await replayRun(parted)).deviation ?? '', /The first that differs is event \d+ \(step 252, .*: Partition: .*\): its kind was "partition" and is /);
      const edited = changed(stored, ({ events }) => Object.assign(events?.list[40] ?? {}, { time: 1 }));
      assert.match((await replayRun(edited)).deviation ?? '', /The first that differs is event 40 .*: its time was 1 and is \d+\.$/);
    });

    it('with the version, where another engine stored it', async () => {
      const stored = changed(await written('run'), (copy) => {
        copy.session.engine = 99;
      });
      assert.equal((await replayRun(stored)).deviation, null, 'the run is the same all the same');
      const other = changed(stored, (copy) => copy.fingerprints[0]?.hashes.fill('0'.repeat(16)));
      assert.match((await replayRun(other)).deviation ?? '', /“first run” is not the run that was stored\. It was recorded by version 99 of the engine, and this is version 1\. It is another run from its first \d+ events on\./);
    });
  });

  it('is refused in words where it is no such thing', async () => {
    for (const data of [null, 7, 'x', [], {}, { format: 'distributed-systems-mastery/run' }]) await assert.rejects(replayRun(data), /no stored run of version 1/);
  });
});

describe('exports of a session', () => {
  it('are of the steps that were asked for', async () => {
    const made = await session();
    const log = await made.exportRun({ format: 'shiviz', from: 100, to: 120 });
    assert.equal(log.language, 'plaintext');
    assert.ok(log.text.startsWith('(?<host>'));
    const diagram = await made.exportRun({ format: 'mermaid', from: 1, to: 120 });
    assert.match(diagram.text, /^# Raft, crash n2 at \d\.\d{3} s: steps 1 to 120, up to \d\.\d{3} s\n\n```mermaid\nsequenceDiagram\n/);
    assert.ok(diagram.text.endsWith('\n```\n'));
    assert.equal(diagram.fileName, 'raft.md');
    assert.equal(diagram.remark, null);
  });

  it('say what they left out', async () => {
    const { remark } = await (await session()).exportRun({ format: 'mermaid', from: 1, to: 700 });
    assert.match(remark ?? '', /The diagram ends at/);
  });

  it('refuse steps that there are not, and more than an editor can hold', async () => {
    const made = await session();
    await assert.rejects(made.exportRun({ format: 'json', from: 1, to: 701 }), /1 to 701 are no steps of this branch, which has steps 1 to 700/);
    await assert.rejects(made.exportRun({ format: 'json', from: 9, to: 8 }), /9 to 8 are no steps/);
    await assert.rejects(createSession('raft').exportRun({ format: 'mermaid', from: 1, to: 0 }), /no steps yet/);
    const busy = createSession('raft', { thinkTime: 10_000, heartbeatInterval: 10_000, nodes: 9, clients: 3 });
    const { head } = await busy.seek({ time: 30_000_000 });
    assert.ok(head.eventCount > 100_000);
    await assert.rejects(busy.exportRun({ format: 'shiviz', from: 1, to: head.step }), /These steps have \d+ events, and an export holds at most 100000\. Choose a smaller part/);
  });
});
