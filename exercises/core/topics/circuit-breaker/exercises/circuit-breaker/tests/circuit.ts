import type { Call, Grading, LearnerObject, Ref } from 'dsim/grading';

export interface Options {
  readonly failureRate: number;
  readonly window: number;
  readonly minimumCalls: number;
  readonly slowCall: number;
  readonly openTime: number;
  readonly probes: number;
}

export const OPTIONS: Options = { failureRate: 0.5, window: 10_000, minimumCalls: 4, slowCall: 500, openTime: 2_000, probes: 3 };

/** How a call through the breaker came out. */
export type Outcome = 'succeeded' | 'failed' | 'refused';

/** A call through the breaker that is under way. */
export interface Attempt {
  readonly call: Call;
  /** Whether the breaker has called the action. */
  readonly called: () => boolean;
}

/** The learner's breaker in front of a dependency that does what the test says. */
export class Circuit {
  private readonly t: Grading;
  private readonly breaker: LearnerObject;

  constructor(t: Grading, options: Partial<Options> = {}) {
    this.t = t;
    this.breaker = t.learner.create('CircuitBreaker', { ...OPTIONS, ...options });
  }

  /** Begins a call that succeeds after some time. */
  startSuccess(milliseconds = 10): Attempt {
    return this.start(() => this.t.after(milliseconds, 'result'));
  }

  /** Begins a call that fails after some time. */
  startFailure(milliseconds = 10): Attempt {
    return this.start(() => this.t.failAfter(milliseconds, 'the dependency failed'));
  }

  start(action: () => Ref): Attempt {
    let calls = 0;
    const counted = this.t.callback(() => {
      calls += 1;
      return action();
    });
    const call = this.breaker.start('execute', counted);
    this.t.expect.ok(calls <= 1, 'execute() calls the action once.', { expected: '1 call', actual: `${calls} calls` });
    return { call, called: () => calls > 0 };
  }

  /** Makes calls one after the other, each of which takes 10 ms: `S` succeeds, `F` fails. None may be refused. */
  calls(script: string, why: string): void {
    [...script].forEach((letter, index) => {
      const attempt = letter === 'S' ? this.startSuccess() : this.startFailure();
      this.t.advance(10);
      this.expectLetThrough(attempt, `Call ${index + 1} of ${script} (F fails, S succeeds) has to be let through. ${why}`);
    });
  }

  /** Opens the breaker, with calls that take 40 ms in all. */
  open(): void {
    this.calls('FFFF', 'Before the fourth call, fewer calls count than minimumCalls.');
    this.expectRefusal('After four failures of four calls the breaker is open.');
  }

  /** Opens the breaker and waits until it is half-open. */
  halfOpen(): void {
    this.open();
    this.t.advance(OPTIONS.openTime + 1);
  }

  expectLetThrough(attempt: Attempt, message: string): void {
    this.t.expect.ok(attempt.called(), message, { expected: 'the action is called', actual: `the action is not called, and the call ${endOf(attempt)}` });
  }

  /** Makes one more call, which has to be refused at once and without the action being called. */
  expectRefusal(message: string): void {
    this.expectRefused(this.startSuccess(), message);
  }

  expectRefused(attempt: Attempt, message: string): void {
    const refused = !attempt.called() && outcomeOf(attempt) === 'refused';
    this.t.expect.ok(refused, message, {
      expected: 'the call is refused at once with a CircuitOpenError',
      actual: attempt.called() ? 'the action is called' : `the action is not called, and the call ${endOf(attempt)}`,
    });
  }
}

/** Undefined while it is under way. */
export function outcomeOf({ call }: Attempt): Outcome | undefined {
  if (call.state === 'pending') return undefined;
  if (call.state === 'returned') return 'succeeded';
  return call.error?.is('CircuitOpenError') ? 'refused' : 'failed';
}

function endOf({ call }: Attempt): string {
  if (call.state === 'pending') return 'has not ended';
  if (call.state === 'returned') return 'has returned';
  return `was rejected with ${call.error?.name}: ${call.error?.message}`;
}
