/**
 * A node's disk. Reads see every write at once; what was not synced when the node crashes is undone, newest first, so
 * that the disk is again as it was at the last sync. A torn crash leaves a part of it behind instead.
 */
import type { DurableLog, DurableStore } from './process.ts';
import type { Random } from './random.ts';

/** Stands where a record was that can't be read any more. */
const DAMAGED = Symbol('damaged');

/** How to take one write back. */
type Undo =
  | { readonly kind: 'set'; readonly key: string; readonly had: boolean; readonly before: unknown }
  | { readonly kind: 'append' }
  /** The entries that a truncation or a discarding took away, and where the log began before it. */
  | { readonly kind: 'truncate' | 'discard'; readonly lost: readonly unknown[]; readonly start: number };

const UNDO_APPEND: Undo = { kind: 'append' };

/** Names a record of a disk: a cell, or an entry of the log. */
export type DiskRecord = { readonly cell: string } | { readonly position: number };

export interface DiskState {
  readonly cells: ReadonlyMap<string, unknown>;
  readonly log: LogState;
  readonly unsynced: readonly Undo[];
}

export interface LogState {
  readonly start: number;
  /** The first `count` of these; what comes after them is another's. */
  readonly entries: readonly unknown[];
  readonly count: number;
  readonly truncations: number;
}

/** The entries of a log that was captured, and none of what others have added since. */
export function entriesIn({ entries, count }: LogState): readonly unknown[] {
  return entries.slice(0, count);
}

export class Disk implements DurableStore {
  readonly log: DiskLog;
  private cells = new Map<string, unknown>();
  private unsynced: Undo[] = [];
  /** What was captured last, until something is changed. */
  private captured: DiskState | undefined;
  private readonly onSync: () => void;

  /** @param onSync called at each sync that had something to write */
  constructor(onSync: () => void) {
    this.onSync = onSync;
    this.log = new DiskLog((undo) => this.change().unsynced.push(undo));
  }

  get(key: string): unknown {
    const value = this.cells.get(key);
    return value === DAMAGED ? undefined : value;
  }

  set(key: string, value: unknown): void {
    this.change().unsynced.push({ kind: 'set', key, had: this.cells.has(key), before: this.cells.get(key) });
    this.cells.set(key, value);
  }

  sync(): void {
    if (this.unsynced.length === 0) return;
    this.change().unsynced.length = 0;
    this.onSync();
  }

  isDamaged(key: string): boolean {
    return this.cells.get(key) === DAMAGED;
  }

  /** Entries of the log before this position survive a crash; those from it on do not. */
  get syncedLength(): number {
    let { start, length } = this.log;
    let synced = length;
    for (const undo of this.unsynced.toReversed()) {
      if (undo.kind === 'set') continue;
      if (undo.kind === 'append') {
        length--;
      } else {
        length += undo.start - start + undo.lost.length;
        ({ start } = undo);
      }
      synced = Math.min(synced, length);
    }
    return synced;
  }

  /** The node crashes: what was not synced is lost. */
  crash(): void {
    while (this.unsynced.length > 0) this.undoLast();
  }

  /**
   * The node crashes while its last writes are on their way to the disk: a random number of those that were not synced
   * got there, the one after them only in part.
   * @returns the record that was torn; null where nothing was
   */
  crashTorn(random: Random): DiskRecord | null {
    const arrived = random.integer(this.unsynced.length);
    while (this.unsynced.length > arrived + 1) this.undoLast();
    const last = this.unsynced.at(-1);
    const torn = last ? this.tear(last) : null;
    this.change().unsynced.length = 0;
    return torn;
  }

  /** The disk is lost with all that was on it; an empty one takes its place. */
  lose(): void {
    this.change().cells.clear();
    this.unsynced.length = 0;
    this.log.lose();
  }

  /** One record, each as likely as the others, can't be read any more. @returns which; null where there is none */
  corrupt(random: Random): DiskRecord | null {
    const keys = [...this.cells.keys()];
    const { log } = this;
    const chosen = random.integer(keys.length + log.length - log.start);
    const cell = keys[chosen];
    if (cell !== undefined) {
      this.change().cells.set(cell, DAMAGED);
      return { cell };
    }
    this.change();
    const position = log.start + chosen - keys.length;
    return log.damage(position) ? { position } : null;
  }

