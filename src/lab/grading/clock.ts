import { EventQueue } from '../../engine/sim/event-queue.ts';
import type { Micros } from '../../engine/sim/time.ts';
import { StormWatch } from './storm.ts';

interface Entry {
  readonly action: () => void;
  cancelled: boolean;
}

/** A virtual clock and what is due on it. Things due at the same time happen in the order in which they were set. */
export class VirtualClock {
  private readonly queue = new EventQueue<Entry>();
  private time: Micros = 0;
  private order = 0;
  private readonly storms = new StormWatch();

  get now(): Micros {
    return this.time;
  }

  /** When the next thing is due; infinity where nothing is. */
  get nextTime(): Micros {
    while (this.queue.nextItem?.cancelled && this.queue.size > 0) this.queue.pop();
    return this.queue.nextTime;
  }

  /** @returns a function that cancels it */
  schedule(delay: Micros, action: () => void): () => void {
    const entry: Entry = { action, cancelled: false };
    this.queue.push(this.time + delay, this.order++, 0, entry);
    return () => {
      entry.cancelled = true;
    };
  }

  /** Does what is due next. False where nothing is. @throws StormError */
  step(): boolean {
    if (this.nextTime === Infinity || !this.queue.pop()) return false;
    this.time = this.queue.time;
    this.storms.count(this.time);
    this.queue.item?.action();
    return true;
  }

  /** Does everything that is due up to a moment, and ends at it. */
  runUntil(time: Micros): void {
    while (this.nextTime <= time) this.step();
    this.time = Math.max(this.time, time);
  }
}
