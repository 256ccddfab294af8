import type { Options } from './circuit.ts';

/** A call as the model remembers it: the period of the breaker in which it began. */
export interface Admission {
  readonly period: number;
  readonly startedAt: number;
}

/** What a breaker does, written for comparison: each period is one stay in a state. */
export class Model {
  private readonly options: Options;
  private state: 'closed' | 'open' | 'half-open' = 'closed';
  private period = 0;
  private since = 0;
  private finished: { readonly at: number; readonly failed: boolean }[] = [];
  private admitted = 0;
  private succeeded = 0;

  constructor(options: Options) {
    this.options = options;
  }

  /** Undefined where the breaker refuses the call. */
  begin(now: number): Admission | undefined {
    if (this.state === 'open' && now >= this.since + this.options.openTime) this.enter('half-open', now);
    const isFull = this.state === 'half-open' && this.admitted === this.options.probes;
    if (this.state === 'open' || isFull) return undefined;
    this.admitted += 1;
    return { period: this.period, startedAt: now };
  }

  end({ period, startedAt }: Admission, now: number, succeeded: boolean): void {
    if (period !== this.period) return;
    const failed = !succeeded || now - startedAt > this.options.slowCall;
    if (this.state === 'half-open') {
      if (failed) this.enter('open', now);
      else if (++this.succeeded === this.options.probes) this.enter('closed', now);
      return;
    }
    this.finished.push({ at: now, failed });
    const counted = this.finished.filter(({ at }) => now - at <= this.options.window);
    const failures = counted.filter((call) => call.failed).length;
    if (counted.length >= this.options.minimumCalls && failures / counted.length >= this.options.failureRate) this.enter('open', now);
  }

  private enter(state: 'closed' | 'open' | 'half-open', now: number): void {
    this.state = state;
    this.period += 1;
    this.since = now;
    this.finished = [];
    this.admitted = 0;
    this.succeeded = 0;
  }
}
