/**
 * Progress, asked for once all faults have stopped: a system that only ever keeps its promises by doing nothing is of no
 * use. Under faults nothing can be promised about time (Fischer, Lynch and Paterson 1985); after them, it can.
 */
import { endOfFaults } from '../sim/chaos.ts';
import type { Schedule } from '../sim/schedule.ts';
import { Simulator } from '../sim/simulator.ts';
import type { System } from '../sim/system.ts';
import type { Micros } from '../sim/time.ts';
import type { Monitor, Property, Violation } from './monitor.ts';

/** Something that a system must bring about. */
export interface Goal<Message> {
  readonly property: Property;
  /** Called when faults have stopped. @returns whether it is reached, asked after each step from then on */
  begin(simulator: Simulator<Message>): (simulator: Simulator<Message>) => boolean;
}

export interface Examination<Message> {
  readonly system: System<Message>;
  readonly seed: number;
  /** What happens before faults stop; later entries are left out. */
  readonly schedule: Schedule;
  readonly faultsStop: Micros;
  /** Virtual time after that within which the goal is to be reached. */
  readonly within: Micros;
  readonly goal?: Goal<Message>;
  readonly monitor?: Monitor<Message>;
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
  const { system, seed, faultsStop, within, goal, monitor } = examination;
  const everyone = system.nodes.map((_, node) => node);
  const schedule = [...examination.schedule.filter(({ at }) => at <= faultsStop), ...endOfFaults(everyone, faultsStop)];
  const simulator = new Simulator({ system, seed, schedule });
  const ended = (violation: Violation | undefined, reachedAfter?: Micros) => ({ violation, reachedAfter, simulator });

  while (simulator.nextTime <= faultsStop && simulator.advance()) {
    const violation = monitor?.afterStep(simulator)[0];
    if (violation) return ended(violation);
  }
  const isReached = goal?.begin(simulator);
  while (simulator.nextTime <= faultsStop + within && simulator.advance()) {
    const violation = monitor?.afterStep(simulator)[0];
    if (violation) return ended(violation);
    if (isReached?.(simulator)) return ended(undefined, simulator.now - faultsStop);
  }
  return ended(goal && missed(goal.property, simulator.step, within));
}

function missed({ id, meaning }: Property, step: number, within: Micros): Violation {
  return { property: id, step, message: `Within ${within} µs after all faults had stopped this was not so: ${meaning}` };
}
