/**
 * How long to wait before trying again (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015, and the
 * simulator published with it). Durations are in microseconds.
 */
import type { Random } from '../../sim/random.ts';
import type { Micros } from '../../sim/time.ts';

export const STRATEGIES = ['none', 'exponential', 'equal jitter', 'full jitter', 'decorrelated jitter'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export interface BackoffLimits {
  readonly base: Micros;
  readonly cap: Micros;
}

export class Backoff {
  private readonly strategy: Strategy;
  private readonly limits: BackoffLimits;
  private readonly random: Random;
  /** What decorrelated jitter waited last. */
  private last: Micros;

  constructor(strategy: Strategy, limits: BackoffLimits, random: Random) {
    this.strategy = strategy;
    this.limits = limits;
    this.random = random;
    this.last = limits.base;
  }

  /** @param retry counts from 1 */
  next(retry: number): Micros {
    const limit = exponential(retry, this.limits);
    switch (this.strategy) {
      case 'none':
        return 0;
      case 'exponential':
        return limit;
      case 'equal jitter':
        return Math.round(limit / 2 + (this.random.next() * limit) / 2);
      case 'full jitter':
        return Math.round(this.random.next() * limit);
      case 'decorrelated jitter':
        return this.decorrelated();
    }
  }

  private decorrelated(): Micros {
    const { base, cap } = this.limits;
    this.last = Math.min(cap, Math.round(base + this.random.next() * (3 * this.last - base)));
    return this.last;
  }
}

/** The base, doubled at each retry, up to the cap. */
export function exponential(retry: number, { base, cap }: BackoffLimits): Micros {
  let wait = base;
  for (let doubled = 0; doubled < retry && wait < cap; doubled++) wait *= 2;
  return Math.min(cap, wait);
}
