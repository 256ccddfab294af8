/** Events and the arrows between them, which are numbered as they come. */
import type { EdgeKind } from './verdict.ts';

export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  /** Of an arrow that follows from others: the event that it follows by. */
  readonly via?: number;
  /** Of an arrow that follows from others: it follows from those with smaller numbers than this. */
  readonly since?: number;
}

const NONE = -1;
/** Events from which a shortest cycle is looked for. */
const MOST_STARTS = 64;

export class Relation {
  readonly size: number;
  private readonly arrows: Arrow[] = [];
  // For each event its last arrow, and for each arrow the one before it.
  private readonly last: Int32Array;
  private readonly before: number[] = [];

  /** @param size how many events there are; they are numbered from 0 */
  constructor(size: number, arrows: readonly Arrow[] = []) {
    this.size = size;
    this.last = new Int32Array(size).fill(NONE);
    for (const arrow of arrows) this.add(arrow);
  }

  /** How many arrows there are. */
  get count(): number {
    return this.arrows.length;
  }

  add(arrow: Arrow): void {
    this.before.push(this.last[arrow.from]!);
    this.last[arrow.from] = this.arrows.push(arrow) - 1;
  }

  at(number: number): Arrow {
    return this.arrows[number]!;
  }

  copy(): Relation {
    return new Relation(this.size, this.arrows);
  }

  /** Events in an order in which every arrow goes forward; undefined where there is a cycle. */
  order(): Int32Array | undefined {
    const order = this.peel();
    return order.length === this.size ? order : undefined;
  }

  /** Calls back with the event at the end of each arrow of an event. */
  forEachFrom(event: number, call: (to: number) => void): void {
    for (let arrow = this.last[event]!; arrow !== NONE; arrow = this.before[arrow]!) call(this.arrows[arrow]!.to);
  }

  /** A short cycle as numbers of arrows, the shortest through any of the first events that may be on one; undefined where there is none. */
  cycle(): readonly number[] | undefined {
    let shortest: Way | undefined;
    for (const start of this.onCycles()) {
      const way = this.shortest(start, start, Infinity);
      if (way && (!shortest || way.length < shortest.length)) shortest = way;
      if (shortest?.length === 2) break;
    }
    return shortest?.arrows;
  }

  /** A shortest way of at least one arrow, as numbers of arrows. @param below arrows with this number and greater ones don't count */
  way(from: number, to: number, below = Infinity): readonly number[] | undefined {
    return this.shortest(from, to, below)?.arrows;
  }

  /** Sessions are transitive, so the arrows of one that follow one another count as one. */
  private shortest(from: number, to: number, below: number): Way | undefined {
    // A place is an event, and whether it is a session's arrow that leads to it.
    const reached = new Int32Array(2 * this.size).fill(NONE);
    const arrowTo = new Int32Array(2 * this.size);
    const placeBefore = new Int32Array(2 * this.size);
    let places = [2 * from];
    for (let length = 1; places.length > 0; length++) {
      const next: number[] = [];
      // Places of one length are added to as they are looked at.
      for (const place of places) {
        if (length > 1 && place >> 1 === to) return { length: length - 1, arrows: traced(place, 2 * from, arrowTo, placeBefore) };
        for (let arrow = this.last[place >> 1]!; arrow !== NONE; arrow = this.before[arrow]!) {
          if (arrow >= below) continue;
          const isSession = this.arrows[arrow]!.kind === 'session';
          const end = 2 * this.arrows[arrow]!.to + (isSession ? 1 : 0);
          const isSameLength = isSession && (place & 1) === 1;
          const endLength = isSameLength ? length - 1 : length;
          if (reached[end] !== NONE && reached[end]! <= endLength) continue;
          reached[end] = endLength;
          arrowTo[end] = arrow;
          placeBefore[end] = place;
          (isSameLength ? places : next).push(end);
        }
      }
      places = next.filter((place) => reached[place] === length);
    }
    return undefined;
  }

  /** Events without an arrow to them, then those that only these lead to, and so on; those after a cycle are never reached. */
  private peel(): Int32Array {
    const incoming = new Int32Array(this.size);
    for (const { to } of this.arrows) incoming[to]!++;
    const order = new Int32Array(this.size);
    let count = 0;
    for (let event = 0; event < this.size; event++) if (incoming[event] === 0) order[count++] = event;
    for (let next = 0; next < count; next++) {
      this.forEachFrom(order[next]!, (to) => {
        if (--incoming[to]! === 0) order[count++] = to;
      });
    }
    return order.subarray(0, count);
  }

  /** Where to look for cycles: an event that is on one, and some that may be. */
  private onCycles(): readonly number[] {
    const isOut = new Uint8Array(this.size);
    for (const event of this.peel()) isOut[event] = 1;
    // Taking off what leads to nothing needs the arrows turned round.
    const turned = new Relation(this.size, this.arrows.map(({ from, to, kind }) => ({ from: to, to: from, kind })));
    for (const event of turned.peel()) isOut[event] = 1;
    const left: number[] = [];
    for (let event = 0; event < this.size && left.length < MOST_STARTS; event++) if (isOut[event] === 0) left.push(event);
    return left.length === 0 ? [] : [this.walkRound(left[0]!, isOut), ...left];
  }

  /** From each event that is not out an arrow leads to another: following them ends in a cycle. */
  private walkRound(start: number, isOut: Uint8Array): number {
    const seen = new Set<number>();
    let event = start;
    while (!seen.has(event)) {
      seen.add(event);
      let arrow = this.last[event]!;
      while (isOut[this.arrows[arrow]!.to] === 1) arrow = this.before[arrow]!;
      event = this.arrows[arrow]!.to;
    }
    return event;
  }
}

interface Way {
  readonly length: number;
  readonly arrows: readonly number[];
}

/** The arrows that lead to a place. */
function traced(end: number, start: number, arrowTo: Int32Array, placeBefore: Int32Array): number[] {
  const arrows: number[] = [];
  let place = end;
  do {
    arrows.push(arrowTo[place]!);
    place = placeBefore[place]!;
  } while (place !== start);
  return arrows.reverse();
}
