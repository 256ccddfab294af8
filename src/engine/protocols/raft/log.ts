/**
 * A server's log (extended paper, section 5.3), which begins after the last entry that a snapshot stands for (section 7).
 * It lives in the store alone: what is read here is what survives.
 */
import type { DurableStore } from '../../sim/process.ts';
import { sameCommand } from '../key-value/commands.ts';
import type { Entry, Index, Snapshot, Term } from './messages.ts';
import { sameConfiguration, type Configuration } from './quorum.ts';

const NO_ENTRIES: readonly Entry[] = [];

/** A configuration and the index of its entry; that of the first one is where the log begins. */
export interface PlacedConfiguration {
  readonly index: Index;
  readonly configuration: Configuration;
}

interface LogState {
  readonly snapshot: Snapshot | null;
  readonly configurations: readonly PlacedConfiguration[];
}

export class RaftLog {
  /** The latest snapshot; null before the first. */
  snapshot: Snapshot | null = null;
  /** The last index that the snapshot covers, and the term of its entry; 0 without one. */
  baseIndex: Index = 0;
  baseTerm: Term = 0;

  private readonly store: DurableStore;
  /** The latest configuration of the log. */
  latestConfiguration: PlacedConfiguration;
  /** All of them, oldest first, and never empty. */
  private configurations: readonly PlacedConfiguration[];

  /** @param first the configuration that holds before the log's first entry */
  constructor(store: DurableStore, first: Configuration) {
    this.store = store;
    this.latestConfiguration = { index: 0, configuration: first };
    this.configurations = [this.latestConfiguration];
  }

  /** Takes up what the disk has. @returns what of it can't be read any more, in words; null where all is well */
  recover(): string | null {
    if (this.store.isDamaged('snapshot')) return 'its snapshot';
    const snapshot = this.store.get('snapshot') as Snapshot | undefined;
    if (snapshot) this.adopt(snapshot);
    const { log } = this.store;
    for (let position = log.start; position < log.length; position++) {
      const entry = log.at(position) as Entry | undefined;
      if (!entry) return `entry ${position + 1} of its log`;
      if (entry.kind === 'configuration') this.observe(entry.configuration, position + 1);
    }
    return null;
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
    if (!entry) throw new RangeError(`The log has entries ${this.baseIndex + 1} to ${this.lastIndex}, and no entry ${index}.`);
    return entry as Entry;
  }

  /** 0 for index 0, before the first entry. @throws as `entryAt` does */
  termAt(index: Index): Term {
    return index === this.baseIndex ? this.baseTerm : this.entryAt(index).term;
  }

  /**
   * Whether the log has an entry of this term at this index; then it matches a leader's up to there (Log Matching).
   * What a snapshot covers is committed, so every leader has it (Leader Completeness).
   */
  holds(index: Index, term: Term): boolean {
    return index < this.baseIndex || (index <= this.lastIndex && this.termAt(index) === term);
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
    if (entry.kind === 'configuration') this.observe(entry.configuration, this.lastIndex);
  }

  /** Removes the entry at an index and all that follow it. */
  truncateFrom(index: Index): void {
    this.store.log.truncate(index - 1);
    if (this.latestConfiguration.index >= index) this.setConfigurations(this.configurations.filter((placed, position) => position === 0 || placed.index < index));
  }

  /** The first index of the run of entries of one term that an index lies in. */
  firstOfTerm(index: Index): Index {
    const term = this.termAt(index);
    let first = index;
    while (first > this.baseIndex + 1 && this.termAt(first - 1) === term) first--;
    return first;
  }

  /** The latest configuration at or before an index that the log has. */
  configurationAt(index: Index): PlacedConfiguration {
    return this.configurations.findLast((placed) => placed.index <= index) ?? this.configurations[0]!;
  }

  /** Lets a snapshot stand for the beginning of the log. */
  compact(snapshot: Snapshot): void {
    this.store.set('snapshot', snapshot);
    this.store.log.discard(snapshot.lastIncludedIndex);
    this.adopt(snapshot);
  }

  /** Lets a snapshot stand for the whole log. */
  replaceBy(snapshot: Snapshot): void {
    this.truncateFrom(this.baseIndex + 1);
    this.compact(snapshot);
  }

  private adopt(snapshot: Snapshot): void {
    const { lastIncludedIndex, lastIncludedTerm, configuration } = snapshot;
    this.snapshot = snapshot;
    this.baseIndex = lastIncludedIndex;
    this.baseTerm = lastIncludedTerm;
    this.setConfigurations([{ index: lastIncludedIndex, configuration }, ...this.configurations.filter(({ index }) => index > lastIncludedIndex)]);
  }

  private observe(configuration: Configuration, index: Index): void {
    this.setConfigurations([...this.configurations, { index, configuration }]);
  }

  private setConfigurations(configurations: readonly PlacedConfiguration[]): void {
    this.configurations = configurations;
    this.latestConfiguration = configurations[configurations.length - 1]!;
  }

  capture(): LogState {
    return { snapshot: this.snapshot, configurations: this.configurations };
  }

  restore({ snapshot, configurations }: LogState): void {
    this.snapshot = snapshot;
    this.baseIndex = snapshot?.lastIncludedIndex ?? 0;
    this.baseTerm = snapshot?.lastIncludedTerm ?? 0;
    this.setConfigurations(configurations);
  }
}

/** Entries are passed on by reference, so the same entry is nearly always the same object. */
export function sameEntry(one: Entry, other: Entry): boolean {
  if (one === other) return true;
  if (one.term !== other.term) return false;
  if (one.kind === 'command' && other.kind === 'command') {
    return one.request.session === other.request.session && one.request.serial === other.request.serial && sameCommand(one.request.command, other.request.command);
  }
  if (one.kind === 'configuration' && other.kind === 'configuration') return sameConfiguration(one.configuration, other.configuration);
  return one.kind === other.kind;
}
