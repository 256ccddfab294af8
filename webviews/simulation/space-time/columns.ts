/**
 * The events of a branch as the panel has got them so far: columns of numbers, the events of each node in order, and
 * where each message comes from and ends. They only become more.
 */
import type { SpaceTimePage } from '../../../src/contract/space-time.ts';
import { MARKS, markCodeOf } from './marks.ts';
import { firstWhere, Integers, roomFor } from './numbers.ts';

export const NONE = -1;

export class Columns {
  /** Number of nodes. What happens to the network has a line of its own behind theirs. */
  readonly nodes: number;
  /** The events of each line, in order. */
  readonly lines: readonly Integers[];
  /** The events that put a message on its way. */
  readonly sends = new Integers();
  /** Every label that there is, by its number; 0 is none. */
  readonly labels: string[] = [''];
  /** The positions in `MARKS` of which there are events. */
  readonly marksUsed: ReadonlySet<number> = new Set<number>();
  private readonly labelNumbers = new Map<string, number>([['', 0]]);
  private count = 0;
  private time = new Float64Array(1024);
  private mark = new Uint8Array(1024);
  private line = new Int32Array(1024);
  private cause = new Int32Array(1024);
  private label = new Int32Array(1024);
  private place = new Int32Array(1024);
  private target = new Int32Array(1024);
  private arrival = new Float64Array(1024);
  private end = new Int32Array(1024);

  constructor(nodes: number) {
    this.nodes = nodes;
    this.lines = Array.from({ length: nodes + 1 }, () => new Integers());
  }

  /** Number of events; the next page has to begin there. */
  get length(): number {
    return this.count;
  }

  /** Whether anything has happened to the network. */
  get hasNetworkLine(): boolean {
    return this.lines[this.nodes]!.length > 0;
  }

  /** Virtual time of the last event. */
  get until(): number {
    return this.count === 0 ? 0 : this.time[this.count - 1]!;
  }

  timeOf(id: number): number {
    return this.time[id]!;
  }

  /** Position in `MARKS`. */
  markOf(id: number): number {
    return this.mark[id]!;
  }

  lineOf(id: number): number {
    return this.line[id]!;
  }

  /** How many events of its line were before it. */
  placeOf(id: number): number {
    return this.place[id]!;
  }

  labelOf(id: number): string {
    return this.labels[this.label[id]!]!;
  }

  causeOf(id: number): number {
    return this.cause[id]!;
  }

  /** Of an event that puts a message on its way: the node it goes to. */
  targetOf(send: number): number {
    return this.target[send]!;
  }

  /** When it arrives, or would have. */
  arrivalOf(send: number): number {
    return this.arrival[send]!;
  }

  /** The event in which the message ends; NONE while it is on its way. */
  endOf(send: number): number {
    return this.end[send]!;
  }

  wayOf(id: number): 'sends' | 'arrives' | 'lost' | null {
    return MARKS[this.mark[id]!]!.way;
  }

  /** The event at the other end of the message of which an event is; NONE where it is of none, or the end is not known yet. */
  otherEndOf(id: number): number {
    switch (this.wayOf(id)) {
      case 'sends':
        return this.end[id]!;
      case 'arrives':
      case 'lost':
        return this.cause[id]!;
      case null:
        return NONE;
    }
  }

  /** The first sending of a message: copies are made by the network. */
  originOf(send: number): number {
    const cause = this.cause[send]!;
    return cause >= 0 && this.wayOf(cause) === 'sends' ? this.originOf(cause) : send;
  }

  /** The first place on a line at or after a time. */
  placeAt(line: number, time: number): number {
    const events = this.lines[line]!;
    return firstWhere(0, events.length, (place) => this.time[events.at(place)]! >= time);
  }

  /** The event on a line that is nearest to a time; NONE on an empty line. */
  nearestOn(line: number, time: number): number {
    const events = this.lines[line]!;
    if (events.length === 0) return NONE;
    const after = Math.min(this.placeAt(line, time), events.length - 1);
    const before = Math.max(0, after - 1);
    const distance = (place: number): number => Math.abs(this.time[events.at(place)]! - time);
    return events.at(distance(before) < distance(after) ? before : after);
  }

  /** @param page begins where the events so far end */
  append({ from, origin, times, kinds, kindOf, nodes, causes, labels, labelOf, ways }: SpaceTimePage): void {
    if (from !== this.count) throw new RangeError(`A page of events begins at ${from}; the next one expected is ${this.count}.`);
    this.makeRoom(from + times.length);
    const marks = kinds.map(markCodeOf);
    for (const mark of marks) (this.marksUsed as Set<number>).add(mark);
    const numbers = labels.map((label) => this.numberOf(label));
    let way = 0;
    for (let offset = 0; offset < times.length; offset++) {
      const id = this.count++;
      const node = nodes[offset]!;
      const line = node < 0 ? this.nodes : node;
      this.time[id] = origin + times[offset]!;
      this.mark[id] = marks[kindOf[offset]!]!;
      this.line[id] = line;
      this.cause[id] = causes[offset] === 0 ? NONE : id - causes[offset]!;
      this.label[id] = labelOf[offset] === 0 ? 0 : numbers[labelOf[offset]! - 1]!;
      this.place[id] = this.lines[line]!.length;
      this.end[id] = NONE;
      this.lines[line]!.push(id);
      if (this.wayOf(id) === 'sends') {
        this.target[id] = ways[way++]!;
        this.arrival[id] = this.time[id] + ways[way++]!;
        this.sends.push(id);
      } else if (this.wayOf(id) !== null && this.cause[id] >= 0) {
        this.end[this.cause[id]] = id;
      }
    }
  }

  private numberOf(label: string): number {
    const known = this.labelNumbers.get(label);
    if (known !== undefined) return known;
    this.labels.push(label);
    this.labelNumbers.set(label, this.labels.length - 1);
    return this.labels.length - 1;
  }

  private makeRoom(count: number): void {
    this.time = roomFor(this.time, count);
    this.mark = roomFor(this.mark, count);
    this.line = roomFor(this.line, count);
    this.cause = roomFor(this.cause, count);
    this.label = roomFor(this.label, count);
    this.place = roomFor(this.place, count);
    this.target = roomFor(this.target, count);
    this.arrival = roomFor(this.arrival, count);
    this.end = roomFor(this.end, count);
  }
}
