/** A run that breaks a property, as data: what it is made of, and how it is run again. */
import type { NodeId } from '../../sim/process.ts';
import type { Schedule } from '../../sim/schedule.ts';
import { Simulator } from '../../sim/simulator.ts';
import type { System } from '../../sim/system.ts';
import type { Micros } from '../../sim/time.ts';
import type { Monitor, Violation } from '../monitor.ts';
import { THREW } from '../search/goals.ts';
import { MessageNames, namesMessages, scheduleFor, scriptOf, settled, type Script } from './script.ts';
import type { Sliced } from './shrinker.ts';

/** How a run is made of parameters, which are plain data, and how those may be simpler. */
export interface Subject<Parameters, Message> {
  /** @throws RangeError for parameters that make no sense: then they are not tried */
  build(parameters: Parameters): System<Message>;
  monitor(parameters: Parameters): Monitor<Message>;
  /** What happens in any case, whatever is left out of the schedule, such as the end of all faults. */
  always?(parameters: Parameters): Schedule;
  /** Parameters for the same without one of its nodes, those after it moved up by one; undefined where it can't be left out. */
  without?(parameters: Parameters, node: NodeId): Parameters | undefined;
  /** A command in which nodes have other numbers; undefined where it names one that is gone. A command names none where it is left out. */
  renamed?(command: string, rename: (node: NodeId) => NodeId | undefined): string | undefined;
  /** Parameters of which one thing is simpler, the simplest first. */
  simpler?(parameters: Parameters): Iterable<Parameters>;
}

export interface RunCase<Parameters> {
  readonly parameters: Parameters;
  readonly seed: number;
  readonly script: Script;
  /** The failure has to come by then. */
  readonly until: Micros;
}

export interface RunFailure {
  readonly message: string;
  /** The step after which the property did not hold, and when that was. */
  readonly step: number;
  readonly at: Micros;
  /** The whole schedule of this run. */
  readonly schedule: Schedule;
}

/** Steps in a slice: some milliseconds' worth at most. */
const SLICE = 200;

/** Runs a case until it breaks the property; what it breaks besides is not looked at. */
export function* judgeRun<Parameters, Message>(subject: Subject<Parameters, Message>, { parameters, seed, script, until }: RunCase<Parameters>, property: string): Sliced<RunFailure | undefined> {
  const names = namesMessages(script) ? new MessageNames() : undefined;
  const schedule = names ? scheduleFor(script, names) : (script as Schedule);
  const always = subject.always?.(parameters) ?? [];
  const whole = [...schedule, ...always].sort((one, other) => one.at - other.at);
  const simulator = begin(() => new Simulator({ system: subject.build(parameters), seed, schedule: whole, ...(names ? { trace: names } : {}) }));
  if (!simulator) return undefined;
  const monitor = subject.monitor(parameters);
  for (let goesOn = true; goesOn; ) {
    const { violations, isOver } = stepOf(simulator, monitor, until);
    goesOn = !isOver;
    const violation = violations.find((each) => each.property === property);
    if (violation) return { message: violation.message, step: simulator.step, at: simulator.now, schedule: settled(whole) };
    if (simulator.step % SLICE === 0) yield;
  }
  return undefined;
}

/** One more step, and what it broke; that a process's code throws breaks a property of its own, and ends the run. */
function stepOf<Message>(simulator: Simulator<Message>, monitor: Monitor<Message>, until: Micros): { readonly violations: readonly Violation[]; readonly isOver: boolean } {
  try {
    if (simulator.nextTime > until || !simulator.advance()) return { violations: [], isOver: true };
    return { violations: monitor.afterStep(simulator), isOver: false };
  } catch (error) {
    return { violations: [{ property: THREW, step: simulator.step, message: error instanceof Error ? error.message : String(error) }], isOver: true };
  }
}

/** A run's schedule as a script. */
export function* scriptOfRun<Message>(system: System<Message>, seed: number, schedule: Schedule, until: Micros): Sliced<Script> {
  const names = new MessageNames();
  if (namesMessages(schedule)) {
    const simulator = new Simulator({ system, seed, schedule, trace: names });
    while (simulator.nextTime <= until && simulator.schedulePosition < schedule.length && simulator.advance()) if (simulator.step % SLICE === 0) yield;
  }
  return scriptOf(schedule, names);
}

function begin<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
