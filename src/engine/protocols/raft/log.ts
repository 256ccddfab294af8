/** A server's log (extended paper, section 5.3). It lives in the store alone: what is read here is what survives. */
import type { DurableStore } from '../../sim/process.ts';
import type { Entry, Index, Term } from './messages.ts';

const NO_ENTRIES: readonly Entry[] = [];

export class RaftLog {
  private readonly store: DurableStore;

  constructor(store: DurableStore) {
    this.store = store;
  }

  get lastIndex(): Index {
    return this.store.log.length;
  }

  get lastTerm(): Term {
    return this.termAt(this.lastIndex);
  }

  /** @throws RangeError where the log has no such index */
  entryAt(index: Index): Entry {
    const entry = this.store.log.at(index - 1);
    if (!entry) throw new RangeError(`The log has entries 1 to ${this.lastIndex}, and no entry ${index}.`);
    return entry as Entry;
  }

  /** 0 for index 0; undefined is never asked for. */
  termAt(index: Index): Term {
    return index === 0 ? 0 : this.entryAt(index).term;
  }

  /** Whether the log has an entry of this term at this index; then it matches a leader's up to there (Log Matching). */
  holds(index: Index, term: Term): boolean {
    return index <= this.lastIndex && this.termAt(index) === term;
  }

  /** The entries from an index on, `count` at the most. */
  entriesFrom(first: Index, count: number): readonly Entry[] {
    const last = Math.min(this.lastIndex, first + count - 1);
    if (last < first) return NO_ENTRIES;
    const entries: Entry[] = [];
    for (let index = first; index <= last; index++) entries.push(this.entryAt(index));
    return entries;
  }

  append(entry: Entry): void {
    this.store.log.append(entry);
  }

  /** Removes the entry at an index and all that follow it. */
  truncateFrom(index: Index): void {
    this.store.log.truncate(index - 1);
  }

  /** The first index of the run of entries of one term that an index lies in. */
  firstOfTerm(index: Index): Index {
    const term = this.termAt(index);
    let first = index;
    while (first > 1 && this.termAt(first - 1) === term) first--;
    return first;
  }
}
