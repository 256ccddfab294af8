import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../../src/engine/sim/random.ts';
import { Disk, entriesIn } from '../../../src/engine/sim/storage.ts';

type Write =
  | { kind: 'set'; key: string; value: number }
  | { kind: 'append'; value: number }
  | { kind: 'truncate' | 'discard'; position: number }
  | { kind: 'sync' };

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key: fc.constantFrom('a', 'b'), value: fc.nat() }),
  fc.record({ kind: fc.constant('append' as const), value: fc.nat() }),
  fc.record({ kind: fc.constantFrom('truncate' as const, 'discard' as const), position: fc.nat({ max: 12 }) }),
  fc.record({ kind: fc.constant('sync' as const) }),
);

function perform(disk: Disk, { kind, ...rest }: Write): void {
  if (kind === 'sync') disk.sync();
  if ('key' in rest) disk.set(rest.key, rest.value);
  else if ('value' in rest) disk.log.append(rest.value);
  else if ('position' in rest) disk.log[kind === 'truncate' ? 'truncate' : 'discard'](rest.position);
}

function contents(disk: Disk) {
  const { log } = disk;
  const entries = Array.from({ length: log.length - log.start }, (_, offset) => log.at(log.start + offset));
  return { a: disk.get('a'), b: disk.get('b'), start: log.start, entries };
}

