/** How long a lease lasts, by whose clock. */
import type { Micros } from '../../sim/time.ts';

const MILLION = 1_000_000;

/**
 * What a client may count on of a lease, by its own clock from when it asked for it: so much less than the service waits by
 * its clock from when it granted it that, with both clocks as wrong as they may be, the client's end comes first (Gray and
 * Cheriton, "Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache Consistency", SOSP 1989, section 5).
 * @param maximumDrift of any clock, in parts per million
 * @throws RangeError for a drift that leaves nothing of the lease
 */
export function clientTerm(duration: Micros, maximumDrift: number): Micros {
  if (!Number.isInteger(maximumDrift) || maximumDrift < 0 || maximumDrift >= MILLION) {
    throw new RangeError(`Clocks drift by a whole number of parts per million from 0 to 999999, not by ${maximumDrift}.`);
  }
  return Math.floor((duration * (MILLION - maximumDrift)) / (MILLION + maximumDrift));
}
