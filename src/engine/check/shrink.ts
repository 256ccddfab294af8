/**
 * Makes a failing input smaller: Zeller and Hildebrandt's ddmin ("Simplifying and Isolating Failure-Inducing Input", IEEE
 * TSE 2002, section 3). What is left is 1-minimal: without any one of its items the failure is gone.
 */
export interface Shrunk<Item> {
  readonly items: readonly Item[];
  /** How often the failure was tried for. */
  readonly tries: number;
  /** False where the budget ended the search. */
  readonly isMinimal: boolean;
}

/**
 * @param items an input that fails
 * @param fails whether a part of the items, in their order, still fails for the same reason
 * @param budget the most tries
 */
export function shrink<Item>(items: readonly Item[], fails: (part: readonly Item[]) => boolean, budget = 10_000): Shrunk<Item> {
  const proposals = reduce(items);
  let present = items;
  let tries = 0;
  for (let proposal = proposals.next(); ; ) {
    if (proposal.done) return { items: present, tries, isMinimal: true };
    if (tries === budget) return { items: present, tries, isMinimal: false };
    tries++;
    const isEnough = fails(proposal.value);
    if (isEnough) present = proposal.value;
    proposal = proposals.next(isEnough);
  }
}

/** The same for those who try at their own pace: it proposes parts of the items, and is told of each whether it fails. */
export function* reduce<Item>(items: readonly Item[]): Generator<readonly Item[], void, boolean> {
  let present = items;
  let parts = 2;
  for (;;) {
    const size = Math.ceil(present.length / parts);
    let smaller: readonly Item[] | undefined;
    for (const part of complements(present, size)) {
      if (!(yield part)) continue;
      smaller = part;
      break;
    }
    if (smaller) {
      present = smaller;
      parts = Math.max(parts - 1, 2);
    } else if (size <= 1) {
      return;
    } else {
      parts *= 2;
    }
  }
}

/** Everything but one stretch of `size` items, for each such stretch. */
function* complements<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield [...items.slice(0, start), ...items.slice(start + size)];
}
