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
}
