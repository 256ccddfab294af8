/** What a server of Multi-Paxos can be told about how to work. */
import type { Micros } from '../../sim/time.ts';

export interface MultiPaxosOptions {
  /** The servers are the nodes 0 to servers - 1. */
  readonly servers: number;
  /** A server that hears from no leader for a time between these begins phase 1. */
  readonly electionTimeoutMin: Micros;
  readonly electionTimeoutMax: Micros;
  readonly heartbeatInterval: Micros;
  /** How many slots after the last that it has executed a leader may propose in: Lamport's α ("Paxos Made Simple", section 3). */
  readonly window: number;
  /** The most slots that one answer to a server that is behind carries. */
  readonly batch: number;
  /** Slots that are executed between two snapshots; 0 for a server that takes none, and so collects nothing. */
  readonly snapshotInterval: number;
  /** Slots before the snapshot that are kept for servers that are a little behind; whoever is further behind gets the snapshot. */
  readonly retained: number;
}
