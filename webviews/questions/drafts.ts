/** What the learner has entered and not yet answered with, by question, so that looking at another question loses nothing. */
import { signal, type Signal } from '@preact/signals';

export interface Draft {
  /** Options chosen. */
  readonly chosen: Signal<readonly number[]>;
  /** Options by the place that they were moved to. */
  readonly order: Signal<readonly number[]>;
  readonly text: Signal<string>;
  /** Lines of the rubric that the learner has ticked. */
  readonly covered: Signal<readonly number[]>;
}

export class Drafts {
  readonly #drafts = new Map<string, Draft>();

  /** The draft of a question; a new one has its options in the order in which they are shown. */
  of(question: { readonly id: string; readonly options: readonly unknown[] }): Draft {
    const known = this.#drafts.get(question.id);
    if (known !== undefined) return known;
    const draft = { chosen: signal([]), order: signal([...question.options.keys()]), text: signal(''), covered: signal([]) };
    this.#drafts.set(question.id, draft);
    return draft;
  }

  /** For another try: choices start over; an order and a text are taken up where they were. */
  startOver(draft: Draft): void {
    draft.chosen.value = [];
    draft.covered.value = [];
  }
}

/** The same members with `member` added, or without it where it was among them. */
export function toggled(members: readonly number[], member: number): readonly number[] {
  return members.includes(member) ? members.filter((other) => other !== member) : [...members, member];
}
