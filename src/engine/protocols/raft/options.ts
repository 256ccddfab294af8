/** What a Raft server can be told about how to work. */
import type { Micros } from '../../sim/time.ts';

/** Durations in microseconds. */
export interface RaftTimeouts {
  readonly electionTimeoutMin: Micros;
  readonly electionTimeoutMax: Micros;
  readonly heartbeatInterval: Micros;
}

export interface RaftOptions extends RaftTimeouts {
  /** The servers are the nodes 0 to servers - 1. */
  readonly servers: number;
  /** The most entries that one AppendEntries carries. */
  readonly batch: number;
  /** Entries that are executed between two snapshots; 0 for a server that takes none by itself. */
  readonly snapshotThreshold: number;
  /** Records that one InstallSnapshot carries; 0 for all of them. */
  readonly snapshotChunk: number;
}
