/**
 * A leader's rounds of heartbeats. Each message to a follower names the round that it belongs to and each answer repeats
 * it, so that the leader knows until when a majority took it for the leader (dissertation, section 6.4).
 */
import type { NodeId } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';

interface Begun {
  readonly round: number;
  readonly at: Micros;
}

interface RoundsState {
  readonly current: number;
  readonly acknowledged: Int32Array;
  readonly begun: readonly Begun[];
}

export class Rounds {
  current = 0;
  /** The latest round that each server has answered. */
  acknowledged: Int32Array;
  /** When the last rounds began, oldest first. */
  private begun: Begun[] = [];

  constructor(servers: number) {
    this.acknowledged = new Int32Array(servers);
  }

  /** A leadership begins. */
  reset(): void {
    this.acknowledged.fill(0);
    this.begun = [];
  }

  /** @param self the leader, who agrees with itself */
  next(self: NodeId): void {
    this.current++;
    this.acknowledged[self] = this.current;
  }

  /** Remembers when the present round began, and forgets rounds that began before `since`. */
  noteBeginning(at: Micros, since: Micros): void {
    this.begun = this.begun.filter((begun) => begun.at >= since);
    this.begun.push({ round: this.current, at });
  }

  /** When a round began; undefined where that was too long ago. */
  beginningOf(round: number): Micros | undefined {
    return this.begun.find((begun) => begun.round === round)?.at;
  }

  capture(): RoundsState {
    return { current: this.current, acknowledged: this.acknowledged.slice(), begun: this.begun.slice() };
  }

  restore({ current, acknowledged, begun }: RoundsState): void {
    this.current = current;
    this.acknowledged = acknowledged.slice();
    this.begun = begun.slice();
  }
}
