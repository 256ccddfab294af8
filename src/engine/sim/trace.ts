/**
 * Everything that happened in a run, in order. An event's id is its position. A *step* is one transition of the engine
 * (a delivery, a timer, a fault, a command): it has an event of its own, followed by the events that it brought about.
 * Events are kept in columns, so that a million of them take tens of megabytes.
 */
import type { NodeId, Plain } from './process.ts';
import type { Micros } from './time.ts';

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

/** The events of a run, as their reader sees them. */
export interface TraceView {
  /** Number of events. */
  readonly length: number;
  /** Number of steps. Steps count from 1; step 0 is before anything happened. */
  readonly steps: number;
  /** @throws RangeError where there is no such event */
  at(id: EventId): TraceEvent;
  stepOf(id: EventId): number;
  /** The event that is the step's own. */
  firstEvent(step: number): EventId;
  /** The step's events, its own first. */
  eventsOf(step: number): TraceEvent[];
  /** Virtual time of a step; 0 for step 0. */
  timeOf(step: number): Micros;
  /** The last step at or before a time. */
  stepAt(time: Micros): number;
}

export class Trace implements TraceView {
  private count = 0;
  private stepCount = 0;
  private times = new Float64Array(1024);
  private kinds = new Uint8Array(1024);
  private nodes = new Int32Array(1024);
  private causes = new Int32Array(1024);
  private payloads: unknown[] = [];
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
    if (this.count === this.times.length) {
      this.times = doubled(this.times);
      this.kinds = doubled(this.kinds);
      this.nodes = doubled(this.nodes);
      this.causes = doubled(this.causes);
    }
    const id = this.count++;
    this.times[id] = time;
    this.kinds[id] = code;
    this.nodes[id] = node;
    this.causes[id] = cause;
    this.payloads.push(payload);
  }

  at(id: EventId): TraceEvent {
    if (!Number.isInteger(id) || id < 0 || id >= this.count) {
      throw new RangeError(`There is no event ${id}: the trace has events 0 to ${this.count - 1}.`);
    }
    const node = this.nodes[id]!;
    const cause = this.causes[id]!;
    return {
      id,
      time: this.times[id]!,
      kind: EVENT_KINDS[this.kinds[id]!]!,
      node: node < 0 ? null : node,
      cause: cause < 0 ? null : cause,
      payload: this.payloads[id],
    };
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
    const end = step < this.stepCount ? this.firsts[step]! : this.count;
    return Array.from({ length: end - first }, (_, offset) => this.at(first + offset));
  }

  timeOf(step: number): Micros {
    return step === 0 ? 0 : this.times[this.firstEvent(step)]!;
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

  /** Becomes a copy of another trace's first steps. */
  copyFrom(other: Trace, steps: number): void {
    this.stepCount = steps;
    this.count = steps < other.stepCount ? other.firsts[steps]! : other.count;
    this.times = other.times.slice();
    this.kinds = other.kinds.slice();
    this.nodes = other.nodes.slice();
    this.causes = other.causes.slice();
    this.payloads = other.payloads.slice(0, this.count);
    this.firsts = other.firsts.slice();
  }

  *[Symbol.iterator](): Generator<TraceEvent> {
    for (let id = 0; id < this.count; id++) yield this.at(id);
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

type Column = Float64Array | Int32Array | Uint8Array;

function doubled<C extends Column>(column: C): C {
  const larger = new (column.constructor as new (length: number) => C)(column.length * 2);
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
