import type { Micros } from '../../engine/sim/time.ts';

/** Events at one moment after which they are taken for an endless loop. */
const MOST_EVENTS = 50_000;

/** Time stands still, and something goes on and on. */
export class StormError extends Error {}

/** Counts the events of one moment. */
export class StormWatch {
  private moment: Micros = -1;
  private events = 0;

  /** An event happens. @throws StormError */
  count(now: Micros): void {
    this.events = now === this.moment ? this.events + 1 : 0;
    this.moment = now;
    if (this.events > MOST_EVENTS) {
      throw new StormError(`At ${now / 1_000} ms there is no end of events and time does not go on: is there a timer of 0 ms, or a setImmediate, that sets itself again?`);
    }
  }
}
