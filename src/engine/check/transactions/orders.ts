/** The orders that do not come from the data: that of each client's transactions, and that of real time. */
import { PROCESS, REAL_TIME, type GraphBuilder } from './graph.ts';
import { inOrderOfInvocation, type TransactionHistory } from './history.ts';
import type { Standings } from './standing.ts';
import { relateInTime } from './time-order.ts';

/**
 * A client's transactions come one after another. Each leads to a relay after it, and each relay to the transaction that
 * follows and to the next relay. One of unknown outcome may take effect late, so nothing comes after it.
 */
export function relateProcesses(history: TransactionHistory, standings: Standings, graph: GraphBuilder): void {
  const relayOf = new Map<number, number>();
  for (const id of inOrderOfInvocation(history)) {
    if (!standings.counts(id)) continue;
    const { process } = history[id]!;
    const before = relayOf.get(process);
    if (before !== undefined) graph.add(before, id, PROCESS);
    if (!standings.isCommitted(id)) continue;
    const relay = graph.addRelay();
    if (before !== undefined) graph.add(before, relay, PROCESS);
    graph.add(id, relay, PROCESS);
    relayOf.set(process, relay);
  }
}

/** A transaction that had completed before another was invoked comes before it; those that touch are concurrent. */
export function relateRealTime(history: TransactionHistory, standings: Standings, graph: GraphBuilder): void {
  const counted = [...history.keys()].filter((id) => standings.counts(id));
  const completions = counted.filter((id) => standings.isCommitted(id)).map((id) => ({ time: history[id]!.completed, vertex: id }));
  const invocations = counted.map((id) => ({ time: history[id]!.invoked, vertex: id }));
  relateInTime(completions, invocations, graph, REAL_TIME);
}
