/** Which transactions count as committed. */
import type { Status } from './history.ts';

const OUT = 0;
const ASSUMED = 1;
const COMMITTED = 2;

/**
 * A transaction of unknown outcome counts once a transaction that counts has read something that it wrote: either it has
 * committed, or that read was of an aborted write, and then read committed is ruled out all the same.
 */
export class Standings {
  private readonly standing: Uint8Array;

  constructor(statuses: readonly Status[]) {
    this.standing = Uint8Array.from(statuses, (status) => (status === 'committed' ? COMMITTED : OUT));
  }

  /** How many count. */
  get count(): number {
    return this.standing.reduce((count, standing) => (standing === OUT ? count : count + 1), 0);
  }

  /** Whether it has committed, or is taken to have. */
  counts(id: number): boolean {
    return this.standing[id] !== OUT;
  }

  /** Whether it is known to have committed. */
  isCommitted(id: number): boolean {
    return this.standing[id] === COMMITTED;
  }

  isAssumed(id: number): boolean {
    return this.standing[id] === ASSUMED;
  }

  assume(id: number): void {
    this.standing[id] = ASSUMED;
  }
}
