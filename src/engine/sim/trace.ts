/**
 * Everything that happened in a run, in order. An event's id is its position. A *step* is one transition of the engine
 * (a delivery, a timer, a fault, a command): it has an event of its own, followed by the events that it brought about.
 *
 * Events are kept in columns, and of a message only what its sending says: every other event of the message names that
 * one as its cause, so an envelope is put together when it is asked for. A million events of Raft take some 80 MB.
 */
import type { NodeId, Plain } from './process.ts';
import type { Micros } from './time.ts';
import { Page, pageOf, placeOf, PAGE_SIZE } from './trace-pages.ts';

/** The kinds of events, and the code under which a trace keeps each. */
export const EVENT_CODES = {
  // What begins a step.
  start: 0,
  restart: 1,
  deliver: 2,
  timer: 3,
  command: 4,
  crash: 5,
  pause: 6,
  resume: 7,
  partition: 8,
  cut: 9,
  mend: 10,
  heal: 11,
  drop: 12,
  slow: 13,
  clock: 14,
  'lose-disk': 15,
  'corrupt-disk': 16,
  link: 17,
  network: 18,
  // What a step brings about. A message is also blocked or refused in a step of its own, when it would arrive.
  send: 19,
  duplicate: 20,
  lose: 21,
  blocked: 22,
  refused: 23,
  sync: 24,
  note: 25,
} as const;
export type EventKind = keyof typeof EVENT_CODES;

export const EVENT_KINDS = Object.keys(EVENT_CODES) as readonly EventKind[];

/** One message on its way; `id` is the event that sent it. A duplicate is an envelope of its own. */
export interface Envelope<Message = unknown> {
  readonly id: EventId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Message;
  readonly sentAt: Micros;
  /** When it gets there, or would have. */
  readonly arrivesAt: Micros;
}

export type EventId = number;

export interface TraceEvent {
  readonly id: EventId;
  readonly time: Micros;
  readonly kind: EventKind;
  /** The node at which it happened; null for what happens to the network. */
  readonly node: NodeId | null;
  /** The event that brought it about; null for what comes from outside. */
  readonly cause: EventId | null;
  /**
   * An `Envelope` for what happens to a message (send, duplicate, lose, blocked, refused, deliver, drop), a timer's name,
   * a command's text, a process's note, the groups of a partition, the link of a cut, the link (or none for all) and its new quality, the
   * `DiskRecord` that a torn crash or a corruption has damaged, the time that a slow node takes, a clock's setting; else null.
   */
  readonly payload: unknown;
}

/** An event's columns, for those who go over very many: reading them makes no object. */
export interface EventRow {
  time: Micros;
  /** One of EVENT_CODES. */
  code: number;
  /** -1 for none. */
  node: number;
  cause: number;
  /** The message that is sent or doubled; nothing for the other events of a message; the payload of any other event. */
  detail: unknown;
  /** Of a message that is sent or doubled: where it goes, and when it arrives. */
  target: number;
  arrivesAt: Micros;
}

export function emptyRow(): EventRow {
  return { time: 0, code: 0, node: 0, cause: 0, detail: null, target: 0, arrivesAt: 0 };
}

/** The events of a run, as their reader sees them. */
export interface TraceView extends Iterable<TraceEvent> {
  /** Number of events. */
  readonly length: number;
  /** Number of steps. Steps count from 1; step 0 is before anything happened. */
  readonly steps: number;
  /** @throws RangeError where there is no such event */
  at(id: EventId): TraceEvent;
  /** Reads an event's columns into `row`. @throws RangeError where there is no such event */
  read(id: EventId, row: EventRow): void;
  stepOf(id: EventId): number;
  /** The event that is the step's own. */
  firstEvent(step: number): EventId;
  /** The step's events, its own first. */
  eventsOf(step: number): TraceEvent[];
  /** Virtual time of a step; 0 for step 0. */
  timeOf(step: number): Micros;
  /** The last step at or before a time. */
  stepAt(time: Micros): number;
  /** How many events the first `steps` steps had. */
  eventsUntil(steps: number): number;
  /** How many of the first events are one and the same in another trace, since the runs were one then. */
  sharedWith(other: TraceView): number;
}

/** What the trace keeps of a message: `way` of an event that puts it on its way, nothing where `cause` says it. */
const KEEPS_WAY = 1;
const KEEPS_CAUSE = 2;
const KEPT_OF_MESSAGE = new Uint8Array(256);
for (const kind of ['send', 'duplicate'] as const) KEPT_OF_MESSAGE[EVENT_CODES[kind]] = KEEPS_WAY;
for (const kind of ['deliver', 'lose', 'blocked', 'refused', 'drop'] as const) KEPT_OF_MESSAGE[EVENT_CODES[kind]] = KEEPS_CAUSE;

/** Whether events of a kind are of one message: their payload is its envelope. */
export function isOfMessage(kind: EventKind): boolean {
  return KEPT_OF_MESSAGE[EVENT_CODES[kind]] !== 0;
}

/** What a simulator tells of its events as they happen. */
export interface Recorder {
  /** The next event is a step's own. */
  beginStep(): void;
  /** @param code one of EVENT_CODES; node and cause are -1 for none */
  append(time: Micros, code: number, node: number, cause: number, payload: unknown): void;
}

export class Trace implements TraceView, Recorder {
  private count = 0;
  private stepCount = 0;
  private pages: Page[] = [];
  /** The page that is being filled. */
  private page = new Page();
  private firsts = new Int32Array(512);

  get length(): number {
    return this.count;
  }

  get steps(): number {
    return this.stepCount;
  }

