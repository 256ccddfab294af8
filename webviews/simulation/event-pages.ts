/** The part of the event list that was asked for so far. Events of a branch never change; they only become more. */
import { signal, type Signal } from '@preact/signals';
import type { EventView } from '../../src/contract/simulation.ts';

/** Events in one request. */
const PAGE = 100;

export class EventPages {
  /** Grows whenever more is known, so that a list that reads it is drawn again. */
  readonly revision: Signal<number> = signal(0);
  private readonly load: (from: number, count: number) => Promise<readonly EventView[]>;
  private readonly pages = new Map<number, readonly EventView[]>();
  private readonly underway = new Set<number>();
  private generation = 0;

  /** @param load gives `count` events from event `from` on, or fewer at the end; it may reject */
  constructor(load: (from: number, count: number) => Promise<readonly EventView[]>) {
    this.load = load;
  }

  at(position: number): EventView | undefined {
    return this.pages.get(Math.floor(position / PAGE))?.[position % PAGE];
  }

  /** Asks for what is missing between two positions; `length` is how many events there are. */
  require(first: number, last: number, length: number): void {
    const end = Math.min(last, length - 1);
    for (let page = Math.floor(first / PAGE); page <= Math.floor(end / PAGE); page += 1) {
      const known = this.pages.get(page)?.length ?? 0;
      const wanted = Math.min(PAGE, length - page * PAGE);
      if (known < wanted && !this.underway.has(page)) void this.fetch(page, known, wanted);
    }
  }

  /** Another branch or run is shown: what is known no longer holds. */
  clear(): void {
    this.pages.clear();
    this.underway.clear();
    this.generation += 1;
    this.revision.value += 1;
  }

  private async fetch(page: number, known: number, wanted: number): Promise<void> {
    const { generation } = this;
    this.underway.add(page);
    try {
      const more = await this.load(page * PAGE + known, wanted - known);
      if (generation !== this.generation) return;
      this.pages.set(page, [...(this.pages.get(page) ?? []), ...more]);
    } catch {
      // The rows stay empty; they are asked for again when the list is next drawn.
      return;
    } finally {
      if (generation === this.generation) this.underway.delete(page);
    }
    this.revision.value += 1;
  }
}
