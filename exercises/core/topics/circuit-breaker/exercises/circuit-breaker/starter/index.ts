/**
 * A circuit breaker: it stands in front of a dependency, notices when the dependency fails, and then spares both sides the
 * calls. Nygard: "Release It!" (2nd edition, 2018), section "Circuit Breaker".
 */

/** All durations are in milliseconds. */
export interface CircuitBreakerOptions {
  /** The share of failed calls, above 0 and at most 1, at which the breaker opens. */
  readonly failureRate: number;
  /** How long a finished call counts. */
  readonly window: number;
  /** As long as fewer calls count than this, they decide nothing. */
  readonly minimumCalls: number;
  /** A call that takes longer has failed, even if it succeeds in the end. */
  readonly slowCall: number;
  /** How long the breaker stays open. */
  readonly openTime: number;
  /** How many calls it lets through while half-open. */
  readonly probes: number;
}

/** The breaker has refused a call. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
}

export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  /**
   * Calls the action, unless the breaker refuses.
   * @returns what the action returns
   * @throws what the action throws, or CircuitOpenError where the action was not called
   */
  async execute<Result>(action: () => Promise<Result>): Promise<Result> {
    void this.#options;
    // A breaker that never opens. Date.now() and setTimeout() are yours to use.
    return action();
  }
}