  /** The next event appended is a step's own. */
  beginStep(): void {
    if (this.stepCount === this.firsts.length) this.firsts = doubled(this.firsts);
    this.firsts[this.stepCount++] = this.count;
  }

  /** @param code one of EVENT_CODES; node and cause are -1 for none */
  append(time: Micros, code: number, node: number, cause: number, payload: unknown): void {
    const place = placeOf(this.count++);
    if (place === 0) this.turnPage();
    const { page } = this;
    page.times[place] = time;
    page.codes[place] = code;
    page.nodes[place] = node;
    page.causes[place] = cause;
    const kept = KEPT_OF_MESSAGE[code];
    if (kept === 0) {
      page.details[place] = payload;
    } else if (kept === KEEPS_WAY) {
      const { message, to, arrivesAt } = payload as Envelope;
      page.details[place] = message;
      page.targets[place] = to;
      page.arrivals[place] = arrivesAt;
    }
  }

  at(id: EventId): TraceEvent {
    const page = this.pageWith(id);
    const place = placeOf(id);
    const node = page.nodes[place]!;
    const cause = page.causes[place]!;
    return {
      id,
      time: page.times[place]!,
      kind: EVENT_KINDS[page.codes[place]!]!,
      node: node < 0 ? null : node,
      cause: cause < 0 ? null : cause,
      payload: this.payloadOf(id, page, place),
    };
  }

  read(id: EventId, row: EventRow): void {
    const page = this.pageWith(id);
    const place = placeOf(id);
    row.time = page.times[place]!;
    row.code = page.codes[place]!;
    row.node = page.nodes[place]!;
    row.cause = page.causes[place]!;
    row.detail = page.details[place];
    row.target = page.targets[place]!;
    row.arrivesAt = page.arrivals[place]!;
  }

  stepOf(id: EventId): number {
    return lastAtMost(this.firsts, this.stepCount, id) + 1;
  }

  firstEvent(step: number): EventId {
    if (!Number.isInteger(step) || step < 1 || step > this.stepCount) {
      throw new RangeError(`There is no step ${step}: the run has steps 1 to ${this.stepCount}.`);
    }
    return this.firsts[step - 1]!;
  }

  eventsOf(step: number): TraceEvent[] {
    const first = this.firstEvent(step);
    return Array.from({ length: this.eventsUntil(step) - first }, (_, offset) => this.at(first + offset));
  }

  timeOf(step: number): Micros {
    if (step === 0) return 0;
    const first = this.firstEvent(step);
    return this.pageWith(first).times[placeOf(first)]!;
  }

  stepAt(time: Micros): number {
    let low = 0;
    let high = this.stepCount;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.timeOf(middle) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  eventsUntil(steps: number): number {
    return steps < this.stepCount ? this.firsts[steps]! : this.count;
  }

  sharedWith(other: TraceView): number {
    if (!(other instanceof Trace)) return 0;
    let page = 0;
    while (page < this.pages.length && this.pages[page] === other.pages[page]) page++;
    return Math.min(page * PAGE_SIZE, this.count, other.count);
  }

  /** Becomes a copy of another trace's first steps; what is full of it is shared. */
  copyFrom(other: Trace, steps: number): void {
    this.stepCount = steps;
    this.count = other.eventsUntil(steps);
    this.firsts = other.firsts.slice();
    const full = pageOf(this.count);
    this.pages = other.pages.slice(0, full);
    if (placeOf(this.count) === 0) return;
    this.page = other.pages[full]!.copy(placeOf(this.count));
    this.pages.push(this.page);
  }

  *[Symbol.iterator](): Generator<TraceEvent> {
    for (let id = 0; id < this.count; id++) yield this.at(id);
  }

  private turnPage(): void {
    // The first page is there from the start.
    if (this.pages.length > 0) this.page = new Page();
    this.pages.push(this.page);
  }

  private pageWith(id: EventId): Page {
    if (!Number.isInteger(id) || id < 0 || id >= this.count) {
      throw new RangeError(`There is no event ${id}: the trace has events 0 to ${this.count - 1}.`);
    }
    return this.pages[pageOf(id)]!;
  }

  private payloadOf(id: EventId, page: Page, place: number): unknown {
    switch (KEPT_OF_MESSAGE[page.codes[place]!]) {
      case KEEPS_WAY:
        return this.envelope(id, page, place);
      case KEEPS_CAUSE: {
        const cause = page.causes[place]!;
        return this.envelope(cause, this.pageWith(cause), placeOf(cause));
      }
      default:
        return page.details[place];
    }
  }

  private envelope(id: EventId, page: Page, place: number): Envelope {
    return {
      id,
      from: page.nodes[place]!,
      to: page.targets[place]!,
      message: page.details[place],
      sentAt: this.sentAt(page, place),
      arrivesAt: page.arrivals[place]!,
    };
  }

  /** A copy may be made long after the original was sent, and of another copy. */
  private sentAt(page: Page, place: number): Micros {
    if (page.codes[place] !== EVENT_CODES.duplicate) return page.times[place]!;
    const original = page.causes[place]!;
    return this.sentAt(this.pageWith(original), placeOf(original));
  }
}

/** Position of the last of the first `count` ascending values that is at most `value`; -1 where none is. */
function lastAtMost(values: Int32Array, count: number, value: number): number {
  let low = -1;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}

/** One line of JSON per event: the form in which two runs are compared byte for byte. */
export function serializeEvent(event: TraceEvent): string {
  const { id, time, kind, node, cause, payload } = event;
  return JSON.stringify({ id, time, kind, node, cause, payload: payload as Plain });
}

export function serializeTrace(trace: Iterable<TraceEvent>): string {
  let text = '';
  for (const event of trace) text += `${serializeEvent(event)}\n`;
  return text;
}
