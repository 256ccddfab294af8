import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import { checkLinearizability } from '../../../../src/engine/check/linearizability/check.ts';
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import type { PrimaryBackupMessage, PrimaryBackupNote } from '../../../../src/engine/protocols/primary-backup/messages.ts';
import { isStateLost, PRIMARY_BACKUP_INVARIANTS } from '../../../../src/engine/protocols/primary-backup/properties.ts';
import { serversAlike } from '../../../../src/engine/protocols/primary-backup/symmetry.ts';
import { DEFAULT_PRIMARY_BACKUP, primaryBackupSystem, VIEW_SERVER, type PrimaryBackupFactory, type PrimaryBackupParameters } from '../../../../src/engine/protocols/primary-backup/system.ts';
import { historyOf, keyValueStore } from '../../../../src/engine/protocols/key-value/history.ts';
import type { Run } from '../../../../src/engine/sim/run.ts';
import type { Action, Schedule } from '../../../../src/engine/sim/schedule.ts';
import { SECOND } from '../../../../src/engine/sim/time.ts';
import { assertGoesOnFromCopies, ms, notesIn, runOf, tell } from '../runs.ts';
import { faultedService, hunt, smallService } from './campaign.ts';
import { primaryBackupMutants, ReadsLocally } from './mutants.ts';

const [S1, S2, S3, C1, C2] = [1, 2, 3, 4, 5] as const;

const system = (parameters: Partial<PrimaryBackupParameters> = {}, factory?: Partial<PrimaryBackupFactory>) => primaryBackupSystem({ ...DEFAULT_PRIMARY_BACKUP, latency: { kind: 'constant', value: 10_000 }, ...parameters }, factory);

/** Three servers, of which s1 and s2 come to be primary and backup, two clients, and a message of 10 ms. */
const run = (schedule: Schedule, parameters: Partial<PrimaryBackupParameters> = {}, factory?: Partial<PrimaryBackupFactory>) => runOf(system(parameters, factory), schedule);

const notes = <Kind extends PrimaryBackupNote['note']>(of: Run<PrimaryBackupMessage>, kind: Kind) => notesIn<PrimaryBackupNote, Kind>(of as Run<never>, kind);

const views = (of: Run<PrimaryBackupMessage>) => notes(of, 'view').map(({ view: { number, primary, backup } }) => [number, primary && `s${primary.node}`, backup && `s${backup.node}`]);

const answers = (of: Run<PrimaryBackupMessage>) => notes(of, 'completed').map(({ by, result }) => [by, 'value' in result ? result.value : result]);

/** Who executed operations, in order. */
const executed = (of: Run<PrimaryBackupMessage>) => notes(of, 'executed').map(({ by, position }) => `${by} ${position}`);

const slowly = (from: number, to: number): Action => ({ kind: 'link', from, to, quality: { latency: { kind: 'constant', value: 2 * SECOND }, loss: 0, duplication: 0 } });

/** Cut off from the view server and from the other servers, and reached by the clients. */
const deposed = (at: number): Schedule => [VIEW_SERVER, S2, S3].flatMap((node) => [ms(at, { kind: 'cut', from: S1, to: node }), ms(at, { kind: 'cut', from: node, to: S1 })]);

