/** Sees when a condition comes to hold. */
import type { Answer } from './moment.ts';

export class Rising {
  private held: boolean;

  /** @param held whether it is taken to hold before it is looked at first */
  constructor(held = false) {
    this.held = held;
  }

  /** To be told after each step. Whether it has come to hold with that step: it did not before, or only while something had just happened. */
  hasCome({ holds, stays }: Pick<Answer, 'holds' | 'stays'>): boolean {
    const came = holds === true && !this.held;
    this.held = stays === true;
    return came;
  }
}
