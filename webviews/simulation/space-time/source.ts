/** Gets the events of the branch that is shown, a page at a time, and only what is new as the run grows. */
import { signal, type Signal } from '@preact/signals';
import type { SpaceTimePage, SpaceTimeRequest } from '../../../src/contract/space-time.ts';
import { History } from './history.ts';

/** Events in a page: what a page costs either side fits into a frame. */
const PAGE = 2_000;

/** A growing run is asked for no more often: each answer is work, and nobody sees single frames of it. */
const PAUSE_MS = 60;

interface Wanted {
  readonly nodes: number;
  readonly branch: number;
  /** Number of events that there are. */
  readonly length: number;
}

export class HistorySource {
  /** Grows whenever more is known. */
  readonly revision: Signal<number> = signal(0);
  /** Why no more events came; asking again is up to whoever looks. */
  readonly failed: Signal<boolean> = signal(false);
  history = new History(0);
  private readonly load: (request: SpaceTimeRequest) => Promise<SpaceTimePage>;
  private wanted: Wanted = { nodes: 0, branch: 0, length: 0 };
  private busy = false;

  constructor(load: (request: SpaceTimeRequest) => Promise<SpaceTimePage>) {
    this.load = load;
  }

  /** Another branch or run is shown: what is known no longer holds. */
  clear(): void {
    this.history = new History(this.wanted.nodes);
    this.revision.value += 1;
  }

  /** Sees to it that all of the branch becomes known. */
  require(wanted: Wanted): void {
    const isAnother = wanted.branch !== this.wanted.branch || wanted.nodes !== this.wanted.nodes;
    this.wanted = wanted;
    if (isAnother) this.clear();
    if (!this.busy) void this.catchUp();
  }

  private async catchUp(): Promise<void> {
    this.busy = true;
    this.failed.value = false;
    try {
      while (this.history.columns.length < this.wanted.length && (await this.fetch())) {
        if (this.wanted.length - this.history.columns.length < PAGE) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } catch {
      this.failed.value = true;
    } finally {
      this.busy = false;
    }
  }

  /** @returns false where there is no more to be had now */
  private async fetch(): Promise<boolean> {
    const { history } = this;
    const page = await this.load({ from: history.columns.length, count: PAGE });
    // Meanwhile something else may be shown.
    if (history !== this.history || page.branch !== this.wanted.branch) return history !== this.history;
    if (page.times.length === 0) return false;
    history.append(page);
    this.revision.value += 1;
    return true;
  }
}
