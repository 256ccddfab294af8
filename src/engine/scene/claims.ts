/** Watches what a scene claims, from its beginning to its end. */
import type { Micros } from '../sim/time.ts';
import type { Claim, Condition } from './scene.ts';

/** Whether a condition holds at the present moment. */
export type Asked = (condition: Condition) => boolean;

export interface ClaimWatch {
  /** Asked after each step, and when time has passed the deadline. @returns why it is broken, where it is */
  look(asked: Asked, time: Micros): string | undefined;
  /** Asked when the scene ends. */
  end(asked: Asked): string | undefined;
  /** When it has to be looked at though nothing happens; infinity where it need not be. */
  readonly deadline: Micros;
}

/** Undefined for a claim about a property, which the monitor of the run sees to. */
export function watchOf({ claim }: Claim): ClaimWatch | undefined {
  switch (claim.kind) {
    case 'always':
      return watch({ look: (asked) => (asked(claim.condition) ? undefined : 'It does not hold.') });
    case 'never':
      return watch({ look: (asked) => (asked(claim.condition) ? 'It has come about.' : undefined) });
    case 'finally':
      return watch({ end: (asked) => (asked(claim.condition) ? undefined : 'It does not hold in the end.') });
    case 'eventually':
      return new Eventually(claim.condition, claim.within ?? Infinity);
    case 'leads to':
      return new LeadsTo(claim.cause, claim.effect, claim.within);
    case 'violated':
      return undefined;
  }
}

const NOTHING = () => undefined;

function watch({ look = NOTHING, end = NOTHING }: Partial<Pick<ClaimWatch, 'look' | 'end'>>): ClaimWatch {
  return { look, end, deadline: Infinity };
}

class Eventually implements ClaimWatch {
  deadline: Micros;
  private isOpen = true;
  private readonly condition: Condition;

  constructor(condition: Condition, deadline: Micros) {
    this.condition = condition;
    this.deadline = deadline;
  }

  look(asked: Asked, time: Micros): string | undefined {
    if (!this.isOpen) return undefined;
    const isLate = time > this.deadline;
    if (!isLate && !asked(this.condition)) return undefined;
    this.isOpen = false;
    this.deadline = Infinity;
    return isLate ? 'It has not come about in time.' : undefined;
  }

  end(): string | undefined {
    return this.isOpen ? 'It has not come about.' : undefined;
  }
}

class LeadsTo implements ClaimWatch {
  deadline = Infinity;
  /** Whether the cause held when it was looked at last. */
  private held = false;
  private readonly cause: Condition;
  private readonly effect: Condition;
  private readonly within: Micros;

  constructor(cause: Condition, effect: Condition, within: Micros) {
    this.cause = cause;
    this.effect = effect;
    this.within = within;
  }

  look(asked: Asked, time: Micros): string | undefined {
    if (time > this.deadline) {
      this.deadline = Infinity;
      return 'What it leads to has not come about in time.';
    }
    const holds = asked(this.cause);
    // The first that is still without its effect has the earliest deadline.
    if (holds && !this.held) this.deadline = Math.min(this.deadline, time + this.within);
    this.held = holds;
    if (this.deadline !== Infinity && asked(this.effect)) this.deadline = Infinity;
    return undefined;
  }

  end(): string | undefined {
    return this.deadline === Infinity ? undefined : 'What it leads to has not come about when the scene ends.';
  }
}
