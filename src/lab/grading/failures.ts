import { inspect } from 'node:util';
import { Judgement } from '../realm/judgement.ts';

/** The learner's code does not do what the case asks. */
export class ExpectationError extends Judgement {
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  /** The export or method at fault. */
  readonly at: string | undefined;

  constructor(message: string, { expected, actual, at }: { expected?: string | undefined; actual?: string | undefined; at?: string | undefined } = {}) {
    super(message);
    this.expected = expected;
    this.actual = actual;
    this.at = at;
  }
}

/** A failure, and the seed with which it comes about. */
export class SeededFailure extends Judgement {
  readonly seed: number;
  override readonly cause: unknown;

  constructor(seed: number, cause: unknown) {
    super(`Seed ${seed}`);
    this.seed = seed;
    this.cause = cause;
  }
}

/** A value as a learner reads it in a verdict. */
export function show(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 8, breakLength: 80, maxArrayLength: 50, maxStringLength: 1_000 });
}
