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
  private state: ClockState;

  constructor(setting: ClockSetting = TRUE_TIME) {
    validateClock(setting);
    this.state = { setting, setAt: 0 };
  }

  get setting(): ClockSetting {
    return this.state.setting;
  }

  /** What it shows at a moment of true time. */
  read(now: Micros): Micros {
    return readingOf(this.state, now);
  }

  /** True time that passes while the clock goes on by `delay`. */
  durationOf(delay: Micros): Micros {
    const { drift } = this.setting;
    return drift === 0 ? delay : Math.ceil((delay * MILLION) / (MILLION + drift));
  }

  /** From now on it is off by this much; a clock that is set may go back. */
  set(now: Micros, setting: ClockSetting): void {
    this.state = { setting, setAt: now };
  }

  isSetTo({ offset, drift }: ClockSetting): boolean {
    return this.setting.offset === offset && this.setting.drift === drift;
  }

  capture(): ClockState {
    return this.state;
  }

  restore(state: ClockState): void {
    this.state = state;
  }
}

/** What a clock in that state shows at a moment of true time. */
export function readingOf({ setting: { offset, drift }, setAt }: ClockState, now: Micros): Micros {
  return drift === 0 ? now + offset : now + offset + Math.floor(((now - setAt) * drift) / MILLION);
}

/** @throws RangeError that says what a clock's setting may be */
export function validateClock({ offset, drift }: ClockSetting): void {
  if (!Number.isSafeInteger(offset)) throw new RangeError(`A clock is off by a whole number of microseconds, not by ${offset}.`);
  if (!Number.isInteger(drift) || drift <= -MILLION || drift > MILLION) {
    throw new RangeError(`A clock drifts by a whole number of parts per million above -1000000 and up to 1000000, not by ${drift}.`);
  }
}
