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

const NOTHING = new Int32Array(0);

interface RoundsState {
  readonly current: number;
  readonly acknowledged: Int32Array;
  readonly begun: readonly Begun[];
}

export class Rounds {
  current = 0;
  /** The latest round that each server has answered; of no meaning but to a leader. */
  acknowledged = NOTHING;
  /** When the last rounds began, oldest first. */
  private begun: Begun[] = [];

  /** A leadership over so many servers begins. */
  reset(servers: number): void {
    this.acknowledged = new Int32Array(servers);
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