describe('a view service', () => {
  it('makes the first server that it hears primary, and the next one its backup when the view is acknowledged', () => {
    const of = run([]);
    assert.deepEqual(views(of), [[1, 's1', null], [2, 's1', 's2']]);
    assert.deepEqual(notes(of, 'acknowledged').map(({ view }) => view), [1, 2]);
    assert.deepEqual(notes(of, 'entered').map(({ by, view, role }) => [by, view, role]).filter(([by]) => by !== 's3'), [['s1', 1, 'primary'], ['s2', 1, 'idle'], ['s1', 2, 'primary'], ['s2', 2, 'backup']]);
  });

  it('promotes the backup, and takes the server that waits as its backup', () => {
    const of = run([ms(500, { kind: 'crash', node: S1 })]);
    assert.deepEqual(views(of).slice(2), [[3, 's2', 's3']]);
    assert.deepEqual(notes(of, 'silent').map(({ server }) => server), [{ node: S1, incarnation: 1 }]);
  });

  it('replaces a backup that is silent, and goes on without where there is nobody', () => {
    const of = run([ms(500, { kind: 'crash', node: S2 }), ms(1500, { kind: 'crash', node: S3 })]);
    assert.deepEqual(views(of).slice(2), [[3, 's1', 's3'], [4, 's1', null]]);
  });

  it('takes a server that was restarted for a new one', () => {
    const of = run([ms(500, { kind: 'crash', node: S1 }), ms(501, { kind: 'restart', node: S1 })]);
    assert.deepEqual(notes(of, 'view').at(-1)?.view, { number: 3, primary: { node: S2, incarnation: 1 }, backup: { node: S3, incarnation: 1 } });
    const alone = run([ms(500, { kind: 'crash', node: S1 }), ms(501, { kind: 'restart', node: S1 })], { servers: 2 });
    assert.deepEqual(notes(alone, 'view').at(-1)?.view, { number: 3, primary: { node: S2, incarnation: 1 }, backup: { node: S1, incarnation: 2 } });
  });

  it('does not move on from a view that its primary has not acknowledged', () => {
    // The primary is not told of its backup, and neither are others in the place of either.
    const of = run([ms(25, { kind: 'cut', from: VIEW_SERVER, to: S1 }), ms(500, { kind: 'crash', node: S2 }), ms(600, { kind: 'crash', node: S1 })]);
    assert.deepEqual(views(of), [[1, 's1', null], [2, 's1', 's2']]);
    assert.ok(isStateLost(of.at(of.steps)));
  });

  it('stands still when primary and backup are lost, rather than go on without their state', () => {
    const of = run([tell(300, C1, 'add x 1'), ms(500, { kind: 'crash', node: S1 }), ms(501, { kind: 'crash', node: S2 }), ms(600, { kind: 'restart', node: S1 }), ms(600, { kind: 'restart', node: S2 }), tell(1000, C2, 'get x')]);
    assert.deepEqual(answers(of), [['c1', 1]]);
    // The new s1 was heard while the old s2 was not yet known to be gone.
    assert.deepEqual(views(of).slice(2), [[3, 's2', 's3']]);
    assert.ok(isStateLost(of.at(of.steps)));
  });

  it('goes on from what it said, after a crash of its own', () => {
    const of = run([tell(300, C1, 'get x'), ms(500, { kind: 'crash', node: VIEW_SERVER }), tell(600, C1, 'add x 1'), ms(1000, { kind: 'restart', node: VIEW_SERVER }), ms(2000, { kind: 'crash', node: S1 }), tell(3000, C2, 'get x')]);
    assert.deepEqual(views(of), [[1, 's1', null], [2, 's1', 's2'], [3, 's2', 's3']]);
    // Meanwhile its servers serve whoever knows of them.
    assert.deepEqual(notes(of, 'completed').map(({ by, time, result }) => [by, time < SECOND, result]), [['c1', true, { value: null }], ['c1', true, { value: 1 }], ['c2', false, { value: 1 }]]);
  });
});

