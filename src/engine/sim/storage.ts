/**
 * A node's disk. Reads see every write at once; what was not synced when the node crashes is undone, newest first, so
 * that the disk is again as it was at the last sync.
 */
import type { DurableLog, DurableStore } from './process.ts';

/** How to take one write back. */
type Undo =
  | { readonly kind: 'set'; readonly key: string; readonly had: boolean; readonly before: unknown }
  | { readonly kind: 'append' }
  | { readonly kind: 'truncate'; readonly lost: readonly unknown[] };

const UNDO_APPEND: Undo = { kind: 'append' };

export interface DiskState {
  readonly cells: ReadonlyMap<string, unknown>;
  readonly entries: readonly unknown[];
  readonly truncations: number;
  readonly unsynced: readonly Undo[];
}

export class Disk implements DurableStore {
  readonly log: DiskLog;
  private cells = new Map<string, unknown>();
  private unsynced: Undo[] = [];
  private readonly onSync: () => void;

  /** @param onSync called at each sync that had something to write */
  constructor(onSync: () => void) {
    this.onSync = onSync;
    this.log = new DiskLog((undo) => this.unsynced.push(undo));
  }

  get(key: string): unknown {
    return this.cells.get(key);
  }

  set(key: string, value: unknown): void {
    this.unsynced.push({ kind: 'set', key, had: this.cells.has(key), before: this.cells.get(key) });
    this.cells.set(key, value);
  }

  sync(): void {
    if (this.unsynced.length === 0) return;
    this.unsynced.length = 0;
    this.onSync();
  }

  /** The node crashes: what was not synced is lost. */
  crash(): void {
    for (let undo = this.unsynced.pop(); undo; undo = this.unsynced.pop()) {
      if (undo.kind !== 'set') this.log.undo(undo);
      else if (undo.had) this.cells.set(undo.key, undo.before);
      else this.cells.delete(undo.key);
    }
  }

  capture(): DiskState {
    return {
      cells: new Map(this.cells),
      entries: this.log.toArray(),
      truncations: this.log.truncations,
      unsynced: this.unsynced.slice(),
    };
  }

  restore(state: DiskState): void {
    this.cells = new Map(state.cells);
    this.log.restore(state.entries, state.truncations);
    this.unsynced = state.unsynced.slice();
  }
}

export class DiskLog implements DurableLog {
  /** How often entries were taken away: while it stands still, the log has only grown. */
  truncations = 0;
  private entries: unknown[] = [];
  private readonly remember: (undo: Undo) => void;

  constructor(remember: (undo: Undo) => void) {
    this.remember = remember;
  }

  get length(): number {
    return this.entries.length;
  }

  at(position: number): unknown {
    return this.entries[position];
  }

  append(value: unknown): void {
    this.remember(UNDO_APPEND);
    this.entries.push(value);
  }

  truncate(length: number): void {
    if (length >= this.entries.length) return;
    this.remember({ kind: 'truncate', lost: this.entries.slice(length) });
    this.truncations++;
    this.entries.length = length;
  }

  undo(undo: Exclude<Undo, { kind: 'set' }>): void {
    if (undo.kind === 'truncate') {
      this.entries.push(...undo.lost);
    } else {
      this.truncations++;
      this.entries.pop();
    }
  }

  toArray(): unknown[] {
    return this.entries.slice();
  }

  restore(entries: readonly unknown[], truncations: number): void {
    this.entries = entries.slice();
    this.truncations = truncations;
  }
}
