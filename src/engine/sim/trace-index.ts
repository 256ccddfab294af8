/** Finds events by what brought them about and by where they happened. It follows its trace as that grows. */
import type { NodeId } from './process.ts';
import type { Micros } from './time.ts';
import { emptyRow, type EventId, type TraceView } from './trace.ts';

const NONE = -1;

export class TraceIndex {
  private readonly trace: TraceView;
  /** How many events are in the index. */
  private covered = 0;
  /** By event: its latest effect; and the effect of the same cause before this one. */
  private latestEffect = new Int32Array(1024);
  private earlierEffect = new Int32Array(1024);
  private readonly byNode: IdList[] = [];
  private readonly ofNetwork = new IdList();

  constructor(trace: TraceView) {
    this.trace = trace;
  }

  /**
   * The events that name this one as their cause, in order.
   * @throws RangeError where there is no such event
   */
  effectsOf(id: EventId): EventId[] {
    this.trace.at(id);
    this.follow();
    const effects: EventId[] = [];
    for (let effect = this.latestEffect[id]!; effect !== NONE; effect = this.earlierEffect[effect]!) effects.push(effect);
    return effects.reverse();
  }

  /**
   * What brought the event about, and what brought that about, up to what came from outside.
   * @throws RangeError where there is no such event
   */
  causesOf(id: EventId): EventId[] {
    const causes: EventId[] = [];
    const row = emptyRow();
    for (this.trace.read(id, row); row.cause !== NONE; this.trace.read(row.cause, row)) causes.push(row.cause);
    return causes;
  }

  /** The events at a node, or with null those of the network, between two times, both included. */
  eventsAt(node: NodeId | null, from: Micros = 0, to: Micros = Infinity): EventId[] {
    this.follow();
    const ids = node === null ? this.ofNetwork : this.byNode[node];
    return ids ? ids.within(...this.eventsBetween(from, to)) : [];
  }

  /** The first event at or after one time, and the first after another. */
  eventsBetween(from: Micros, to: Micros): [first: EventId, end: EventId] {
    const { trace } = this;
    const first = from <= 0 ? 0 : trace.eventsUntil(trace.stepAt(from - 1));
    return [first, Math.max(first, trace.eventsUntil(trace.stepAt(to)))];
  }

  private follow(): void {
    const { trace } = this;
    this.reserve(trace.length);
    const row = emptyRow();
    for (let id = this.covered; id < trace.length; id++) {
      trace.read(id, row);
      this.latestEffect[id] = NONE;
      this.earlierEffect[id] = NONE;
      if (row.cause !== NONE) {
        this.earlierEffect[id] = this.latestEffect[row.cause]!;
        this.latestEffect[row.cause] = id;
      }
      const ids = row.node === NONE ? this.ofNetwork : (this.byNode[row.node] ??= new IdList());
      ids.add(id);
    }
    this.covered = trace.length;
  }

  private reserve(length: number): void {
    if (length <= this.latestEffect.length) return;
    const size = Math.max(length, this.latestEffect.length * 2);
    this.latestEffect = enlarged(this.latestEffect, size);
    this.earlierEffect = enlarged(this.earlierEffect, size);
  }
}

/** Ascending ids. */
class IdList {
  private ids = new Int32Array(256);
  private length = 0;

  add(id: EventId): void {
    if (this.length === this.ids.length) this.ids = enlarged(this.ids, this.length * 2);
    this.ids[this.length++] = id;
  }

  /** Those from `first` on that are below `end`. */
  within(first: EventId, end: EventId): EventId[] {
    return [...this.ids.subarray(this.countBelow(first), this.countBelow(end))];
  }

  private countBelow(bound: EventId): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ids[middle]! < bound) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function enlarged(ids: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(ids);
  return larger;
}
