/** Keeps a check within its budget. */
import type { Budget } from '../linearizability/check.ts';
import type { Consistency } from './verdict.ts';

export const GENEROUS: Budget = { moves: 50_000_000, bytes: 1_000_000_000 };

class BudgetSpent extends Error {}

export class Meter {
  /** Configurations looked at, or choices of what was read. */
  states = 0;
  private left: number;
  private readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
    this.left = budget.moves;
  }

  get bytes(): number {
    return this.budget.bytes;
  }

  get movesLeft(): number {
    return this.left;
  }

  /** Ends the check where the budget does not reach. @param moves each a fraction of a microsecond */
  spend(moves: number): void {
    this.left -= moves;
    if (this.left < 0) this.giveUp();
  }

  /** Ends the check where so many bytes can't be held. */
  hold(bytes: number): void {
    if (bytes > this.budget.bytes) this.giveUp();
  }

  giveUp(): never {
    throw new BudgetSpent();
  }

  /** What `work` gives, or undefined where it takes more than so many moves or than are left. What it takes is spent in any case. */
  attempt<Result>(moves: number, work: (meter: Meter) => Result): Result | undefined {
    const given = Math.min(moves, this.left);
    const part = new Meter({ moves: given, bytes: this.budget.bytes });
    try {
      return work(part);
    } catch (error) {
      if (error instanceof BudgetSpent) return undefined;
      throw error;
    } finally {
      this.left -= given - Math.max(part.left, 0);
      this.states += part.states;
    }
  }
}

/** Runs a check, which is undecided where it spends more than the budget. */
export function within(budget: Budget, check: (meter: Meter) => Consistency): Consistency {
  const meter = new Meter(budget);
  try {
    return check(meter);
  } catch (error) {
    if (error instanceof BudgetSpent) return { kind: 'undecided', states: meter.states };
    throw error;
  }
}
