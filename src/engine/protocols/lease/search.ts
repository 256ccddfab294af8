/**
 * A lock in the small, to be searched. Time stands still in a search, and a timer may fire at any moment: that of the lock
 * service is a pause of everybody else, for as long as a lease.
 */
import type { SearchProblem } from '../../check/search/goals.ts';
import type { LeaseMessage } from './messages.ts';
import { LEASE_INVARIANTS } from './properties.ts';
import { DEFAULT_LEASE, FIRST_CLIENT, leaseSystem, type LeaseFactory } from './system.ts';

/** How large the small world is. */
export interface LeaseBounds {
  readonly clients: number;
  /** Pieces of work that each client is given, at any time, or never. */
  readonly pieces: number;
  readonly timers: number;
  /** Of any node; one that has crashed may come back. */
  readonly crashes: number;
}

/** @throws RangeError for less than one client */
export function leaseProblem({ clients, pieces, timers, crashes }: LeaseBounds, factory?: Partial<LeaseFactory>): SearchProblem<LeaseMessage> {
  const { nodes } = leaseSystem({ ...DEFAULT_LEASE, clients }, factory);
  const commands = Array.from({ length: clients * pieces }, (_, position) => ({ node: FIRST_CLIENT + (position % clients), command: 'work' }));
  return { model: { nodes, commands, bounds: { timers, crashes, restarts: true } }, goals: { invariants: LEASE_INVARIANTS } };
}
