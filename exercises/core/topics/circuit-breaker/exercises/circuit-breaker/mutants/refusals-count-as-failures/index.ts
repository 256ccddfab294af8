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

interface Finished {
  readonly at: number;
  readonly failed: boolean;
}

/** Each time the breaker changes its state, it makes a new one: a call that is older than the present state is told by it. */
type State =
  | { readonly kind: 'closed'; finished: Finished[] }
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'half-open'; admitted: number; succeeded: number };

export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  #state: State = { kind: 'closed', finished: [] };

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  /**
   * Calls the action, unless the breaker refuses.
   * @returns what the action returns
   * @throws what the action throws, or CircuitOpenError where the action was not called
   */
  async execute<Result>(action: () => Promise<Result>): Promise<Result> {
    const state = this.#admit();
    const startedAt = Date.now();
    const isSlow = (): boolean => Date.now() - startedAt > this.#options.slowCall;
    try {
      const result = await action();
      this.#record(state, isSlow());
      return result;
    } catch (error) {
      this.#record(state, true);
      throw error;
    }
  }

  /** @returns the state in which the call begins */
  #admit(): State {
    if (this.#state.kind === 'open' && Date.now() >= this.#state.until) {
      this.#state = { kind: 'half-open', admitted: 0, succeeded: 0 };
    }
    const state = this.#state;
    if (state.kind === 'open') throw new CircuitOpenError('The circuit is open.');
    if (state.kind === 'half-open') {
      if (state.admitted === this.#options.probes) {
        this.#record(state, true);
        throw new CircuitOpenError('The circuit is half-open and its probes are out.');
      }
      state.admitted += 1;
    }
    return state;
  }

  /** A call has finished. Where the state has changed since it began, it says nothing about the present. */
  #record(state: State, failed: boolean): void {
    if (state !== this.#state) return;
    if (state.kind === 'closed') {
      const now = Date.now();
      state.finished = [...state.finished.filter(({ at }) => now - at <= this.#options.window), { at: now, failed }];
      if (this.#isFailing(state.finished)) this.#open();
    } else if (state.kind === 'half-open') {
      if (failed) return this.#open();
      state.succeeded += 1;
      if (state.succeeded === this.#options.probes) this.#state = { kind: 'closed', finished: [] };
    }
  }

  #isFailing(finished: readonly Finished[]): boolean {
    const { minimumCalls, failureRate } = this.#options;
    const failures = finished.filter(({ failed }) => failed).length;
    return finished.length >= minimumCalls && failures / finished.length >= failureRate;
  }

  #open(): void {
    this.#state = { kind: 'open', until: Date.now() + this.#options.openTime };
  }
}