describe('a primary-backup service', () => {
  it('has the backup execute before it answers', () => {
    const of = run([tell(300, C1, 'add x 1')]);
    assert.deepEqual(executed(of), ['s2 1', 's1 1']);
    assert.deepEqual(notes(of, 'completed').map(({ time }) => time / 1000), [360]);
  });

  it('answers reads like all else', () => {
    assert.deepEqual(executed(run([tell(300, C1, 'get x')])), ['s2 1', 's1 1']);
  });

  it('knows after a failover what was answered, and for whom it was executed', () => {
    // The answer is lost, so the client asks the next primary for what the backup has executed.
    const of = run([tell(300, C1, 'add x 1'), ms(345, { kind: 'crash', node: S1 }), tell(1500, C1, 'add x 2')]);
    assert.deepEqual(answers(of), [['c1', 1], ['c1', 3]]);
    assert.deepEqual(executed(of), ['s2 1', 's3 2', 's2 2']);
  });

  it('gives a new backup the state before it serves', () => {
    const of = run([tell(300, C1, 'add x 1'), ms(500, { kind: 'crash', node: S2 }), tell(510, C2, 'add x 2')]);
    const [transfer] = notes(of, 'transfers').filter(({ view }) => view === 3);
    assert.deepEqual([transfer?.backup, transfer?.executed], [S3, 1]);
    assert.deepEqual(notes(of, 'took-over').map(({ by, executed }) => [by, executed]), [['s2', 0], ['s3', 1]]);
    assert.deepEqual(executed(of), ['s2 1', 's1 1', 's3 2', 's1 2']);
    assert.deepEqual(answers(of), [['c1', 1], ['c2', 3]]);
  });

  it('goes on when a new backup dies during the transfer', () => {
    const of = run([ms(0, { kind: 'cut', from: S1, to: S2 }), tell(300, C1, 'add x 1'), ms(500, { kind: 'crash', node: S2 })]);
    assert.deepEqual(views(of).slice(1), [[2, 's1', 's2'], [3, 's1', 's3']]);
    assert.deepEqual(executed(of), ['s3 1', 's1 1']);
    assert.deepEqual(answers(of), [['c1', 1]]);
  });

  it('takes no transfer of an earlier view for that of the present one', () => {
    const of = run([
      // The first transfer, of nothing, takes two seconds; meanwhile another backup comes and goes.
      ms(0, slowly(S1, S2)),
      ms(200, { kind: 'cut', from: S2, to: VIEW_SERVER }),
      ms(900, { kind: 'mend', from: S2, to: VIEW_SERVER }),
      tell(1000, C1, 'add x 1'),
      ms(1200, { kind: 'crash', node: S3 }),
      ms(2500, { kind: 'crash', node: S1 }),
      tell(3000, C2, 'get x'),
    ]);
    assert.deepEqual(views(of).slice(1), [[2, 's1', 's2'], [3, 's1', 's3'], [4, 's1', 's2'], [5, 's2', null]]);
    assert.deepEqual(answers(of), [['c1', 1], ['c2', 1]]);
  });

  it('takes no word of an earlier backup for that of the present one', () => {
    const of = run([
      ms(0, slowly(S2, S1)),
      ms(0, { kind: 'cut', from: S1, to: S3 }),
      ms(500, { kind: 'crash', node: S2 }),
      tell(1000, C1, 'add x 1'),
      ms(2500, { kind: 'mend', from: S1, to: S3 }),
    ]);
    assert.deepEqual(views(of).slice(1), [[2, 's1', 's2'], [3, 's1', 's3']]);
    assert.deepEqual(notes(of, 'serves').map(({ view }) => view), [3]);
    assert.deepEqual(answers(of), [['c1', 1]]);
  });

  it('refuses clients at a server that is not primary', () => {
    const of = run([tell(300, C1, 'add x 1'), ms(400, { kind: 'pause', node: S1 }), ms(1500, { kind: 'resume', node: S1 }), tell(1520, C1, 'add x 2')]);
    assert.deepEqual(notes(of, 'refused-client').map(({ by, client, serial }) => [by, client, serial]), [['s1', C1, 2]]);
    assert.deepEqual(answers(of), [['c1', 1], ['c1', 3]]);
  });

  it('does not let a primary answer that was replaced, since its backup refuses it', () => {
    const cut = [VIEW_SERVER, S3].flatMap((node) => [ms(400, { kind: 'cut', from: S1, to: node }), ms(400, { kind: 'cut', from: node, to: S1 })]);
    const of = run([tell(300, C1, 'add x 1'), ...cut, tell(1500, C1, 'add x 2')]);
    assert.ok(notes(of, 'refused-forward').every(({ by, view }) => by === 's2' && view === 2));
    assert.ok(notes(of, 'refused-forward').length > 0);
    assert.deepEqual(executed(of).filter((each) => each.startsWith('s1')), ['s1 1']);
    assert.deepEqual(answers(of), [['c1', 1], ['c1', 3]]);
  });

  it('would give stale answers if reads were served without the backup', () => {
    const schedule = [tell(300, C1, 'set x 1'), tell(360, C2, 'get x'), ...deposed(500), ms(500, { kind: 'cut', from: C1, to: S1 }), tell(1500, C1, 'set x 2'), tell(2000, C2, 'get x')];
    const judged = (factory?: Partial<PrimaryBackupFactory>) => {
      const of = run(schedule, {}, factory);
      return [answers(of).at(-1), checkLinearizability(keyValueStore, historyOf(of.trace)).kind];
    };
    assert.deepEqual(judged(), [['c2', 2], 'linearizable']);
    assert.deepEqual(judged({ server: (...args) => new ReadsLocally(...args) }), [['c2', 1], 'violated']);
  });

  it('goes on from any copy of its state', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { system, schedule } = faultedService(seed);
      assertGoesOnFromCopies(system, schedule, seed, 2 * SECOND);
    }
  });

  it('loses its state in few of the faulted runs of the campaign', () => {
    const lost = Array.from({ length: 100 }, (_, position) => isStateLost(hunt(position + 1).simulator)).filter(Boolean).length;
    assert.ok(lost > 0 && lost < 20, `${lost} of 100`);
  });

  it('says what is wrong with its parameters and with commands', () => {
    assert.throws(() => system({ servers: 0 }), /at least one server, not 0/);
    assert.throws(() => system({ servers: 1, paired: true }), /One server is no pair/);
    assert.throws(() => system({ clients: -1 }), /0 or more, not -1/);
    assert.throws(() => system({ checkInterval: 50_000 }), /all taken for dead/);
    assert.throws(() => run([tell(300, C1, 'transfer n2')]), /a command is "set KEY NUMBER"/);
    assert.throws(() => run([tell(300, C1, 'jump')]), /"jump" is none of them/);
  });
});

