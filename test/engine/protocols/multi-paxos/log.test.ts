import assert from 'node:assert/strict';
import { SlotLog } from '../../../../src/engine/protocols/multi-paxos/log.ts';
import type { Value } from '../../../../src/engine/protocols/multi-paxos/messages.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { Disk } from '../../../../src/engine/sim/storage.ts';

const value = (serial: number): Value => ({ kind: 'command', request: { client: 9, session: 9, serial, command: { op: 'get', key: 'x' } } });
const newDisk = () => new Disk(() => undefined);

describe('the log of slots', () => {
  it('has holes, and of each slot what came last', () => {
    const log = new SlotLog(newDisk());
    assert.equal(log.last, 0);
    log.accept(3, 1, value(1));
    log.accept(1, 1, value(2));
    log.accept(3, 4, value(3));
    assert.deepEqual(log.from(1).map(({ slot, ballot }) => [slot, ballot]), [[1, 1], [3, 4]]);
    assert.deepEqual([log.last, log.at(2), log.isChosen(3)], [3, undefined, false]);
    log.choose(3, value(3));
    assert.deepEqual([log.isChosen(3), log.at(3)?.ballot], [true, 4]);
  });

  it('is on the disk as it is in memory, whatever is done to it, and no longer than what is kept', () => {
    const random = Random.fromSeed(1);
    for (let trial = 0; trial < 50; trial++) {
      const disk = newDisk();
      const log = new SlotLog(disk);
      for (let step = 0; step < 40; step++) {
        const slot = log.collected + random.between(1, 6);
        if (random.chance(0.1)) {
          log.keep({ slot, records: [] });
          log.collect(slot);
        } else if (random.chance(0.4)) {
          log.choose(slot, value(slot));
        } else if (!log.isChosen(slot)) {
          log.accept(slot, step, value(slot));
        }
        const again = new SlotLog(disk);
        assert.equal(again.recover(), null);
        assert.deepEqual(again.capture(), log.capture());
      }
      const first = disk.log.at(disk.log.start) as { readonly slot: number } | undefined;
      assert.ok(!first || first.slot > log.collected);
    }
  });

  it('says what of it can not be read', () => {
    const damaged = (spoil: (disk: Disk) => void) => {
      const disk = newDisk();
      const log = new SlotLog(disk);
      log.accept(1, 1, value(1));
      log.keep({ slot: 1, records: [] });
      spoil(disk);
      return new SlotLog(disk).recover();
    };
    assert.equal(damaged(() => undefined), null);
    assert.equal(damaged((disk) => disk.log.damage(0)), 'record 1 of its log');
    const reasons = new Set(Array.from({ length: 30 }, (_, seed) => damaged((disk) => disk.corrupt(Random.fromSeed(seed)))));
    assert.deepEqual([...reasons].sort(), ['its snapshot', 'record 1 of its log']);
  });
});
