/** Properties that are checked after every step of a run. */
import type { Simulator } from '../sim/simulator.ts';

export interface Property {
  readonly id: string;
  readonly title: string;
  /** What it says, in a sentence. */
  readonly meaning: string;
  readonly source: string;
  readonly section: string;
}

export interface Violation {
  /** Id of the property that does not hold. */
  readonly property: string;
  /** The step after which it did not. */
  readonly step: number;
  /** What broke it, with names and values. */
  readonly message: string;
}

/** Watches one run from its first step on, and remembers what it needs. */
export interface Monitor<Message> {
  /** Called after each step. @returns what the step broke */
  afterStep(simulator: Simulator<Message>): readonly Violation[];
  /** What it remembers, so that another monitor of the same run can go on from there. */
  capture(): unknown;
  restore(state: unknown): void;
}

/** Several monitors of one run, each with its own memory. */
export class Monitors<Message> implements Monitor<Message> {
  private readonly all: readonly Monitor<Message>[];

  constructor(all: readonly Monitor<Message>[]) {
    this.all = all;
  }

  afterStep(simulator: Simulator<Message>): readonly Violation[] {
    return this.all.flatMap((monitor) => monitor.afterStep(simulator));
  }

  capture(): unknown {
    return this.all.map((monitor) => monitor.capture());
  }

  restore(state: unknown): void {
    this.all.forEach((monitor, position) => monitor.restore((state as readonly unknown[])[position]));
  }
}