  capture(): DiskState {
    return (this.captured ??= { cells: new Map(this.cells), log: this.log.capture(), unsynced: this.unsynced.slice() });
  }

  restore(state: DiskState): void {
    this.cells = new Map(state.cells);
    this.log.restore(state.log);
    this.unsynced = state.unsynced.slice();
    this.captured = state;
  }

  private change(): this {
    this.captured = undefined;
    return this;
  }

  private undoLast(): void {
    const undo = this.change().unsynced.pop();
    if (!undo) return;
    if (undo.kind !== 'set') this.log.undo(undo);
    else if (undo.had) this.cells.set(undo.key, undo.before);
    else this.cells.delete(undo.key);
  }

  /** Writes are torn; that a log ends or begins elsewhere is one word on the disk, which is there or is not. */
  private tear(write: Undo): DiskRecord | null {
    switch (write.kind) {
      case 'set':
        this.cells.set(write.key, DAMAGED);
        return { cell: write.key };
      case 'append': {
        const position = this.log.length - 1;
        this.log.damage(position);
        return { position };
      }
      case 'truncate':
      case 'discard':
        this.undoLast();
        return null;
    }
  }
}

/**
 * Copies of a log share one array of entries, of which each holds a beginning: a log that grows costs its checkpoints
 * nothing. Whoever would change what another may hold takes an array of its own first.
 */
export class DiskLog implements DurableLog {
  /** How often entries were taken away from the end or damaged: while it stands still, the log has only grown. */
  truncations = 0;
  private entries: unknown[] = [];
  private count = 0;
  private first = 0;
  private readonly remember: (undo: Undo) => void;

  constructor(remember: (undo: Undo) => void) {
    this.remember = remember;
  }

  get length(): number {
    return this.first + this.count;
  }

  get start(): number {
    return this.first;
  }

  at(position: number): unknown {
    const index = position - this.first;
    const value = index < this.count ? this.entries[index] : undefined;
    return value === DAMAGED ? undefined : value;
  }

  append(value: unknown): void {
    this.remember(UNDO_APPEND);
    if (this.entries.length !== this.count) this.entries = this.held();
    this.entries.push(value);
    this.count++;
  }

  truncate(length: number): void {
    if (length >= this.length) return;
    const kept = Math.max(0, length - this.first);
    this.remember({ kind: 'truncate', lost: this.entries.slice(kept, this.count), start: this.first });
    this.truncations++;
    this.count = kept;
    this.first = Math.max(0, Math.min(this.first, length));
  }

  discard(position: number): void {
    if (position <= this.first) return;
    const discarded = position - this.first;
    this.remember({ kind: 'discard', lost: this.entries.slice(0, Math.min(discarded, this.count)), start: this.first });
    this.hold(this.entries.slice(discarded, this.count));
    this.first = position;
  }

  isDamaged(position: number): boolean {
    const index = position - this.first;
    return index < this.count && this.entries[index] === DAMAGED;
  }

  /** @returns false where there is no such entry */
  damage(position: number): boolean {
    if (position < this.first || position >= this.length) return false;
    this.truncations++;
    this.hold(this.held());
    this.entries[position - this.first] = DAMAGED;
    return true;
  }

  lose(): void {
    this.truncations++;
    this.hold([]);
    this.first = 0;
  }

  undo(undo: Exclude<Undo, { kind: 'set' }>): void {
    switch (undo.kind) {
      case 'append':
        this.truncations++;
        this.count--;
        return;
      case 'truncate':
        this.first = undo.start;
        this.hold(this.held().concat(undo.lost));
        return;
      case 'discard':
        this.first = undo.start;
        this.hold(undo.lost.concat(this.held()));
    }
  }

  capture(): LogState {
    return { start: this.first, entries: this.entries, count: this.count, truncations: this.truncations };
  }

  restore({ start, entries, count, truncations }: LogState): void {
    this.first = start;
    // Only ever added to, and that where nobody else holds more of it than this log does.
    this.entries = entries as unknown[];
    this.count = count;
    this.truncations = truncations;
  }

  /** The entries as an array of its own. */
  private held(): unknown[] {
    return this.entries.slice(0, this.count);
  }

  private hold(entries: unknown[]): void {
    this.entries = entries;
    this.count = entries.length;
  }
}
