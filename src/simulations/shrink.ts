/** The job that makes a failing run smaller, and what it says of that. */
import type { Violation } from '../engine/check/monitor.ts';
import type { Subject } from '../engine/check/shrinking/failing-run.ts';
import { RunShrinker, type FailingRun, type RunShrinkResult, type RunSize } from '../engine/check/shrinking/run-shrinker.ts';
import type { Run } from '../engine/sim/run.ts';
import type { Schedule } from '../engine/sim/schedule.ts';
import type { System } from '../engine/sim/system.ts';
import { MILLISECOND } from '../engine/sim/time.ts';
import type { ParameterDefinition, SimulationDefinition, Values } from './definition.ts';
import { nameAction } from './faults.ts';
import { formatDuration } from './format.ts';
import type { JobProgress, Work } from './job.ts';
import { namesOf } from './view.ts';

/** What is left of a run, and the step at which it breaks the property. */
export interface Smaller {
  readonly values: Values;
  readonly schedule: Schedule;
  readonly step: number;
}

/** Slices of the engine's in a slice of the job: a few milliseconds together. */
const SLICES = 3;

/** Runs that may be tried. */
const BUDGET = 5_000;

/** A goal is missed at the first step after its deadline, which may come a little later in a smaller run. */
const GRACE = 100 * MILLISECOND;

/** No more actions are named one by one. */
const MOST_NAMED = 8;

export interface Shrinkable {
  readonly definition: SimulationDefinition<unknown>;
  /** @throws RangeError for values that a user could not set: they are not tried */
  build(values: Values): System<unknown>;
}

export class ShrinkWork implements Work {
  private readonly shrinker: RunShrinker<Values, unknown>;
  private readonly subject: Subject<Values, unknown>;
  private readonly definition: SimulationDefinition<unknown>;
  private readonly values: Values;
  private readonly open: (smaller: Smaller) => Promise<void>;
  private result: RunShrinkResult<Values> = { kind: 'unfinished' };

  /** @param open shows what is left */
  constructor(shrinkable: Shrinkable, values: Values, run: Run<unknown>, violation: Violation, open: (smaller: Smaller) => Promise<void>) {
    this.subject = subjectOf(shrinkable);
    this.definition = shrinkable.definition;
    this.values = values;
    this.open = open;
    this.shrinker = new RunShrinker(this.subject, failingRun(shrinkable, values, run, violation), BUDGET);
  }

  advance(): boolean {
    this.result = this.shrinker.run(SLICES);
    return this.result.kind === 'unfinished';
  }

  progress(): JobProgress {
    const { tries, before, now } = this.shrinker.progress;
    const runs = `${tries} ${tries === 1 ? 'run' : 'runs'} tried`;
    const changes = before && now ? changesOf(before, now) : [];
    return { progress: changes.length > 0 ? `${changes.join(', ')} so far; ${runs}.` : `${runs}.`, done: null };
  }

  async finish(): Promise<string> {
    const { smallest, progress } = this.shrinker;
    const { before } = progress;
    if (!smallest || !before) return 'Nothing was left out yet, and the run is as it was.';
    const { parameters, seed, schedule, failure, size } = smallest;
    if (progress.simplifications.every(({ count }) => count === 0)) return `${this.ending()} The run is as it was.`;
    const values = { ...parameters, seed };
    await this.open({ values, schedule, step: failure.step });
    const changes = changesOf(before, size);
    return [changes.length > 0 ? `${capital(changes.join(', '))}.` : '', this.plainer(values), this.whatIsLeft(values, schedule, size), this.ending()].filter((part) => part !== '').join(' ');
  }

  private plainer(values: Values): string {
    const labels = this.definition.parameters.filter(({ name, unit, initial }) => unit !== 'seed' && values[name] === initial && this.values[name] !== initial).map(({ label }) => `“${label}”`);
    return labels.length === 0 ? '' : `Back to the initial ${labels.length === 1 ? 'value' : 'values'}: ${labels.join(', ')}.`;
  }

  private whatIsLeft(values: Values, schedule: Schedule, { faults, commands }: RunSize): string {
    const items = faults + commands;
    if (items === 0) return 'It needs nothing to happen to it.';
    // What happens in any case is no part of what was needed.
    const always = new Set((this.subject.always?.(values) ?? []).map((item) => JSON.stringify(item)));
    const left = schedule.filter((item) => !always.has(JSON.stringify(item)));
    if (left.length > MOST_NAMED) return '';
    const nameOf = namesOf(this.subject.build(values));
    return `What is left: ${left.map(({ action }) => nameAction(action, nameOf)).join(', then ')}.`;
  }

  private ending(): string {
    switch (this.result.kind) {
      case 'minimal':
        return 'Leave out any one thing more, and it does not fail.';
      case 'cut short':
        return `After ${BUDGET} runs it was left at that; more might be left out.`;
      default:
        return 'It was stopped before everything was tried; more might be left out.';
    }
  }
}

export function failingRun({ definition }: Shrinkable, parameters: Values, { seed, schedule, trace }: Run<unknown>, { property, step }: Pick<Violation, 'property' | 'step'>): FailingRun<Values> {
  const isGoal = definition.shrinking?.goals?.includes(property) ?? false;
  return { parameters, seed, schedule, property, until: trace.timeOf(step) + (isGoal ? GRACE : 0) };
}

export function subjectOf({ definition, build }: Shrinkable): Subject<Values, unknown> {
  return {
    ...definition.shrinking,
    build,
    monitor: (values) => definition.monitor(values, build(values)),
    *simpler(values) {
      for (const parameter of definition.parameters) {
        if (isPlainer(parameter, values)) yield { ...values, [parameter.name]: parameter.initial };
      }
    },
  };
}

/** Whether a parameter's initial value is simpler than its value: not so where there would be more of something. */
function isPlainer({ name, unit, initial }: ParameterDefinition, values: Values): boolean {
  const value = values[name] ?? initial;
  return unit === 'seed' ? false : unit === 'count' ? initial < value : initial !== value;
}

/** `21 faults became 2`, for each measure that has changed. */
export function changesOf(before: RunSize, now: RunSize): readonly string[] {
  const counted = (name: 'faults' | 'commands' | 'nodes', one: string) => (before[name] === now[name] ? [] : [`${before[name]} ${before[name] === 1 ? one : `${one}s`} became ${now[name]}`]);
  const time = shortTime(before.time) === shortTime(now.time) ? [] : [`${shortTime(before.time)} became ${shortTime(now.time)}`];
  return [...counted('faults', 'fault'), ...counted('commands', 'command'), ...counted('nodes', 'node'), ...time];
}

/** To the millisecond, and from a second on to the tenth. */
function shortTime(time: number): string {
  const unit = time >= 1_000 * MILLISECOND ? 100 * MILLISECOND : MILLISECOND;
  return formatDuration(Math.round(time / unit) * unit);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
