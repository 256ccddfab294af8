/** A budget that fills up at a steady rate, to a limit. */
import { SECOND, type Micros } from '../../sim/time.ts';

export interface BucketOptions {
  /** Tokens that come each second. */
  readonly perSecond: number;
  /** The most that it holds, and what it holds at first. */
  readonly burst: number;
}

export class TokenBucket {
  private readonly options: BucketOptions;
  private tokens: number;
  private filledAt: Micros = 0;

  constructor(options: BucketOptions) {
    this.options = options;
    this.tokens = options.burst;
  }

  /** Takes a token, if there is a whole one. */
  take(now: Micros): boolean {
    const { perSecond, burst } = this.options;
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) * perSecond) / SECOND);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
