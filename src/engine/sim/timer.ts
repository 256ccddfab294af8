/** A timer of a node. The queue holds it as a reminder to look at it; the timer itself says when it fires. */
import type { Micros } from './time.ts';
import type { EventId } from './trace.ts';

export class Timer {
  readonly name: string;
  /** False once it was cancelled, has fired, or its node has crashed: then its entry in the queue means nothing. */
  isSet = false;
  setAt: Micros = 0;
  firesAt: Micros = 0;
  /** The event in whose step it was set. */
  cause: EventId = -1;
  /** Its place among things due at the same time. */
  order = 0;
  /**
   * When its entry in the queue comes up. A timer that is set again to a later time keeps its old entry, which moves on
   * when it comes up: timers that are put off at every message cost no queue entry each.
   */
  queuedAt: Micros = 0;

  constructor(name: string) {
    this.name = name;
  }

  set(setAt: Micros, firesAt: Micros, order: number, cause: EventId): void {
    this.isSet = true;
    this.setAt = setAt;
    this.firesAt = firesAt;
    this.order = order;
    this.cause = cause;
  }

  isDueAt(time: Micros): boolean {
    return this.isSet && this.queuedAt === time && this.firesAt === time;
  }

  /** It came up while its node could not take it, and fires when that can. */
  postpone(time: Micros): void {
    this.queuedAt = this.firesAt = time;
  }
}

export type TimerState = Readonly<Pick<Timer, 'name' | 'setAt' | 'firesAt' | 'cause' | 'order' | 'queuedAt'>>;

export function captureTimer({ name, setAt, firesAt, cause, order, queuedAt }: Timer): TimerState {
  return { name, setAt, firesAt, cause, order, queuedAt };
}

export function restoreTimer({ name, ...state }: TimerState): Timer {
  return Object.assign(new Timer(name), state, { isSet: true });
}
