/**
 * A stretch of a trace's events in columns. A trace only grows, so a page that is full never changes again: runs that
 * share a past share its pages, and a long trace is never copied to make room.
 */
const SIZE_BITS = 11;
export const PAGE_SIZE = 1 << SIZE_BITS;

export function pageOf(id: number): number {
  return id >> SIZE_BITS;
}

export function placeOf(id: number): number {
  return id & (PAGE_SIZE - 1);
}

const BYTES_PER_EVENT = 8 + 8 + 4 + 4 + 4 + 1;

export class Page {
  readonly times: Float64Array;
  /** Of a message that is sent or doubled: when it arrives, and where. */
  readonly arrivals: Float64Array;
  readonly targets: Int32Array;
  readonly nodes: Int32Array;
  readonly causes: Int32Array;
  readonly codes: Uint8Array;
  readonly details: unknown[] = new Array<unknown>(PAGE_SIZE).fill(null);

  constructor() {
    const buffer = new ArrayBuffer(PAGE_SIZE * BYTES_PER_EVENT);
    this.times = new Float64Array(buffer, 0, PAGE_SIZE);
    this.arrivals = new Float64Array(buffer, PAGE_SIZE * 8, PAGE_SIZE);
    this.targets = new Int32Array(buffer, PAGE_SIZE * 16, PAGE_SIZE);
    this.nodes = new Int32Array(buffer, PAGE_SIZE * 20, PAGE_SIZE);
    this.causes = new Int32Array(buffer, PAGE_SIZE * 24, PAGE_SIZE);
    this.codes = new Uint8Array(buffer, PAGE_SIZE * 28, PAGE_SIZE);
  }

  /** A page of its own with the first events of this one. */
  copy(events: number): Page {
    const page = new Page();
    page.times.set(this.times.subarray(0, events));
    page.arrivals.set(this.arrivals.subarray(0, events));
    page.targets.set(this.targets.subarray(0, events));
    page.nodes.set(this.nodes.subarray(0, events));
    page.causes.set(this.causes.subarray(0, events));
    page.codes.set(this.codes.subarray(0, events));
    for (let place = 0; place < events; place++) page.details[place] = this.details[place];
    return page;
  }
}
