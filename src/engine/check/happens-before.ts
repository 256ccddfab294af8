/**
 * Which events could have brought about which others: Lamport's happens-before ("Time, Clocks, and the Ordering of Events
 * in a Distributed System", 1978), by the vector clocks of Fidge and Mattern. A node's events follow each other, also
 * over a crash and a restart, and what a node does with a message comes after its sending.
 */
import type { NodeId } from '../sim/process.ts';
import { emptyRow, EVENT_CODES, type EventId, type EventRow, type TraceView } from '../sim/trace.ts';

const NONE = -1;

export class VectorClocks {
  private readonly trace: TraceView;
  private readonly nodes: number;
  private readonly from: EventId;
  private readonly end: EventId;
  /** The clocks one after the other, `nodes` numbers each. */
  private readonly clocks: Int32Array;
  private readonly nodeOf: Int32Array;

  /**
   * @param nodes number of nodes in the run
   * @param from the first event that counts, and the first that no more counts: in a part of a run, what came before it is unknown
   */
  constructor(trace: TraceView, nodes: number, from: EventId = 0, end: EventId = trace.length) {
    this.trace = trace;
    this.nodes = nodes;
    this.from = from;
    this.end = end;
    this.clocks = new Int32Array((end - from) * nodes);
    this.nodeOf = new Int32Array(end - from);
    this.run();
  }

  /**
   * How many events of each node happened before the event or are the event itself; null for what happens to the network,
   * which no node knows of.
   * @throws RangeError for an event that does not count
   */
  of(id: EventId): Int32Array | null {
    return this.nodeAt(id) === NONE ? null : this.clockOf(id);
  }

  /** Whether there is a way from one event to another: along nodes, and along messages. */
  happensBefore(one: EventId, other: EventId): boolean {
    const node = this.nodeAt(one);
    if (node === NONE || this.nodeAt(other) === NONE || one === other) return false;
    return this.clockOf(one)[node]! <= this.clockOf(other)[node]!;
  }

  /** Neither could have brought the other about. */
  areConcurrent(one: EventId, other: EventId): boolean {
    return one !== other && !this.happensBefore(one, other) && !this.happensBefore(other, one);
  }

  private run(): void {
    const latest = new Int32Array(this.nodes).fill(NONE);
    const row = emptyRow();
    for (let id = this.from; id < this.end; id++) {
      this.trace.read(id, row);
      const { node } = row;
      this.nodeOf[id - this.from] = node;
      if (node === NONE) continue;
      const clock = this.clockOf(id);
      if (latest[node] !== NONE) clock.set(this.clockOf(latest[node]!));
      const sent = row.code === EVENT_CODES.deliver ? this.sendingOf(row) : NONE;
      if (sent >= this.from) mergeInto(clock, this.clockOf(sent));
      clock[node]!++;
      latest[node] = id;
    }
  }

  /** Copies were made by the network: what they tell is what the first was sent with. */
  private sendingOf({ cause }: EventRow): EventId {
    const row = emptyRow();
    this.trace.read(cause, row);
    return row.code === EVENT_CODES.duplicate ? this.sendingOf(row) : cause;
  }

  private nodeAt(id: EventId): NodeId {
    if (!(id >= this.from && id < this.end)) throw new RangeError(`The clocks are of events ${this.from} to ${this.end - 1}; ${id} is none of them.`);
    return this.nodeOf[id - this.from]!;
  }

  private clockOf(id: EventId): Int32Array {
    const start = (id - this.from) * this.nodes;
    return this.clocks.subarray(start, start + this.nodes);
  }
}

function mergeInto(clock: Int32Array, other: Int32Array): void {
  for (let node = 0; node < clock.length; node++) if (other[node]! > clock[node]!) clock[node] = other[node]!;
}