describe('a search of a primary-backup service', () => {
  const search = (parameters: Partial<PrimaryBackupParameters>, bounds: Bounds, reduction: Partial<SearchModel<PrimaryBackupMessage>> = {}) => new BreadthFirst({ ...smallService(undefined, parameters), bounds, ...reduction }, { invariants: PRIMARY_BACKUP_INVARIANTS }, { states: 100_000 }).run();

  it('sees that nothing is wrong within small bounds', () => {
    for (const result of [
      search({ paired: true }, { timers: 1 }),
      search({}, { timers: 1 }),
      search({ paired: true }, { timers: 0, crashes: 1, restarts: true, crashable: [S1, S2] }),
      search({ clients: 0 }, { timers: 2 }),
    ]) {
      assert.equal(result.kind, 'exhausted');
    }
  });

  it('sees each of the properties broken when it looks for that one alone', () => {
    const broken = [
      ['succession', 'a view follows one that is not acknowledged'],
      ['one-primary', 'a server that is not the backup is promoted'],
      ['answers-are-backed-up', 'a primary whose backup is silent goes on alone'],
      ['agreement', 'the primary answers before the backup has executed'],
      ['exactly-once', 'an operation that is sent again is executed again'],
    ];
    assert.deepEqual(broken.map(([id]) => id), PRIMARY_BACKUP_INVARIANTS.map(({ id }) => id));
    for (const [id, name] of broken) {
      const { model } = primaryBackupMutants.find((mutant) => mutant.name === name)!.searched!;
      const result = new BreadthFirst(model, { invariants: PRIMARY_BACKUP_INVARIANTS.filter((invariant) => invariant.id === id) }, { states: 20_000 }).run();
      assert.ok(result.kind === 'violated' && result.property === id, `${id}: ${result.kind}`);
    }
  });

  it('comes to the same verdict with less to see, where reduced', () => {
    const whole = search({}, { timers: 1 });
    const reduced = search({}, { timers: 1 }, { partialOrder: true });
    const alike = search({}, { timers: 1 }, { symmetry: serversAlike([S1, S2]) });
    assert.deepEqual([reduced.kind, reduced.coverage.states], [whole.kind, whole.coverage.states]);
    assert.ok(reduced.coverage.transitions < whole.coverage.transitions);
    assert.deepEqual([alike.kind, alike.coverage.depth], [whole.kind, whole.coverage.depth]);
    assert.ok(alike.coverage.states < 0.6 * whole.coverage.states, `${alike.coverage.states} of ${whole.coverage.states}`);
  });
});
