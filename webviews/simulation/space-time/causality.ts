/**
 * Lamport's happens-before ("Time, Clocks, and the Ordering of Events in a Distributed System", 1978) for any event at
 * once, by the vector clocks of Fidge and Mattern. A node learns of others by deliveries alone, so a clock is kept for
 * each of these and not for each event: of 100,000 events among six nodes that is about a megabyte.
 *
 * It stands in the panel, since the columns that it needs are there anyway and a selection then waits for no answer.
 */
import { NONE, type Columns } from './columns.ts';
import { firstWhere, roomFor } from './numbers.ts';

/** What an event comes after and what comes after it, on the line of each node: all of a line up to a place, all from a place on. */
export interface Reach {
  readonly event: number;
  /** How many first events of each line could have brought the event about, itself among them. */
  readonly past: Int32Array;
  /** The place on each line from which on everything could have been brought about by it. */
  readonly future: Int32Array;
  /** Number of events, without the event itself. */
  readonly pastCount: number;
  readonly futureCount: number;
}

export class Causality {
  private readonly columns: Columns;
  private done = 0;
  /** The clocks after each delivery, a number for each node. The first is of a node that has heard of nobody. */
  private clocks: Int32Array<ArrayBuffer>;
  private clockCount = 1;
  /** The clock of each event, by its number. */
  private clockOf = new Int32Array(1024);
  /** The latest clock of each node. */
  private readonly latest: Int32Array;

  constructor(columns: Columns) {
    this.columns = columns;
    this.clocks = new Int32Array(columns.nodes * 64);
    this.latest = new Int32Array(columns.nodes);
  }

  /** Takes in the events that have come since. */
  extend(): void {
    const { columns } = this;
    this.clockOf = roomFor(this.clockOf, columns.length);
    for (; this.done < columns.length; this.done++) {
      const line = columns.lineOf(this.done);
      if (line === columns.nodes) continue;
      if (columns.wayOf(this.done) === 'arrives') this.learn(line, columns.causeOf(this.done));
      this.clockOf[this.done] = this.latest[line]!;
    }
  }

  /** Null for what happens to the network, which no node knows of. */
  reachOf(event: number): Reach | null {
    const { columns } = this;
    const { nodes } = columns;
    const line = columns.lineOf(event);
    if (line === nodes) return null;
    const place = columns.placeOf(event);
    const past = Int32Array.from({ length: nodes }, (_, other) => (other === line ? place + 1 : this.known(event, other)));
    const future = Int32Array.from({ length: nodes }, (_, other) => {
      const events = columns.lines[other]!;
      if (other === line) return place + 1;
      return firstWhere(0, events.length, (position) => this.known(events.at(position), line) > place);
    });
    const sum = (count: (other: number) => number): number => past.reduce((total, _, other) => total + count(other), 0);
    return {
      event,
      past,
      future,
      pastCount: sum((other) => past[other]!) - 1,
      futureCount: sum((other) => columns.lines[other]!.length - future[other]!),
    };
  }

  /** How many events of another node's line an event comes after. */
  private known(event: number, other: number): number {
    return this.clocks[this.clockOf[event]! * this.columns.nodes + other]!;
  }

  /** A node takes a message: all that its sender knew it knows now, and the sending. */
  private learn(line: number, cause: number): void {
    const { columns } = this;
    const { nodes } = columns;
    if (cause === NONE) return;
    const sending = columns.originOf(cause);
    const sender = columns.lineOf(sending);
    const [own, theirs, next] = [this.latest[line]! * nodes, this.clockOf[sending]! * nodes, this.clockCount * nodes];
    this.clocks = roomFor(this.clocks, next + nodes);
    for (let other = 0; other < nodes; other++) this.clocks[next + other] = Math.max(this.clocks[own + other]!, this.clocks[theirs + other]!);
    if (sender < nodes) this.clocks[next + sender] = Math.max(this.clocks[next + sender]!, columns.placeOf(sending) + 1);
    this.latest[line] = this.clockCount++;
  }
}

export type Relation = 'self' | 'past' | 'future' | 'apart';

/** Where an event at a place of a node's line stands. */
export function relationTo(reach: Reach, columns: Columns, id: number): Relation {
  const line = columns.lineOf(id);
  if (id === reach.event) return 'self';
  if (line === columns.nodes) return 'apart';
  const place = columns.placeOf(id);
  if (place < reach.past[line]!) return 'past';
  return place >= reach.future[line]! ? 'future' : 'apart';
}
