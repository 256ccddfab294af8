/**
 * Makes a case that fails simpler as long as it fails, one proposal at a time. What may be simpler about it is known to
 * passes; each is a coroutine that proposes cases, and is told of each how it fails, if it does. The passes take turns until
 * a whole round of them finds nothing: then no single proposal of theirs fails any more, and the case is locally minimal.
 *
 * The shrinking of choices in Hypothesis goes about it in the same way (MacIver and Donaldson, "Test-Case Reduction via
 * Test-Case Generation", ECOOP 2020).
 */

/** Runs for as long as it likes, and lets others have a turn at each `yield`. */
export type Sliced<Result> = Generator<undefined, Result, undefined>;

export interface Pass<Case, Failure> {
  readonly name: string;
  /**
   * Whatever fails takes the place of the present case at once, so that the next proposal is to start from it. A proposal
   * is simpler than what it starts from, in a sense in which no other pass makes it worse: otherwise there is no end.
   */
  propose(present: Case, failure: Failure): Generator<Case, void, Failure | undefined>;
}

/** @returns how a case fails, where it fails for the reason that is looked for */
export type Judge<Case, Failure> = (candidate: Case) => Sliced<Failure | undefined>;

/** The simplest case that was found. */
export interface Simplest<Case, Failure> {
  readonly simplest: Case;
  readonly failure: Failure;
}

export type ShrinkResult<Case, Failure> =
  | { readonly kind: 'unfinished' }
  /** The case that was given does not fail. */
  | { readonly kind: 'holds' }
  /** No single proposal of any pass fails. */
  | ({ readonly kind: 'minimal' } & Simplest<Case, Failure>)
  /** The budget ended it. */
  | ({ readonly kind: 'cut short' } & Simplest<Case, Failure>);

/** Plain data: two cases that give the same JSON are one. */
export class Shrinker<Case, Failure> {
  /** How often a case was tried. */
  tries = 0;
  /** The name of the pass at work; undefined before the first. */
  pass: string | undefined;
  private readonly budget: number;
  private readonly passes: readonly Pass<Case, Failure>[];
  private readonly judge: Judge<Case, Failure>;
  private readonly work: Sliced<ShrinkResult<Case, Failure>>;
  private readonly taken = new Map<string, number>();
  private best: Simplest<Case, Failure> | undefined;
  private ended: ShrinkResult<Case, Failure> | undefined;
  /** How each case fails that was tried since the last that was taken. */
  private known = new Map<string, Failure | undefined>();

  /** @param budget the most tries */
  constructor(first: Case, passes: readonly Pass<Case, Failure>[], judge: Judge<Case, Failure>, budget = 10_000) {
    this.passes = passes;
    this.judge = judge;
    this.budget = budget;
    this.work = this.shrink(first);
  }

  /** The simplest case so far; undefined until the first was tried. */
  get simplest(): Simplest<Case, Failure> | undefined {
    return this.best;
  }

  /** How many proposals of each pass were taken, in the order of the passes. */
  get simplifications(): readonly { readonly pass: string; readonly count: number }[] {
    return this.passes.map(({ name }) => ({ pass: name, count: this.taken.get(name) ?? 0 }));
  }

  /** Goes on for so many slices of the judge at most. The result is final unless it is `unfinished`. */
  run(slices = Infinity): ShrinkResult<Case, Failure> {
    for (let slice = 0; !this.ended && slice < slices; slice++) {
      const { done, value } = this.work.next();
      if (done) this.ended = value;
    }
    return this.ended ?? { kind: 'unfinished' };
  }

  private *shrink(first: Case): Sliced<ShrinkResult<Case, Failure>> {
    const failure = yield* this.try(first);
    if (!failure) return { kind: 'holds' };
    this.best = { simplest: first, failure };
    for (;;) {
      const before: Simplest<Case, Failure> = this.best;
      for (const pass of this.passes) {
        if (!(yield* this.takeTurn(pass, this.best))) return { kind: 'cut short', ...this.best };
      }
      if (this.best === before) return { kind: 'minimal', ...before };
    }
  }

  /** @returns false where the budget ended it */
  private *takeTurn({ name, propose }: Pass<Case, Failure>, { simplest, failure }: Simplest<Case, Failure>): Sliced<boolean> {
    this.pass = name;
    const proposals = propose(simplest, failure);
    for (let proposal = proposals.next(); !proposal.done; ) {
      const candidate = proposal.value;
      const key = JSON.stringify(candidate);
      if (!this.known.has(key)) {
        if (this.tries === this.budget) return false;
        this.known.set(key, yield* this.try(candidate));
      }
      const found = this.known.get(key);
      if (found) this.take(name, candidate, found);
      proposal = proposals.next(found);
    }
    return true;
  }

  private take(pass: string, simplest: Case, failure: Failure): void {
    this.best = { simplest, failure };
    this.taken.set(pass, (this.taken.get(pass) ?? 0) + 1);
    // What was tried before is no proposal of this one.
    this.known = new Map();
  }

  private *try(candidate: Case): Sliced<Failure | undefined> {
    this.tries++;
    const failure = yield* this.judge(candidate);
    // A judge that never pauses must not keep the thread all the same.
    yield;
    return failure;
  }
}
