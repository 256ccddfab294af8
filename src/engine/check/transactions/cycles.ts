/** The shortest cycle of a kind within a strongly connected component. */
import type { Budget } from './budget.ts';
import type { Components } from './components.ts';
import { follow, NOWHERE, type Graph, type Place } from './graph.ts';

/** One dependency of a cycle, whatever number of relays it goes through. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly fromOperation: number;
  readonly toOperation: number;
}

export interface Sought {
  /** Kinds of which the first edge must be. */
  readonly first: number;
  /** Kinds of which all others must be. */
  readonly rest: number;
  /** Dependencies of the longest cycle that is of interest. */
  readonly longest?: number;
  /** Whether a component of the walk with a first edge in it always has such a cycle. */
  readonly isCertain: boolean;
}

export type CycleResult =
  | { readonly kind: 'found'; readonly links: readonly Link[]; readonly isShortest: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'unfinished' };

const NONE: CycleResult = { kind: 'none' };

/** Places in the order in which they were added. */
class Queue {
  private readonly places: Int32Array;
  private count = 0;

  constructor(most: number) {
    this.places = new Int32Array(most);
  }

  get size(): number {
    return this.count;
  }

  at(position: number): Place {
    return this.places[position]!;
  }

  push(place: Place): void {
    this.places[this.count++] = place;
  }

  clear(): void {
    this.count = 0;
  }
}

export class CycleSearch {
  private readonly graph: Graph;
  private readonly budget: Budget;
  /** The number of the search that last came to a place, the place before, and the edge between. */
  private readonly seen: Int32Array;
  private readonly before: Int32Array;
  private readonly via: Int32Array;
  /** The number of the search that knows of a way from a relay back to its beginning, and the last edge of the way. */
  private readonly returns: Int32Array;
  private readonly returnEdge: Int32Array;
  /** The places that walks of one length lead to, and those of the next. */
  private current: Queue;
  private next: Queue;
  private searches = 0;
  /** Whether the last search left something out because it would have been too long. */
  private wasCutShort = false;

  constructor(graph: Graph, budget: Budget) {
    const places = 2 * graph.vertices;
    this.graph = graph;
    this.budget = budget;
    this.seen = new Int32Array(places);
    this.before = new Int32Array(places);
    this.via = new Int32Array(places);
    this.returns = new Int32Array(places);
    this.returnEdge = new Int32Array(places);
    this.current = new Queue(places);
    this.next = new Queue(places);
  }

  /**
   * Tries each transaction of a component as the beginning, with a bound on the length that doubles: most cycles are
   * short, and one that was found bounds all others.
   */
  shortest(components: Components, component: number, sought: Sought): CycleResult {
    const members = components.members[component]!;
    const longest = Math.min(sought.longest ?? Infinity, members.length);
    // Half of what is left, so that one hard component leaves something for the others.
    const stopAt = this.budget.spent + this.budget.remaining / 2;
    const all = members.filter((place) => this.canBegin(components, place, sought));
    let open: Iterable<number> = all;
    let best: Link[] | undefined;
    for (let bound = 2; ; bound *= 2) {
      const still: number[] = [];
      for (const start of open) {
        if (this.budget.spent >= stopAt) return best ? { kind: 'found', links: best, isShortest: false } : this.first(components, all, sought);
        const links = this.search(components, start, sought, Math.min(bound, longest, best ? best.length - 1 : Infinity));
        if (links?.length === 2) return { kind: 'found', links, isShortest: true };
        if (links) best = links;
        else if (this.wasCutShort) still.push(start);
      }
      if (best) return { kind: 'found', links: best, isShortest: true };
      if (still.length === 0 || bound >= longest) return NONE;
      open = still;
    }
  }

  /** Any cycle, for want of a budget to look for the shortest. */
  private first(components: Components, starts: Int32Array, sought: Sought): CycleResult {
    if (!sought.isCertain) return { kind: 'unfinished' };
    for (const start of starts) {
      const links = this.search(components, start, sought, Infinity);
      if (links) return { kind: 'found', links, isShortest: false };
    }
    return NONE;
  }

