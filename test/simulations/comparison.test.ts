import assert from 'node:assert/strict';
import * as v from 'valibot';
import { ComparisonView } from '../../src/contract/simulation.ts';
import { createSession, restoreSession, type Session } from '../../src/simulations/session.ts';

/** The first run has 200 steps; the branch begins after step 120 with a crash of n1. */
async function withBranch(): Promise<{ session: Session; time: number }> {
  const session = createSession('raft', { thinkTime: 50_000 });
  await session.seek({ step: 200 });
  const { cursor } = await session.seek({ step: 120 });
  await session.act({ kind: 'crash', node: 0 });
  return { session, time: cursor.time };
}

describe('comparing branches', () => {
  it('says where they part, and what comes next in each', async () => {
    const { session, time } = await withBranch();
    const comparison = v.parse(v.strictObject(ComparisonView.entries), await session.compare(0));
    const moment = `${(time / 1e6).toFixed(3)} s`;
    assert.deepEqual([comparison.branch, comparison.commonSteps, comparison.here?.step, comparison.there?.step], [0, 120, 121, 121]);
    assert.equal(comparison.here?.title, 'n1 crashes');
    assert.ok(comparison.text.startsWith(`Both are the same for 120 steps, up to ${moment}. Then in “crash n1 at ${moment}”: n1 crashes at ${moment}. In “first run”: `), comparison.text);
    assert.ok(comparison.text.includes(comparison.there?.title ?? '?'));
    await session.selectBranch(0);
    const other = await session.compare(1);
    assert.deepEqual([other.here, other.there], [comparison.there, comparison.here]);
  });

  it('lists the events around the first difference', async () => {
    const { session } = await withBranch();
    const { events, here } = await session.compare(0);
    const shown = await session.events(0, 5_000);
    assert.equal(events.common.length, 6);
    const first = events.here[0];
    assert.equal(first?.title, here?.title);
    assert.deepEqual(events.common, shown.slice((first?.id ?? 0) - 6, first?.id));
    assert.deepEqual(events.here, shown.slice(first?.id));
    assert.equal(events.there.length, 40);
    assert.equal(events.there[0]?.id, first?.id);
    await session.selectBranch(0);
    assert.deepEqual(events.there, (await session.events(0, 5_000)).slice(first?.id).slice(0, 40));
  });

  it('compares branches that were not run again since they were saved', async () => {
    const { session } = await withBranch();
    const comparison = await session.compare(0);
    assert.deepEqual(await restoreSession(session.save()).compare(0), comparison);
  });

  it('says so where a branch has been run no further, or is the same', async () => {
    const { session } = await withBranch();
    assert.match((await session.compare(1)).text, /^Both are the same for all of their 121 steps, up to 0\.\d{3} s\.$/);
    const saved = session.save();
    const [first, second] = saved.branches;
    assert.ok(first && second);
    const restored = restoreSession({ ...saved, branches: [first, { ...second, schedule: [], steps: 50 }] });
    const { text, here, there } = await restored.compare(0);
    assert.match(text, /^Both are the same for 50 steps, up to .* has been run no further; in “first run” comes next: .* at 0\.\d{3} s\.$/);
    assert.equal(here, null);
    assert.equal(there?.step, 51);
  });

  it('names the field where the events look the same', async () => {
    const { session } = await withBranch();
    const saved = session.save();
    const [first] = saved.branches;
    assert.ok(first);
    const slow = (perInput: number) => ({ ...first, steps: 100, schedule: [{ at: 1_000, action: { kind: 'slow' as const, node: 0, perInput } }] });
    const restored = restoreSession({ ...saved, branch: 1, branches: [slow(500), { ...slow(700), parent: 0 }] });
    assert.match((await restored.compare(0)).text, /In “first run”: n1 slows down at 0\.001 s\. They differ in payload\.perInput \(700 and 500\)\.$/);
  });

  it('is refused for a branch that there is not', async () => {
    const { session } = await withBranch();
    await assert.rejects(session.compare(7), /There is no branch 7; there are 2/);
  });
});
