/**
 * A node's own clock. Real clocks are set wrong and run too fast or too slow; whoever compares the times of two nodes, or
 * waits by its own clock for a promise of another's, has to allow for both.
 */
import type { Micros } from './time.ts';

export interface ClockSetting {
  /** How far the clock is ahead of true time at the moment at which it is set so; negative where it is behind. */
  readonly offset: Micros;
  /** Microseconds that it gains in a second: parts per million. Negative for a slow clock. */
  readonly drift: number;
}

export interface ClockState {
  readonly setting: ClockSetting;
  readonly setAt: Micros;
}

export const TRUE_TIME: ClockSetting = { offset: 0, drift: 0 };

const MILLION = 1_000_000;

export class Clock {
  private present: ClockSetting;
  private setAt: Micros = 0;

  constructor(setting: ClockSetting = TRUE_TIME) {
    validateClock(setting);
    this.present = setting;
  }

  get setting(): ClockSetting {
    return this.present;
  }

  /** What it shows at a moment of true time. */
  read(now: Micros): Micros {
    const { offset, drift } = this.present;
    return drift === 0 ? now + offset : now + offset + Math.floor(((now - this.setAt) * drift) / MILLION);
  }

  /** True time that passes while the clock goes on by `delay`. */
  durationOf(delay: Micros): Micros {
    const { drift } = this.present;
    return drift === 0 ? delay : Math.ceil((delay * MILLION) / (MILLION + drift));
  }

  /** From now on it is off by this much; a clock that is set may go back. */
  set(now: Micros, setting: ClockSetting): void {
    this.present = setting;
    this.setAt = now;
  }

  isSetTo({ offset, drift }: ClockSetting): boolean {
    return this.present.offset === offset && this.present.drift === drift;
  }

  capture(): ClockState {
    return { setting: this.present, setAt: this.setAt };
  }

  restore({ setting, setAt }: ClockState): void {
    this.present = setting;
    this.setAt = setAt;
  }
}

/** @throws RangeError that says what a clock's setting may be */
export function validateClock({ offset, drift }: ClockSetting): void {
  if (!Number.isSafeInteger(offset)) throw new RangeError(`A clock is off by a whole number of microseconds, not by ${offset}.`);
  if (!Number.isInteger(drift) || drift <= -MILLION || drift > MILLION) {
    throw new RangeError(`A clock drifts by a whole number of parts per million above -1000000 and up to 1000000, not by ${drift}.`);
  }
}