describe('Disk', () => {
  it('is after a crash as it was at the last sync', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
        const disk = new Disk(() => undefined);
        let synced = contents(disk);
        for (const step of writes) {
          perform(disk, step);
          if (step.kind === 'sync') synced = contents(disk);
        }
        disk.crash();
        assert.deepEqual(contents(disk), synced);
      }),
    );
  });

  it('knows which entries of its log a crash would leave', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
        const disk = new Disk(() => undefined);
        // Each entry is an object of its own, so that an equal one in its place is not taken for it.
        for (const step of writes) perform(disk, step.kind === 'append' ? { ...step, value: {} as number } : step);
        const { log, syncedLength } = disk;
        const { start, entries } = contents(disk);
        assert.ok(syncedLength <= log.length);
        disk.crash();
        entries.forEach((entry, offset) => assert.equal(log.at(start + offset) === entry, start + offset < syncedLength));
      }),
    );
  });

  it('keeps what is not synced apart in a captured state too', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 30 }), fc.array(write, { maxLength: 30 }), (before, after) => {
        const disk = new Disk(() => undefined);
        before.forEach((step) => perform(disk, step));
        const state = disk.capture();
        const twin = new Disk(() => undefined);
        twin.restore(state);
        after.forEach((step) => perform(disk, step));
        disk.restore(state);
        assert.deepEqual(contents(disk), contents(twin));
        disk.crash();
        twin.crash();
        assert.deepEqual(contents(disk), contents(twin));
      }),
    );
  });

  it('is captured as it is, whenever it was captured before', () => {
    const faults: Readonly<Record<string, (disk: Disk, random: Random) => unknown>> = {
      crash: (disk) => disk.crash(),
      torn: (disk, random) => disk.crashTorn(random),
      lose: (disk) => disk.lose(),
      corrupt: (disk, random) => disk.corrupt(random),
    };
    const step = fc.oneof({ weight: 2, arbitrary: write }, { weight: 1, arbitrary: fc.constantFrom(...Object.keys(faults)) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const [disk, other] = [new Disk(() => undefined), new Disk(() => undefined)];
        const [random, same] = [Random.fromSeed(1), Random.fromSeed(1)];
        const take = (on: Disk, chance: Random, each: Write | string) => void (typeof each === 'string' ? faults[each]?.(on, chance) : perform(on, each));
        for (const each of steps) {
          disk.capture();
          take(disk, random, each);
          take(other, same, each);
        }
        const { log, ...rest } = disk.capture();
        const { log: otherLog, ...otherRest } = other.capture();
        assert.deepEqual([rest, log.start, entriesIn(log)], [otherRest, otherLog.start, entriesIn(otherLog)]);
        assert.equal(disk.capture(), disk.capture());
      }),
      { numRuns: 500 },
    );
  });

  it('shares entries with its copies, and none sees what another writes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 3 }), write), { maxLength: 60 }), fc.nat({ max: 60 }), (steps, copyEvery) => {
        const disks = Array.from({ length: 4 }, () => new Disk(() => undefined));
        const alone = disks.map(() => new Disk(() => undefined));
        steps.forEach(([who, step], index) => {
          const [disk, plain] = [disks[who]!, alone[who]!];
          if (index % (copyEvery + 1) === copyEvery) {
            const next = (who + 1) % 4;
            disks[next]!.restore(disk.capture());
            // The same without sharing.
            const { log, ...rest } = plain.capture();
            alone[next]!.restore({ ...rest, log: { ...log, entries: entriesIn(log) } });
          }
          perform(disk, step);
          perform(plain, step);
          assert.deepEqual(disks.map(contents), alone.map(contents));
        });
        disks.forEach((disk) => disk.crash());
        alone.forEach((disk) => disk.crash());
        assert.deepEqual(disks.map(contents), alone.map(contents));
      }),
      { numRuns: 300 },
    );
  });

  it('tells of a sync only where something was written', () => {
    let syncs = 0;
    const disk = new Disk(() => syncs++);
    disk.sync();
    disk.set('a', 1);
    disk.sync();
    disk.sync();
    assert.equal(syncs, 1);
  });

  it('counts what takes entries away, so that a reader knows when its copy of a log is stale', () => {
    const { log } = new Disk(() => undefined);
    log.append(1);
    log.append(2);
    assert.equal(log.truncations, 0);
    log.truncate(2);
    assert.equal(log.truncations, 0);
    log.truncate(1);
    assert.equal(log.truncations, 1);
  });

  it('keeps the positions of its log when the beginning is discarded', () => {
    const { log } = new Disk(() => undefined);
    for (const value of ['a', 'b', 'c', 'd']) log.append(value);
    log.discard(2);
    assert.deepEqual([log.start, log.length, log.at(1), log.at(2), log.at(3)], [2, 4, undefined, 'c', 'd']);
    log.truncate(3);
    log.append('e');
    assert.deepEqual([log.length, log.at(3)], [4, 'e']);
  });

  it('goes on from a position past its end, or before its beginning, with an empty log', () => {
    const { log } = new Disk(() => undefined);
    log.append('a');
    log.discard(5);
    assert.deepEqual([log.start, log.length], [5, 5]);
    log.append('f');
    assert.equal(log.at(5), 'f');
    log.truncate(3);
    assert.deepEqual([log.start, log.length, log.at(5)], [3, 3, undefined]);
  });

  it('is after a torn crash as after some of the writes, the last of them damaged', () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const disk = new Disk(() => undefined);
      disk.set('a', 1);
      disk.sync();
      disk.log.append('x');
      disk.set('a', 2);
      disk.log.append('y');
      const torn = disk.crashTorn(Random.fromSeed(seed));
      outcomes.add(JSON.stringify([torn, disk.get('a') ?? null, disk.isDamaged('a'), disk.log.length, disk.log.at(0) ?? null, disk.log.isDamaged(disk.log.length - 1)]));
    }
    assert.deepEqual([...outcomes].sort(), [
      '[{"cell":"a"},null,true,1,"x",false]',
      '[{"position":0},1,false,1,null,true]',
      '[{"position":1},2,false,2,"x",true]',
    ]);
  });

  it('tears nothing where everything was synced', () => {
    const disk = new Disk(() => undefined);
    disk.set('a', 1);
    disk.sync();
    assert.equal(disk.crashTorn(Random.fromSeed(1)), null);
    assert.equal(disk.get('a'), 1);
  });

  it('loses any one record to corruption, and is whole again where it is written anew', () => {
    const hit = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const disk = new Disk(() => undefined);
      disk.set('a', 1);
      disk.log.append('x');
      disk.log.append('y');
      disk.log.discard(1);
      disk.sync();
      const record = disk.corrupt(Random.fromSeed(seed));
      hit.add(JSON.stringify(record));
      assert.equal(disk.isDamaged('a'), disk.get('a') === undefined);
      assert.equal(disk.log.isDamaged(1), disk.log.at(1) === undefined);
      disk.set('a', 2);
      disk.log.truncate(1);
      disk.log.append('z');
      assert.deepEqual([disk.get('a'), disk.isDamaged('a'), disk.log.at(1), disk.log.isDamaged(1)], [2, false, 'z', false]);
    }
    assert.deepEqual([...hit].sort(), ['{"cell":"a"}', '{"position":1}']);
    assert.equal(new Disk(() => undefined).corrupt(Random.fromSeed(1)), null);
  });

  it('is empty once it is lost', () => {
    const disk = new Disk(() => undefined);
    disk.set('a', 1);
    disk.log.append('x');
    disk.sync();
    disk.log.append('y');
    disk.lose();
    disk.crash();
    assert.deepEqual(contents(disk), { a: undefined, b: undefined, start: 0, entries: [] });
  });
});
