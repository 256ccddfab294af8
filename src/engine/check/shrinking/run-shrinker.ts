/** Makes a run that breaks a property smaller: what happens, who takes part, how long it takes, and what is unusual about it. */
import type { Schedule } from '../../sim/schedule.ts';
import type { Micros } from '../../sim/time.ts';
import { judgeRun, scriptOfRun, type RunCase, type RunFailure, type Subject } from './failing-run.ts';
import { runPasses } from './run-passes.ts';
import { Shrinker, type Simplest, type Sliced } from './shrinker.ts';

export interface FailingRun<Parameters> {
  readonly parameters: Parameters;
  readonly seed: number;
  readonly schedule: Schedule;
  /** The property that it breaks: whatever breaks the same one fails for the same reason. */
  readonly property: string;
  /** The violation comes by then. */
  readonly until: Micros;
}

/** How large a failing run is. */
export interface RunSize {
  /** Items of the schedule: what befalls nodes, links and messages; and commands. */
  readonly faults: number;
  readonly commands: number;
  readonly nodes: number;
  /** Until the property is broken. */
  readonly time: Micros;
  readonly steps: number;
}

/** A run that is no larger than the one that was given, and how it breaks the property. */
export interface SmallerRun<Parameters> {
  readonly parameters: Parameters;
  readonly seed: number;
  readonly schedule: Schedule;
  readonly failure: RunFailure;
  readonly size: RunSize;
}

export type RunShrinkResult<Parameters> =
  | { readonly kind: 'unfinished' }
  /** The run that was given does not break the property in time. */
  | { readonly kind: 'holds' }
  /** Minimal: nothing can be left out, weakened or shortened by itself. Otherwise the budget ended it. */
  | { readonly kind: 'minimal' | 'cut short'; readonly smallest: SmallerRun<Parameters> };

export interface RunShrinkProgress {
  readonly tries: number;
  /** What is being made smaller; undefined at the beginning. */
  readonly pass: string | undefined;
  /** Undefined until the run was tried as it was given. */
  readonly before: RunSize | undefined;
  readonly now: RunSize | undefined;
  /** How often each pass made it smaller. */
  readonly simplifications: readonly { readonly pass: string; readonly count: number }[];
}

type Shrinking<Parameters> = Shrinker<RunCase<Parameters>, RunFailure>;

export class RunShrinker<Parameters, Message> {
  private readonly subject: Subject<Parameters, Message>;
  private readonly naming: Sliced<RunCase<Parameters>>;
  private readonly property: string;
  private readonly budget: number;
  private shrinker: Shrinking<Parameters> | undefined;
  private first: RunSize | undefined;

  /**
   * @param budget how many runs may be tried
   * @throws RangeError for a run that makes no sense
   */
  constructor(subject: Subject<Parameters, Message>, { parameters, seed, schedule, property, until }: FailingRun<Parameters>, budget = 5_000) {
    this.subject = subject;
    this.property = property;
    this.budget = budget;
    const system = subject.build(parameters);
    const past = schedule.filter(({ at }) => at <= until);
    this.naming = (function* () {
      return { parameters, seed, script: yield* scriptOfRun(system, seed, past, until), until };
    })();
  }

  get progress(): RunShrinkProgress {
    const { shrinker } = this;
    const now = shrinker?.simplest && this.sizeOf(shrinker.simplest);
    return { tries: shrinker?.tries ?? 0, pass: shrinker?.pass, before: this.first, now, simplifications: shrinker?.simplifications ?? [] };
  }

  /** The smallest run so far; undefined until the given one was tried. */
  get smallest(): SmallerRun<Parameters> | undefined {
    const best = this.shrinker?.simplest;
    return best && this.smallerRun(best);
  }

  /** Goes on for so many slices, of a few hundred steps each, at most. The result is final unless it is `unfinished`. */
  run(slices = Infinity): RunShrinkResult<Parameters> {
    for (let slice = 0; slice < slices; slice++) {
      const result = this.shrinker ? this.shrinker.run(1) : this.begin();
      this.first ??= this.progress.now;
      if (result.kind === 'holds') return result;
      if (result.kind !== 'unfinished') return { kind: result.kind, smallest: this.smallerRun(result) };
    }
    return { kind: 'unfinished' };
  }

  private begin(): { readonly kind: 'unfinished' } {
    const { done, value } = this.naming.next();
    if (done) {
      const { subject, property } = this;
      this.shrinker = new Shrinker(value, runPasses(subject), (candidate) => judgeRun(subject, candidate, property), this.budget);
    }
    return { kind: 'unfinished' };
  }

  private smallerRun(best: Simplest<RunCase<Parameters>, RunFailure>): SmallerRun<Parameters> {
    const { parameters, seed } = best.simplest;
    return { parameters, seed, schedule: best.failure.schedule, failure: best.failure, size: this.sizeOf(best) };
  }

  private sizeOf({ simplest: { parameters, script }, failure }: Simplest<RunCase<Parameters>, RunFailure>): RunSize {
    const commands = script.filter(({ action }) => action.kind === 'command').length;
    return { faults: script.length - commands, commands, nodes: this.subject.build(parameters).nodes.length, time: failure.at, steps: failure.step };
  }
}
