/** Watches what a scene claims, from its beginning to its end. */
import type { Micros } from '../sim/time.ts';
import type { Answer } from './moment.ts';
import { Rising } from './rising.ts';
import type { Claim, Condition } from './scene.ts';

/** What is said of a condition at the present moment. */
export type Asked = (condition: Condition) => Pick<Answer, 'holds' | 'stays'>;

export interface ClaimWatch {
  /** Asked after each step, and when time has passed the deadline. @returns why it is broken, where it is */
  look(asked: Asked, time: Micros): string | undefined;
  /** Asked when the scene ends. */
  end(asked: Asked): string | undefined;
  /** When it has to be looked at though nothing happens; infinity where it need not be. */
  readonly deadline: Micros;
  /** Whether it may be broken all the same, since something that it asks for was not decided. */
  readonly isDoubtful: boolean;
}

/** Undefined for a claim about a property, which the monitor of the run sees to. */
export function watchOf({ claim }: Claim): ClaimWatch | undefined {
  switch (claim.kind) {
    case 'always':
      return new AtEachMoment(claim.condition, false, 'It does not hold.');
    case 'never':
      return new AtEachMoment(claim.condition, true, 'It has come about.');
    case 'finally':
      return new InTheEnd(claim.condition);
    case 'eventually':
      return new Eventually(claim.condition, claim.within ?? Infinity);
    case 'leads to':
      return new LeadsTo(claim.cause, claim.effect, claim.within);
    case 'violated':
      return undefined;
  }
}

/** Holds at no moment, or fails to hold at none. */
class AtEachMoment implements ClaimWatch {
  readonly deadline = Infinity;
  isDoubtful = false;
  private readonly condition: Condition;
  private readonly forbidden: boolean;
  private readonly why: string;

  constructor(condition: Condition, forbidden: boolean, why: string) {
    this.condition = condition;
    this.forbidden = forbidden;
    this.why = why;
  }

  look(asked: Asked): string | undefined {
    const { holds } = asked(this.condition);
    if (holds === 'undecided') this.isDoubtful = true;
    return holds === this.forbidden ? this.why : undefined;
  }

  end(asked: Asked): string | undefined {
    // Every beginning of a linearizable history is linearizable: whatever was not decided on the way is now.
    if (this.isAboutLinearizability) this.isDoubtful = false;
    return this.look(asked);
  }

  private get isAboutLinearizability(): boolean {
    return !this.forbidden && this.condition.kind === 'history' && this.condition.model === 'linearizable';
  }
}

class InTheEnd implements ClaimWatch {
  readonly deadline = Infinity;
  isDoubtful = false;
  private readonly condition: Condition;

  constructor(condition: Condition) {
    this.condition = condition;
  }

  look(): undefined {}

  end(asked: Asked): string | undefined {
    const { holds } = asked(this.condition);
    this.isDoubtful = holds === 'undecided';
    return holds === false ? 'It does not hold in the end.' : undefined;
  }
}

class Eventually implements ClaimWatch {
  deadline: Micros;
  isDoubtful = false;
  private isOpen = true;
  private readonly condition: Condition;

  constructor(condition: Condition, deadline: Micros) {
    this.condition = condition;
    this.deadline = deadline;
  }

  look(asked: Asked, time: Micros): string | undefined {
    if (!this.isOpen) return undefined;
    if (time > this.deadline) return this.close('It has not come about in time.');
    const { holds } = asked(this.condition);
    if (holds === 'undecided') this.isDoubtful = true;
    if (holds !== true) return undefined;
    this.isDoubtful = false;
    return this.close();
  }

  end(asked: Asked): string | undefined {
    this.look(asked, 0);
    return this.isOpen ? this.close('It has not come about.') : undefined;
  }

  /** @param why it is broken, unless it may have come about */
  private close(why?: string): string | undefined {
    this.isOpen = false;
    this.deadline = Infinity;
    return this.isDoubtful ? undefined : why;
  }
}

class LeadsTo implements ClaimWatch {
  deadline = Infinity;
  isDoubtful = false;
  private readonly rising = new Rising();
  /** Whether the effect that is waited for may have come about. */
  private mayHaveCome = false;
  private readonly cause: Condition;
  private readonly effect: Condition;
  private readonly within: Micros;

  constructor(cause: Condition, effect: Condition, within: Micros) {
    this.cause = cause;
    this.effect = effect;
    this.within = within;
  }

  look(asked: Asked, time: Micros): string | undefined {
    if (time > this.deadline) return this.close('What it leads to has not come about in time.');
    const cause = asked(this.cause);
    if (cause.holds === 'undecided') this.isDoubtful = true;
    // The first that is still without its effect has the earliest deadline.
    if (this.rising.hasCome(cause)) this.deadline = Math.min(this.deadline, time + this.within);
    if (this.deadline === Infinity) return undefined;
    const { holds } = asked(this.effect);
    if (holds === 'undecided') this.mayHaveCome = true;
    if (holds === true) this.close();
    return undefined;
  }

  end(): string | undefined {
    return this.deadline === Infinity ? undefined : this.close('What it leads to has not come about when the scene ends.');
  }

  /** @param why it is broken, unless the effect may have come about */
  private close(why?: string): string | undefined {
    const isExcused = why !== undefined && this.mayHaveCome;
    if (isExcused) this.isDoubtful = true;
    this.deadline = Infinity;
    this.mayHaveCome = false;
    return isExcused ? undefined : why;
  }
}
