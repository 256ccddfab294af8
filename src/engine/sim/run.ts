/**
 * A recorded run, which can be looked at from any of its moments. The head goes on and is recorded; the past is reached
 * by restoring the nearest checkpoint before it and repeating the few steps from there, which gives the same states
 * since a run is a function of its input.
 */
import type { Monitor, Violation } from '../check/monitor.ts';
import type { Action, Schedule, ScheduledAction } from './schedule.ts';
import { Simulator, type Checkpoint } from './simulator.ts';
import type { System } from './system.ts';
import type { Micros } from './time.ts';
import { Trace, type TraceView } from './trace.ts';

export interface RunOptions<Message> {
  readonly system: System<Message>;
  readonly seed: number;
  readonly schedule?: Schedule;
  /** Makes the monitor that watches the run; a fork of the run has one of its own. */
  readonly monitor?: () => Monitor<Message>;
  /** Steps between two checkpoints at first; the distance doubles whenever there would be too many. */
  readonly interval?: number;
}

interface Mark<Message> {
  readonly step: number;
  readonly checkpoint: Checkpoint<Message>;
  readonly monitor: unknown;
}

const FIRST_INTERVAL = 512;
const MOST_MARKS = 256;

export class Run<Message> {
  private readonly actions: ScheduledAction[];
  private readonly options: RunOptions<Message>;
  private readonly recorded = new Trace();
  private readonly head: Simulator<Message>;
  private readonly monitor: Monitor<Message> | undefined;
  private marks: Mark<Message>[] = [];
  private interval: number;
  private cursor: Simulator<Message> | undefined;
  private readonly found: Violation[] = [];

  /** @throws RangeError for an input that makes no sense */
  constructor(options: RunOptions<Message>) {
    this.options = options;
    this.actions = [...(options.schedule ?? [])];
    this.head = new Simulator({ ...options, schedule: this.actions, trace: this.recorded });
    this.monitor = options.monitor?.();
    this.interval = options.interval ?? FIRST_INTERVAL;
  }

  get schedule(): Schedule {
    return this.actions;
  }

  get trace(): TraceView {
    return this.recorded;
  }

  get seed(): number {
    return this.options.seed;
  }

  /** Number of steps taken so far. */
  get steps(): number {
    return this.head.step;
  }

  /** What the steps so far broke, in the order of steps. */
  get violations(): readonly Violation[] {
    return this.found;
  }

  /** When the step after the head happens; infinity where the run has ended. */
  get nextTime(): Micros {
    return this.head.nextTime;
  }

  /** Takes one more step at the head, before a limit where there is one. False where there is none. */
  advance(limit?: Micros): boolean {
    if (this.marks.length === 0 && this.head.step === 0) this.mark();
    if (!this.head.advance(limit)) return false;
    if (this.monitor) this.found.push(...this.monitor.afterStep(this.head));
    // Right after a step, before anyone has looked ahead: a fork goes on from here with another schedule.
    if (this.head.step % this.interval === 0) this.mark();
    return true;
  }

  /**
   * Takes an action as the next step, and into the schedule: for whoever decides on the way what happens. Nothing may have
   * been looked at beyond the moment (`advance` with that limit keeps to it), so that the schedule gives the same run again.
   * @throws RangeError where the moment has passed, or the action is impossible then
   */
  act(at: Micros, action: Action): void {
    const { head, actions } = this;
    if (at < head.now) throw new RangeError(`An action happens at ${head.now} µs at the earliest, where the run has come to, not at ${at} µs.`);
    const objection = head.objection(action);
    if (objection !== undefined) throw new RangeError(objection);
    actions.splice(head.schedulePosition, 0, { at, ...(at === head.now && { after: head.events - 1 }), action });
    head.lookAgain();
    this.advance();
  }

  /** Goes on until the run has so many steps, or has ended. */
  advanceTo(step: number): void {
    while (this.head.step < step && this.advance());
  }

  /** Goes on until every step up to a time, that time included, was taken. */
  advanceUntil(time: Micros): void {
    while (this.head.nextTime <= time && this.advance());
  }

  /**
   * The state after a step that was taken. It is for reading, and holds until the next call.
   * @throws RangeError where the run has not come so far
   */
  at(step: number): Simulator<Message> {
    if (step === this.head.step) return this.head;
    if (!Number.isInteger(step) || step < 0 || step > this.head.step) {
      throw new RangeError(`There is no step ${step}: the run has steps 0 to ${this.head.step}.`);
    }
    const cursor = this.cursorBefore(step);
    while (cursor.step < step && cursor.advance());
    return cursor;
  }

  /**
   * Another future: a run that is the same up to `step`, and in which `action` then happens at time `at`. What this run's
   * schedule has for later times is kept, but for actions that hang on an event of this run's own future.
   * @throws RangeError where `at` is before the step or after the next one
   */
  fork(step: number, at: Micros, action: Action): Run<Message> {
    const origin = this.at(step);
    const { events, now, nextTime, schedulePosition } = origin;
    if (at < now || at > nextTime) throw new RangeError(`An action after step ${step} happens between ${now} µs and ${nextTime} µs, not at ${at} µs.`);
    const schedule = [
      ...this.schedule.slice(0, schedulePosition).filter((entry) => entry.at <= at),
      { at, after: events - 1, action },
      ...this.schedule.filter((entry, position) => entry.after === undefined && (position < schedulePosition ? entry.at > at : entry.at >= at)),
    ];
    const fork = new Run({ ...this.options, schedule });
    fork.inherit(this, this.markBefore(step));
    fork.advanceTo(step);
    return fork;
  }

  /** Takes over another run's past up to a checkpoint. */
  private inherit(origin: Run<Message>, mark: Mark<Message> | undefined): void {
    if (!mark) return;
    this.marks = origin.marks.filter(({ step }) => step <= mark.step);
    this.interval = origin.interval;
    this.recorded.copyFrom(origin.recorded, mark.step);
    this.head.restore(mark.checkpoint);
    this.monitor?.restore(mark.monitor);
    this.found.push(...origin.found.filter(({ step }) => step <= mark.step));
  }

  /** The cursor at a step from which `step` is reached by going forward. */
  private cursorBefore(step: number): Simulator<Message> {
    const mark = this.markBefore(step);
    const cursor = this.cursor;
    if (cursor && cursor.step <= step && (!mark || mark.step <= cursor.step)) return cursor;
    this.cursor = mark && cursor ? cursor : new Simulator({ ...this.options, schedule: this.schedule });
    if (mark) this.cursor.restore(mark.checkpoint);
    return this.cursor;
  }

  private markBefore(step: number): Mark<Message> | undefined {
    return this.marks.findLast((mark) => mark.step <= step);
  }

  private mark(): void {
    if (this.marks.at(-1)?.step === this.head.step) return;
    const checkpoint = this.head.capture();
    if (!checkpoint) return;
    this.marks.push({ step: this.head.step, checkpoint, monitor: this.monitor?.capture() });
    if (this.marks.length > MOST_MARKS) {
      this.interval *= 2;
      this.marks = this.marks.filter((mark) => mark.step % this.interval === 0);
    }
  }
}
