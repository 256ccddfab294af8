/** What Raft's servers and clients say to each other (extended paper, Figure 2; section 8 for clients). */
import type { NodeId } from '../../sim/process.ts';
import type { Command, Result, StateRecord } from './state-machine.ts';

/** Terms count from 1; 0 is before the first election. */
export type Term = number;
/** Log indices count from 1; 0 is before the first entry. */
export type Index = number;

/** A command as a client's session numbers it (section 8). */
export interface Request {
  readonly client: NodeId;
  readonly serial: number;
  readonly command: Command;
}

export interface Entry {
  readonly term: Term;
  readonly request: Request;
}

export interface RequestVote {
  readonly type: 'RequestVote';
  readonly term: Term;
  readonly lastLogIndex: Index;
  readonly lastLogTerm: Term;
}

export interface RequestVoteReply {
  readonly type: 'RequestVoteReply';
  readonly term: Term;
  readonly voteGranted: boolean;
}

export interface AppendEntries {
  readonly type: 'AppendEntries';
  readonly term: Term;
  readonly prevLogIndex: Index;
  readonly prevLogTerm: Term;
  /** Empty for a heartbeat to a follower whose log is complete. */
  readonly entries: readonly Entry[];
  readonly leaderCommit: Index;
}

export interface AppendEntriesReply {
  readonly type: 'AppendEntriesReply';
  readonly term: Term;
  readonly success: boolean;
  /**
   * On success the last index that is known to match. Otherwise the first index at which the follower's log may differ,
   * so that the leader need not go back one entry at a time (section 5.3, its last paragraphs).
   */
  readonly index: Index;
}

/** A server's state when it had executed the log up to an index: it stands for the entries up to there (section 7). */
export interface Snapshot {
  readonly lastIncludedIndex: Index;
  readonly lastIncludedTerm: Term;
  readonly records: readonly StateRecord[];
}

/** One part of a snapshot (Figure 13). Offsets count records, not bytes. */
export interface InstallSnapshot {
  readonly type: 'InstallSnapshot';
  readonly term: Term;
  readonly lastIncludedIndex: Index;
  readonly lastIncludedTerm: Term;
  readonly offset: number;
  readonly records: readonly StateRecord[];
  /** True for the last part. */
  readonly done: boolean;
}

export interface InstallSnapshotReply {
  readonly type: 'InstallSnapshotReply';
  readonly term: Term;
  readonly lastIncludedIndex: Index;
  /** Whether the follower has all that the snapshot covers. */
  readonly installed: boolean;
  /** Until then, the number of records that it has: the offset of the part that it waits for. */
  readonly received: number;
}

export interface ClientRequest {
  readonly type: 'ClientRequest';
  readonly serial: number;
  readonly command: Command;
}

export interface ClientReply {
  readonly type: 'ClientReply';
  readonly serial: number;
  /** Null where the server is not the leader. */
  readonly result: Result | null;
  /** The leader that the server knows of. */
  readonly leader: NodeId | null;
}

export type RaftMessage =
  | RequestVote
  | RequestVoteReply
  | AppendEntries
  | AppendEntriesReply
  | InstallSnapshot
  | InstallSnapshotReply
  | ClientRequest
  | ClientReply;

/** What a reader of the paper would name; recorded in the trace as notes. */
export type RaftNote =
  | { readonly note: 'election'; readonly term: Term }
  | { readonly note: 'vote'; readonly term: Term; readonly candidate: NodeId; readonly granted: boolean; readonly why: VoteReason }
  | { readonly note: 'leader'; readonly term: Term; readonly votes: readonly NodeId[] }
  | { readonly note: 'stepped-down'; readonly term: Term; readonly was: 'candidate' | 'leader' }
  | { readonly note: 'recovered'; readonly term: Term; readonly entries: number; readonly snapshot: Index }
  | { readonly note: 'appended'; readonly first: Index; readonly last: Index; readonly truncated: number }
  | { readonly note: 'mismatch'; readonly index: Index }
  | { readonly note: 'committed'; readonly first: Index; readonly last: Index; readonly role: 'leader' | 'follower' }
  | { readonly note: 'snapshot-taken'; readonly index: Index; readonly records: number }
  | { readonly note: 'snapshot-installed'; readonly index: Index; readonly keptSuffix: boolean }
  | { readonly note: 'duplicate-request'; readonly client: NodeId; readonly serial: number }
  | { readonly note: 'invoked'; readonly serial: number; readonly command: Command }
  | { readonly note: 'completed'; readonly serial: number; readonly command: Command; readonly result: Result };

export type VoteReason = 'granted' | 'stale-term' | 'already-voted' | 'log-behind';
