/** How often what has happened so far in a run, by node: what conditions call costs. */
import type { NodeId } from '../sim/process.ts';
import type { TraceEvent } from '../sim/trace.ts';

export interface Tallies {
  /** @param nodes null for everywhere, also where no node is */
  of(name: string, nodes: readonly NodeId[] | null): number;
}

/** Names are those of events and notes; messages are counted by `send` and, each type for itself, `send AppendEntries`. */
export class RunningTallies implements Tallies {
  /** By name, then by node; the network's own come last. */
  private readonly counts = new Map<string, number[]>();
  private readonly nodes: number;

  constructor(nodes: number) {
    this.nodes = nodes;
  }

  add(name: string, { node }: Pick<TraceEvent, 'node'>): void {
    let counts = this.counts.get(name);
    if (!counts) this.counts.set(name, (counts = new Array<number>(this.nodes + 1).fill(0)));
    counts[node ?? this.nodes]!++;
  }

  of(name: string, nodes: readonly NodeId[] | null): number {
    const counts = this.counts.get(name);
    if (!counts) return 0;
    return nodes ? nodes.reduce((sum, node) => sum + counts[node]!, 0) : counts.reduce((sum, count) => sum + count, 0);
  }
}
