/** What a Raft server can be told about how to work. */
import type { Micros } from '../../sim/time.ts';

/** Durations in microseconds. */
export interface RaftTimeouts {
  readonly electionTimeoutMin: Micros;
  readonly electionTimeoutMax: Micros;
  readonly heartbeatInterval: Micros;
}

/**
 * How a leader answers a client that only reads: a read is an entry of the log like any other command; the leader remembers
 * its commit index and makes sure that it still leads (dissertation, section 6.4); or a majority's promise not to elect
 * anyone else for a while stands in for that (section 6.4.1).
 */
export const READ_MODES = ['log', 'read-index', 'lease'] as const;
export type ReadMode = (typeof READ_MODES)[number];

/** How the configuration is changed: one server at a time (dissertation, section 4.1), or by joint consensus (extended paper, section 6). */
export const CHANGE_MODES = ['single', 'joint'] as const;
export type ChangeMode = (typeof CHANGE_MODES)[number];

export interface RaftOptions extends RaftTimeouts {
  /** The servers are the nodes 0 to servers - 1. */
  readonly servers: number;
  /** So many of them, the last ones, do not belong to the first configuration and wait to be added. */
  readonly spares: number;
  /** The most entries that one AppendEntries carries. */
  readonly batch: number;
  readonly changes: ChangeMode;
  /** Whether a server asks if it would be elected before it stands for election (dissertation, section 9.6). */
  readonly preVote: boolean;
  /**
   * Whether a server that has just heard from a leader pays no heed to candidates (dissertation, section 4.2.3). Lease reads
   * rest on it, and have it in any case.
   */
  readonly leaderStickiness: boolean;
  readonly reads: ReadMode;
  /** For lease reads, how far a server's clock may be from true time's rate: parts per million. */
  readonly clockDriftBound: number;
  /** Entries that are executed between two snapshots; 0 for a server that takes none by itself (extended paper, section 7). */
  readonly snapshotThreshold: number;
  /** Records that one InstallSnapshot carries; 0 for all of them. */
  readonly snapshotChunk: number;
  /** The most client sessions that are remembered; 0 for sessions that need no registration and never expire (dissertation, section 6.3). */
  readonly sessionLimit: number;
}
