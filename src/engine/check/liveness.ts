/**
 * Progress, asked for once all faults have stopped: a system that only ever keeps its promises by doing nothing is of no
 * use. Under faults nothing can be promised about time (Fischer, Lynch and Paterson 1985); after them, it can.
 */
import { endOfFaults } from '../sim/chaos.ts';
import type { Schedule } from '../sim/schedule.ts';
import { Simulator } from '../sim/simulator.ts';
import type { System } from '../sim/system.ts';
import type { Micros } from '../sim/time.ts';
import type { Recorder } from '../sim/trace.ts';
import type { Monitor, Property, Violation } from './monitor.ts';

/** Something that a system must bring about. */
export interface Goal<Message> {
  readonly property: Property;
  /** Called when faults have stopped. @returns what it has to remember of that moment, which nobody changes */
  begin(simulator: Simulator<Message>): unknown;
  /** Asked after each step from then on. */
  isReached(simulator: Simulator<Message>, begun: unknown): boolean;
}

/** When faults have stopped, and how long after that a goal may take. */
export interface Deadline {
  readonly faultsStop: Micros;
  readonly within: Micros;
}

type ProgressState = { readonly kind: 'waiting' | 'reached' | 'missed' } | { readonly kind: 'begun'; readonly begun: unknown };

/** Watches a run for a goal: it is violated by the first step after the deadline, where it was not reached by then. */
export class Progress<Message> implements Monitor<Message> {
  /** Virtual time from the end of faults to the goal; undefined while it is not reached. */
  reachedAfter: Micros | undefined;
  private readonly goal: Goal<Message>;
  private readonly deadline: Deadline;
  private state: ProgressState = { kind: 'waiting' };

  constructor(goal: Goal<Message>, deadline: Deadline) {
    this.goal = goal;
    this.deadline = deadline;
  }

  afterStep(simulator: Simulator<Message>): readonly Violation[] {
    const { faultsStop, within } = this.deadline;
    const { now, step } = simulator;
    if (now > faultsStop + within && (this.state.kind === 'waiting' || this.state.kind === 'begun')) {
      this.state = { kind: 'missed' };
      return [missed(this.goal.property, within, step)];
    }
    // Begun anew at each step of the moment at which faults stop: the last of them is where it is over.
    const begins = now === faultsStop || (now > faultsStop && this.state.kind === 'waiting');
    if (begins) this.state = { kind: 'begun', begun: this.goal.begin(simulator) };
    if (this.state.kind === 'begun' && this.goal.isReached(simulator, this.state.begun)) {
      this.state = { kind: 'reached' };
      this.reachedAfter = now - faultsStop;
    }
    return [];
  }

  get isReached(): boolean {
    return this.state.kind === 'reached';
  }

  capture(): unknown {
    return { state: this.state, reachedAfter: this.reachedAfter };
  }

  restore(captured: unknown): void {
    const { state, reachedAfter } = captured as { readonly state: ProgressState; readonly reachedAfter: Micros | undefined };
    this.state = state;
    this.reachedAfter = reachedAfter;
  }
}

export interface Examination<Message> extends Deadline {
  readonly system: System<Message>;
  readonly seed: number;
  /** What happens before faults stop; later entries are left out. */
  readonly schedule: Schedule;
  readonly goal?: Goal<Message>;
  readonly monitor?: Monitor<Message>;
  /** Where the events are recorded. */
  readonly trace?: Recorder;
}

export interface ExaminationResult<Message> {
  /** The first that was found, with which the run ended; the goal's own where it was missed. */
  readonly violation: Violation | undefined;
  /** Virtual time from the end of faults to the goal; undefined where it was not reached or not asked for. */
  readonly reachedAfter: Micros | undefined;
  readonly simulator: Simulator<Message>;
}

/** Runs a system through its faults and on until it has made progress, watched at every step. */
export function examine<Message>(examination: Examination<Message>): ExaminationResult<Message> {
  const { system, seed, faultsStop, within, goal, monitor, trace } = examination;
  const everyone = system.nodes.map((_, node) => node);
  const schedule = [...examination.schedule.filter(({ at }) => at <= faultsStop), ...endOfFaults(everyone, faultsStop)];
  const simulator = new Simulator({ system, seed, schedule, ...(trace ? { trace } : {}) });
  const progress = goal && new Progress(goal, { faultsStop, within });
  const ended = (violation: Violation | undefined) => ({ violation, reachedAfter: progress?.reachedAfter, simulator });

  while (!progress?.isReached && simulator.nextTime <= faultsStop + within && simulator.advance()) {
    const [violation] = [...(monitor?.afterStep(simulator) ?? []), ...(progress?.afterStep(simulator) ?? [])];
    if (violation) return ended(violation);
  }
  return ended(goal && !progress?.isReached ? missed(goal.property, within, simulator.step) : undefined);
}

function missed({ id, meaning }: Property, within: Micros, step: number): Violation {
  return { property: id, step, message: `Within ${within} µs after all faults had stopped this was not so: ${meaning}` };
}
