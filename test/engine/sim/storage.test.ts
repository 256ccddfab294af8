import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Disk } from '../../../src/engine/sim/storage.ts';

type Write =
  | { kind: 'set'; key: string; value: number }
  | { kind: 'append'; value: number }
  | { kind: 'truncate'; length: number }
  | { kind: 'sync' };

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key: fc.constantFrom('a', 'b'), value: fc.nat() }),
  fc.record({ kind: fc.constant('append' as const), value: fc.nat() }),
  fc.record({ kind: fc.constant('truncate' as const), length: fc.nat({ max: 8 }) }),
  fc.record({ kind: fc.constant('sync' as const) }),
);

function perform(disk: Disk, { kind, ...rest }: Write): void {
  if (kind === 'sync') disk.sync();
  if ('key' in rest) disk.set(rest.key, rest.value);
  else if ('value' in rest) disk.log.append(rest.value);
  else if ('length' in rest) disk.log.truncate(rest.length);
}

const contents = (disk: Disk) => ({ a: disk.get('a'), b: disk.get('b'), log: disk.log.toArray() });

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
});
