import assert from 'node:assert/strict';
import type { Schedule } from '../../../src/engine/sim/schedule.ts';
import type { Scene } from '../../../src/engine/scene/scene.ts';
import { sceneOf } from '../../../src/scenario/compile/compile.ts';
import { counterexampleOf, describeShrinking, type Counterexample } from '../../../src/scenario/failing/counterexample.ts';
import { shrinkScene } from '../../../src/scenario/failing/shrink.ts';
import { carryOut } from '../../../src/scenario/trial.ts';
import { replayRun } from '../../../src/simulations/session.ts';

function firstFailing(scene: Scene): number {
  for (let seed = 1; seed <= 300; seed++) if (carryOut(scene, seed).failures.length > 0) return seed;
  throw new Error(`"${scene.title}" does not fail.`);
}

function shrunk(text: string, seed?: number): Counterexample & { readonly scene: Scene; readonly schedule: Schedule } {
  const scene = sceneOf(`scenario "It fails" ${text}`);
  const found = counterexampleOf(scene, { seed: seed ?? firstFailing(scene), position: 0 }, true);
  return { ...found, scene, schedule: found.stored.session.branches[0]!.schedule as Schedule };
}

const kindsIn = (schedule: Schedule) => schedule.map(({ action }) => action.kind);

/** The claims of a scene, of what is left alone. */
function claimsOf(scene: Scene, { stored: { session }, schedule }: { readonly stored: Counterexample['stored']; readonly schedule: Schedule }): readonly string[] {
  const seed = session.values['seed'] ?? 0;
  return carryOut({ ...scene, system: { ...scene.system, undisturbed: true }, faults: null, strands: [], schedule }, seed).failures.map(({ why }) => why);
}

describe('shrinking of scenarios', () => {
  for (const [name, text, least, kinds, why] of [
    ['never', 'system raft { nodes 5 } until 5s faults hostile from 500ms until 4s at 1s { crash n1 pause n2 } at 2s { resume n2 } never: n1 is crashed', 1, ['crash'], 'It has come about.'],
    ['always', 'system raft { nodes 3 } until 3s at 1s { pause n3 crash n1 crash n2 } always: at least 2 servers are not crashed', 2, ['crash', 'crash'], 'It does not hold.'],
    ['leads to', 'system raft { nodes 3 } until 3s at 1s { crash n1 pause n2 } at 1.3s { resume n2 } always: crash happens leads to restart happens within 100ms', 1, ['crash'], 'What it leads to has not come about in time.'],
    ['finally', 'system raft { nodes 3 } until 3s at 1s { crash n1 } at 1.2s { crash n2 pause n3 } at 2s { restart n2 resume n3 } finally: every server is up', 1, ['crash'], 'It does not hold in the end.'],
    ['eventually', 'system raft { nodes 3 } until 3s at 10ms { crash n1 pause n3 crash n2 } at 20ms { network latency 30ms } eventually within 2s: some server is leader', 2, undefined, 'It has not come about in time.'],
  ] as const) {
    it(`leaves of a run in which "${name}" fails what it needs`, async () => {
      const found = shrunk(text);
      assert.equal(found.failure.why, why);
      assert.equal(found.schedule.length, least, JSON.stringify(found.schedule));
      if (kinds) assert.deepEqual(kindsIn(found.schedule), kinds);
      assert.deepEqual(claimsOf(found.scene, found), [why]);
      assert.equal((await replayRun(found.stored)).deviation, null);
      assert.match(found.shrinking ?? '', /Leave out any one thing more, and it does not fail\.$/);
    });
  }

  it('leaves out no repair of what stays broken by that alone', () => {
    // The heal comes too late; without it the leader would be missing for another reason.
    const { schedule } = shrunk('system raft { nodes 3 } until 4s at 1ms { partition everyone } at 1s { crash n3 } at 2s { heal } eventually within 1.5s: some server is leader');
    assert.ok(kindsIn(schedule).includes('partition'));
    const { schedule: repaired } = shrunk('system raft { nodes 3 } until 3s at 1s { crash n1 } at 1.5s { restart n1 } finally: number of servers that are leader = occurrences of crash and n1 is not up');
    assert.ok(!kindsIn(repaired).includes('crash') || kindsIn(repaired).includes('restart'), JSON.stringify(repaired));
  });

  it('keeps what the scenario says where nothing would come about without it', () => {
    const { schedule, shrinking } = shrunk('system raft { nodes 3 } until 3s faults rough from 500ms until 2s when some server is leader as L { crash L } finally: some server has term >= 50');
    assert.deepEqual(kindsIn(schedule), ['crash']);
    assert.match(shrinking ?? '', /What the scenario says happens in it as before/);
  });

  it('keeps it where a statement could not be carried out, too', () => {
    const { schedule, failure, shrinking } = shrunk('system raft { nodes 3 } until 3s faults rough from 500ms until 2s when some server is leader as L { crash L crash L }');
    assert.equal(failure.kind, 'statement');
    assert.deepEqual(kindsIn(schedule), ['crash']);
    assert.match(shrinking ?? '', /as before/);
  });

  it('makes a run smaller that violates a property of the system', async () => {
    const text = 'system raft { nodes 5, flaw forgets-its-vote-in-a-crash } until 10s faults hostile from 0s until 9s';
    const found = shrunk(text, 51);
    assert.equal(found.failure.kind, 'property');
    assert.ok(found.schedule.length < 20, String(found.schedule.length));
    const { session, deviation } = await replayRun(found.stored);
    assert.equal(deviation, null);
    assert.deepEqual((await session.recorded()).violated, [found.failure.what]);
  });

  it('says so where a run can not be made smaller', () => {
    const { shrinking, schedule } = shrunk('system raft { nodes 3 } until 1s every 1us { say "again" }');
    assert.match(shrinking ?? '', /^It was not shrunk/);
    assert.deepEqual(schedule, []);
    assert.match(shrunk('system raft { nodes 3 } until 100ms never: number of nodes > 1').shrinking ?? '', /^Nothing could be left out of 0 things that happened\./);
  });

  it('stops when its budget is used up, and says so', () => {
    const scene = sceneOf('scenario "Long" system raft { nodes 5 } until 20s faults hostile from 1s until 19s finally: occurrences of crash < 5');
    const run = carryOut(scene, 1);
    const found = shrinkScene(scene, 1, run, run.failures[0]!, 1);
    assert.deepEqual([found?.ending, found?.tries], ['cut short', 50]);
    assert.match(describeShrinking(scene, 1, run, found), /After 50 runs it was left at that; more might be left out\.$/);
  });

  it('tells what led to a failure', () => {
    const { story } = shrunk('system raft { nodes 3 } until 3s at 1s { crash n1 } at 1.2s { restart n1 } never: occurrences of restart = 1');
    assert.deepEqual(story.map(({ text }) => text), ['n1 crashes', 'n1 restarts']);
  });

  it('refuses a failure that there is not', () => {
    assert.throws(() => counterexampleOf(sceneOf('scenario "Goes" system raft until 1ms'), { seed: 1, position: 0 }, true), /has 0 failures/);
  });
});
