/** Strongly connected components (Tarjan 1972): the places from which walks come back to where they began. */
import { follow, NOWHERE, type Graph, type Place, type Walk } from './graph.ts';

export interface Components {
  readonly walk: Walk;
  /** The component of each place; `NOWHERE` for one that no cycle of two or more transactions goes through. */
  readonly of: Int32Array;
  /** The places of each component. */
  readonly members: readonly Int32Array[];
}

/** Steps that it takes to find the components, at most. */
export function costOfComponents({ vertices, first, target }: Graph, walk: Walk, within?: Components): number {
  const edges = within?.members.reduce((sum, places) => places.reduce((more, place) => more + first[(place >> 1) + 1]! - first[place >> 1]! + 1, sum), 0);
  return (walk.separated ? 2 : 1) * (edges ?? vertices + target.length);
}

/** @param within components that the ones sought lie in, of a walk that may take all that this one may */
export function componentsOf(graph: Graph, walk: Walk, within?: Components): Components {
  return new Tarjan(graph, walk, within).run();
}

class Tarjan {
  private readonly graph: Graph;
  private readonly walk: Walk;
  private readonly within: Components | undefined;
  private readonly of: Int32Array;
  private readonly members: Int32Array[] = [];
  /** When a place was first come to, from 1 on; 0 for those not seen, and `CLOSED` where its component is known. */
  private readonly seen: Int32Array;
  /** The earliest place on the stack that is known to be reached from each. */
  private readonly low: Int32Array;
  private readonly nextEdge: Int32Array;
  /** Places whose component is still open. */
  private readonly open: Int32Array;
  private opened = 0;
  /** The walk from the root to where the search stands. */
  private readonly path: Int32Array;
  private depth = 0;
  private clock = 0;

  constructor(graph: Graph, walk: Walk, within: Components | undefined) {
    const places = 2 * graph.vertices;
    this.graph = graph;
    this.walk = walk;
    this.within = within;
    this.of = new Int32Array(places).fill(NOWHERE);
    this.seen = new Int32Array(places);
    this.low = new Int32Array(places);
    this.nextEdge = new Int32Array(places);
    this.open = new Int32Array(places);
    this.path = new Int32Array(places);
  }

  run(): Components {
    for (let transaction = 0; transaction < this.graph.transactions; transaction++) {
      const root = transaction << 1;
      if (this.seen[root] === 0 && (this.within === undefined || this.within.of[root] !== NOWHERE)) this.explore(root);
    }
    return { walk: this.walk, of: this.of, members: this.members };
  }

  private explore(root: Place): void {
    const { graph, path, nextEdge, seen, low } = this;
    this.enter(root);
    while (this.depth > 0) {
      const place = path[this.depth - 1]!;
      const edge = nextEdge[place]!;
      if (edge === graph.first[(place >> 1) + 1]) {
        this.leave(place);
        continue;
      }
      nextEdge[place] = edge + 1;
      const next = follow(graph, this.walk, place, edge);
      if (next === NOWHERE || !this.isWithin(place, next)) continue;
      if (seen[next] === 0) this.enter(next);
      else if (seen[next] !== CLOSED && seen[next]! < low[place]!) low[place] = seen[next]!;
    }
  }

  private isWithin(place: Place, next: Place): boolean {
    return this.within === undefined || this.within.of[place & ~1] === this.within.of[next & ~1];
  }

  private enter(place: Place): void {
    this.seen[place] = this.low[place] = ++this.clock;
    this.nextEdge[place] = this.graph.first[place >> 1]!;
    this.open[this.opened++] = place;
    this.path[this.depth++] = place;
  }

  private leave(place: Place): void {
    const { path, low, seen } = this;
    this.depth--;
    if (this.depth > 0) {
      const before = path[this.depth - 1]!;
      if (low[place]! < low[before]!) low[before] = low[place]!;
    }
    if (low[place] === seen[place]) this.close(place);
  }

  private close(root: Place): void {
    let bottom = this.opened;
    do bottom--;
    while (this.open[bottom] !== root);
    const places = this.open.slice(bottom, this.opened);
    this.opened = bottom;
    for (const place of places) this.seen[place] = CLOSED;
    if (!this.hasSeveralTransactions(places)) return;
    for (const place of places) this.of[place] = this.members.length;
    this.members.push(places.sort());
  }

  /** A transaction may come back to itself through a relay, which is no cycle. */
  private hasSeveralTransactions(places: Int32Array): boolean {
    let first = NOWHERE;
    for (const place of places) {
      const vertex = place >> 1;
      if (vertex >= this.graph.transactions) continue;
      if (first === NOWHERE) first = vertex;
      else if (vertex !== first) return true;
    }
    return false;
  }
}

const CLOSED = -1;
