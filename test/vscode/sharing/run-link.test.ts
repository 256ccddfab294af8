import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { createSession, replayRun, type Session } from '../../../src/simulations/session.ts';
import { linkOf, MOST_BYTES, MOST_CHARACTERS, runOfLink } from '../../../src/vscode/sharing/run-link.ts';

const BASE = 'vscode://publisher.name';

/** The second of two branches, at a moment between two steps. */
async function session(): Promise<Session> {
  const made = createSession('raft', { thinkTime: 40_000, seed: 3, loss: 0.1 });
  await made.seek({ step: 900 });
  await made.seek({ step: 250 });
  await made.act({ kind: 'crash', node: 1, torn: true });
  await made.act({ kind: 'partition', groups: [[0], [2, 3]] });
  await made.seek({ step: 700 });
  const { cursor, nextTime } = await made.seek({ step: 333 });
  await made.seek({ time: cursor.time + Math.floor(((nextTime ?? 0) - cursor.time) / 2) });
  return made;
}

function queryOf(link: string | null): string {
  assert.ok(link !== null);
  return new URL(link).search.slice(1);
}

function packed(data: unknown, version = '1'): string {
  return `v=${version}&data=${deflateRawSync(JSON.stringify(data)).toString('base64url')}`;
}

describe('a link to a moment of a run', () => {
  it('brings the branch that is shown back to the same moment', async () => {
    const made = await session();
    const before = await made.snapshot();
    const link = linkOf(BASE, await made.shared());
    assert.match(link ?? '', /^vscode:\/\/publisher\.name\/run\?v=1&data=[\w-]+$/);
    assert.ok((link ?? '').length < 1_000, `${link?.length} characters are many for so little`);
    const { session: again, deviation } = await replayRun(runOfLink(queryOf(link)));
    assert.equal(deviation, null);
    const after = await again.snapshot();
    assert.deepEqual(after.cursor, before.cursor);
    assert.deepEqual([after.nodes, after.messages, after.now, after.head], [before.nodes, before.messages, before.now, before.head]);
    assert.equal(after.branches.length, 1);
  });

  it('is short for a long run too', async () => {
    const made = createSession('raft', { thinkTime: 10_000, heartbeatInterval: 10_000 });
    await made.seek({ time: 30_000_000 });
    assert.ok((linkOf(BASE, await made.shared()) ?? '').length < 1_000);
  });

  it('is refused for what would be too long', async () => {
    const made = createSession('raft');
    const run = await made.shared();
    const [branch] = run.session.branches;
    assert.ok(branch);
    const acts = (count: number, node: (place: number) => number) => Array.from({ length: count }, (_, place) => ({ at: place * 7919, action: { kind: 'pause' as const, node: node(place) } }));
    const withActs = (schedule: typeof branch.schedule) => ({ ...run, session: { ...run.session, branches: [{ ...branch, schedule }] } });
    assert.notEqual(linkOf(BASE, withActs(acts(100, (place) => place % 5))), null);
    assert.equal(linkOf(BASE, withActs(acts(5_000, (place) => (place * place * 31) % 5))), null, 'too many characters');
    assert.equal(linkOf(BASE, { ...run, session: { ...run.session, branches: [{ ...branch, label: 'x'.repeat(MOST_BYTES) }] } }), null, 'too many bytes');
  });

  for (const [what, query, why] of [
    ['is empty', '', /holds no run/],
    ['has lost its data', 'v=1', /holds no run/],
    ['is of another version', packed({}, '2'), /is of version 2; this version of the extension reads version 1/],
    ['is too long', `v=1&data=${'A'.repeat(MOST_CHARACTERS + 1)}`, /too long: its data may have 8000 characters, and has 8001/],
    ['has strange characters', 'v=1&data=a%00b', /has characters that are never in it/],
    ['was cut off', packed({ format: 'x'.repeat(50), other: [1, 2, 3] }).slice(0, -9), /The link is damaged/],
    ['is no deflated text', 'v=1&data=____', /The link is damaged/],
    ['unfolds to more than it may', packed('0'.repeat(MOST_BYTES + 1)), /holds more than a run may take up, which is 262144 bytes/],
    ['holds no JSON', `v=1&data=${deflateRawSync('{').toString('base64url')}`, /what it holds is no run/],
    ['holds something else', packed({ format: 'other' }), /This is no stored run of version 1/],
    ['holds nothing', packed(null), /This is no stored run of version 1/],
  ] as const) {
    it(`is refused in words where it ${what}`, () => {
      assert.throws(() => runOfLink(query), { name: 'Error', message: why });
    });
  }

  it('of a run that makes no sense is refused when it is run', async () => {
    const run = await (await session()).shared();
    const [branch] = run.session.branches;
    assert.ok(branch);
    const changed = (change: object): unknown => ({ ...run, session: { ...run.session, ...change } });
    const reread = (data: unknown) => runOfLink(packed(data));
    const withActions = (schedule: unknown) => changed({ branches: [{ ...branch, schedule }] });
    await assert.rejects(replayRun(reread(withActions([{ at: 0, action: { kind: 'crash', node: 99 } }]))), RangeError);
    await assert.rejects(replayRun(reread(changed({ type: 'constructor' }))), RangeError);
    await assert.rejects(replayRun(reread(changed({ values: { nodes: 1e9 } }))), RangeError);
    assert.throws(() => reread(withActions([{ at: 0, action: { kind: 'evil' } }])), /no stored run/);
    const endless = await replayRun(reread(changed({ branches: [{ ...branch, steps: 1e9 }], cursor: { step: 1e9, time: 0 } })));
    assert.ok((await endless.session.snapshot()).head.step <= 200_000);
  });
});
