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

export class CycleSearch {
  private readonly graph: Graph;
  private readonly budget: Budget;
  /** The number of the search that last came to a place, the place before, and the edge between. */
  private readonly seen: Int32Array;
  private readonly before: Int32Array;
  private readonly via: Int32Array;
  private current: Int32Array;
  private next: Int32Array;
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
    this.current = new Int32Array(places);
    this.next = new Int32Array(places);
  }

  /**
   * Tries each transaction of a component as the beginning, with a bound on the length that doubles: most cycles are
   * short, and one that was found bounds all others.
   */
  shortest(components: Components, component: number, sought: Sought): CycleResult {
    const members = components.members[component]!;
    const longest = Math.min(sought.longest ?? Infinity, members.length);
    // Half of what is left, so that one hard component leaves something for the others.
    const allowance = this.budget.remaining >> 1;
    const stopAt = this.budget.remaining - allowance;
    const all = members.filter((place) => this.canBegin(components, place, sought));
    let open: Iterable<number> = all;
    let best: Link[] | undefined;
    for (let bound = 2; ; bound *= 2) {
      const still: number[] = [];
      for (const start of open) {
        if (this.budget.remaining <= stopAt) return best ? { kind: 'found', links: best, isShortest: false } : this.first(components, all, sought);
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
    const { graph, seen, before, via } = this;
    const component = components.of[start];
    const search = ++this.searches;
    let steps = 0;
    let waiting = 1;
    this.current[0] = start;
    this.wasCutShort = false;
    for (let length = 0; waiting > 0; length++) {
      let found = 0;
      // Going on from a relay takes no dependency more, so that places are added to those that are looked at.
      for (let i = 0; i < waiting; i++) {
        const place = this.current[i]!;
        const vertex = place >> 1;
        const isRelay = vertex >= graph.transactions;
        const lengthAfter = isRelay ? length : length + 1;
        const kinds = length === 0 ? first : rest;
        const last = graph.first[vertex + 1]!;
        steps += last - graph.first[vertex]! + 1;
        if (lengthAfter > bound) {
          this.wasCutShort = true;
          continue;
        }
        for (let edge = graph.first[vertex]!; edge < last; edge++) {
          if (!isRelay && (graph.kind[edge]! & kinds) === 0) continue;
          const next = follow(graph, components.walk, place, edge);
          if (next === NOWHERE || components.of[next] !== component || seen[next] === search) continue;
          if (next >> 1 === start >> 1) {
            // Through a relay, a transaction may come straight back to itself.
            if (lengthAfter === 1) continue;
            if (next === start) {
              this.budget.spend(steps);
              return this.linksTo(start, place, edge);
            }
          }
          seen[next] = search;
          before[next] = place;
          via[next] = edge;
          if (isRelay) this.current[waiting++] = next;
          else this.next[found++] = next;
        }
      }
      [this.current, this.next] = [this.next, this.current];
      waiting = found;
    }
    this.budget.spend(steps);
    return undefined;
  }

  /** The dependencies from `start` to `place`, and by `edge` back to `start`. */
  private linksTo(start: Place, place: Place, edge: number): Link[] {
    const { graph } = this;
    const links: Link[] = [];
    let to = start >> 1;
    let lastEdge = edge;
    for (let at = place, by = edge; ; by = this.via[at]!, at = this.before[at]!) {
      const vertex = at >> 1;
      if (vertex >= graph.transactions) continue;
      links.push({ from: vertex, to, kind: graph.kind[by]!, fromOperation: graph.fromOperation[by]!, toOperation: graph.toOperation[lastEdge]! });
      if (at === start) return links.reverse();
      to = vertex;
      lastEdge = this.via[at]!;
    }
  }
}
