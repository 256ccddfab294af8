import { Random } from '../../engine/sim/random.ts';
import { Disk } from '../../engine/sim/storage.ts';
import type { Micros } from '../../engine/sim/time.ts';
import type { Life } from '../realm/life.ts';
import type { Machine } from '../realm/machine.ts';
import type { Realm } from '../realm/realm.ts';
import { VirtualClock } from './clock.ts';

/** One machine with a clock and a disk and no network, on which a test exercises the learner's classes and functions. */
export class Bench {
  readonly clock = new VirtualClock();
  private readonly realm: Realm;
  private readonly disk = new Disk(() => undefined);
  private readonly random: Random;
  private cancels = new Map<string, () => void>();
  private present: Life;

  constructor(realm: Realm, seed: number) {
    this.realm = realm;
    this.random = Random.fromSeed(seed).split('learner');
    this.present = realm.begin(this.machine());
  }

  /** The present life of the code on this machine. */
  get life(): Life {
    return this.present;
  }

  /** The machine crashes and starts again: what was not synced is lost, and what was under way is dropped. */
  crash(): void {
    this.end();
    this.disk.crash();
    this.present = this.realm.begin(this.machine());
  }

  end(): void {
    this.present.end();
    for (const cancel of this.cancels.values()) cancel();
    this.cancels = new Map();
  }

  private machine(): Machine {
    return {
      label: '',
      random: this.random,
      store: this.disk,
      now: () => this.clock.now,
      setTimer: (name, delay) => this.setTimer(name, delay),
      cancelTimer: (name) => this.cancelTimer(name),
    };
  }

  private setTimer(name: string, delay: Micros): void {
    this.cancelTimer(name);
    const cancel = this.clock.schedule(delay, () => {
      this.cancels.delete(name);
      this.present.fire(name);
    });
    this.cancels.set(name, cancel);
  }

  private cancelTimer(name: string): void {
    this.cancels.get(name)?.();
    this.cancels.delete(name);
  }
}