  private canBegin(components: Components, place: Place, { first }: Sought): boolean {
    const { graph } = this;
    const vertex = place >> 1;
    if (vertex >= graph.transactions || (place & 1) === 1) return false;
    for (let edge = graph.first[vertex]!; edge < graph.first[vertex + 1]!; edge++) {
      if ((graph.kind[edge]! & first) === 0) continue;
      const next = follow(graph, components.walk, place, edge);
      if (next !== NOWHERE && components.of[next] === components.of[place]) return true;
    }
    return false;
  }

  /** Breadth first: a shortest cycle through `start` of at most `bound` dependencies. */
  private search(components: Components, start: Place, { first, rest }: Sought, bound: number): Link[] | undefined {
    const { transactions } = this.graph;
    this.searches++;
    this.wasCutShort = false;
    this.current.clear();
    this.current.push(start);
    for (let length = 0; this.current.size > 0; length++) {
      const { current, next } = this;
      const kinds = length === 0 ? first : rest;
      next.clear();
      // To go on from a relay takes no dependency more: what it leads to joins the places of the same length.
      for (let i = 0; i < current.size; i++) {
        const links = current.at(i) >> 1 >= transactions ? this.expand(components, start, current.at(i), kinds, length, current) : undefined;
        if (links) return links;
      }
      this.wasCutShort ||= length >= bound;
      for (let i = 0; i < current.size && length < bound; i++) {
        const links = current.at(i) >> 1 < transactions ? this.expand(components, start, current.at(i), kinds, length + 1, next) : undefined;
        if (links) return links;
      }
      [this.current, this.next] = [next, current];
    }
    return undefined;
  }

  /**
   * Adds the places that a place leads to and that were not seen before.
   * @param length of the walk to those places, in dependencies
   * @returns the cycle that is closed
   */
  private expand(components: Components, start: Place, place: Place, kinds: number, length: number, into: Queue): Link[] | undefined {
    const { graph, seen, returns, searches } = this;
    const vertex = place >> 1;
    const last = graph.first[vertex + 1]!;
    this.budget.spend(last - graph.first[vertex]! + 1);
    for (let edge = graph.first[vertex]!; edge < last; edge++) {
      if (vertex < graph.transactions && (graph.kind[edge]! & kinds) === 0) continue;
      const next = follow(graph, components.walk, place, edge);
      if (next === NOWHERE || components.of[next] !== components.of[start]) continue;
      if (length === 1 && next >> 1 === start >> 1) {
        // Through a relay, a transaction comes straight back to itself: only others may take that way.
        if (next === start) this.markReturn(start, place, edge);
        continue;
      }
      const isReturn = length > 1 && returns[next] === searches;
      if (next === start || isReturn) return this.linksTo(start, place, edge, isReturn ? this.returnEdge[next]! : edge);
      if (seen[next] === searches) continue;
      seen[next] = searches;
      this.before[next] = place;
      this.via[next] = edge;
      into.push(next);
    }
    return undefined;
  }

  private markReturn(start: Place, relay: Place, edge: number): void {
    for (let place = relay; place !== start; place = this.before[place]!) {
      this.returns[place] = this.searches;
      this.returnEdge[place] = edge;
    }
  }

  /** The dependencies from `start` to `place`, and by `edge` on the way back to `start`, which `lastEdge` ends. */
  private linksTo(start: Place, place: Place, edge: number, lastEdge: number): Link[] {
    const { graph } = this;
    const links: Link[] = [];
    let to = start >> 1;
    let arrival = lastEdge;
    for (let at = place, by = edge; ; by = this.via[at]!, at = this.before[at]!) {
      const vertex = at >> 1;
      if (vertex >= graph.transactions) continue;
      links.push({ from: vertex, to, kind: graph.kind[by]!, fromOperation: graph.fromOperation[by]!, toOperation: graph.toOperation[arrival]! });
      if (at === start) return links.reverse();
      to = vertex;
      arrival = this.via[at]!;
    }
  }
}
