/** What Raft's servers and clients say to each other (extended paper, Figures 2 and 13; section 8 for clients). */
import type { NodeId } from '../../sim/process.ts';
import type { Command, Request, SessionId } from '../key-value/commands.ts';
import type { StateRecord } from '../key-value/state-machine.ts';
import type { Administration, Result } from './commands.ts';
import type { Configuration } from './quorum.ts';

/** Terms count from 1; 0 is before the first election. */
export type Term = number;
/** Log indices count from 1; 0 is before the first entry. */
export type Index = number;

export type Entry =
  | { readonly kind: 'command'; readonly term: Term; readonly request: Request }
  /** Section 6. */
  | { readonly kind: 'configuration'; readonly term: Term; readonly configuration: Configuration }
  /** With which a leader finds out what is committed (section 8). */
  | { readonly kind: 'no-op'; readonly term: Term };

export interface RequestVote {
  readonly type: 'RequestVote';
  readonly term: Term;
  readonly lastLogIndex: Index;
  readonly lastLogTerm: Term;
  /** The leader itself has told the candidate to stand: voters need not protect it (dissertation, section 4.2.3). */
  readonly transfer: boolean;
}

export interface RequestVoteReply {
  readonly type: 'RequestVoteReply';
  readonly term: Term;
  readonly voteGranted: boolean;
}

/** Would you vote for me? (dissertation, section 9.6). */
export interface PreVote {
  readonly type: 'PreVote';
  /** The term that an election would begin; nobody is in it yet. */
  readonly nextTerm: Term;
  readonly lastLogIndex: Index;
  readonly lastLogTerm: Term;
}

export interface PreVoteReply {
  readonly type: 'PreVoteReply';
  /** The voter's own term. */
  readonly term: Term;
  readonly nextTerm: Term;
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
  /** The leader's round of heartbeats that it belongs to. An answer proves that the leader led after the round began. */
  readonly round: number;
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
  readonly round: number;
}

/** A server's state when it had executed the log up to an index: it stands for the entries up to there (section 7). */
export interface Snapshot {
  readonly lastIncludedIndex: Index;
  readonly lastIncludedTerm: Term;
  /** The latest one that the snapshot covers. */
  readonly configuration: Configuration;
  readonly records: readonly StateRecord[];
}

/** One part of a snapshot (Figure 13). Offsets count records, not bytes. */
export interface InstallSnapshot {
  readonly type: 'InstallSnapshot';
  readonly term: Term;
  readonly lastIncludedIndex: Index;
  readonly lastIncludedTerm: Term;
  readonly configuration: Configuration;
  readonly offset: number;
  readonly records: readonly StateRecord[];
  /** True for the last part. */
  readonly done: boolean;
  readonly round: number;
}

export interface InstallSnapshotReply {
  readonly type: 'InstallSnapshotReply';
  readonly term: Term;
  readonly lastIncludedIndex: Index;
  /** Whether the follower has all that the snapshot covers. */
  readonly installed: boolean;
  /** Until then, the number of records that it has: the offset of the part that it waits for. */
  readonly received: number;
  readonly round: number;
}

/** From a leader that hands over: stand for election at once (dissertation, section 3.10). */
export interface TimeoutNow {
  readonly type: 'TimeoutNow';
  readonly term: Term;
}

export interface ClientRequest {
  readonly type: 'ClientRequest';
  readonly session: SessionId;
  readonly serial: number;
  readonly command: Command | Administration;
}

export interface ClientReply {
  readonly type: 'ClientReply';
  readonly serial: number;
  /** Null where the server is not the leader. */
  readonly result: Result | null;
  /** The leader that the server knows of. */
  readonly leader: NodeId | null;
}

/** An operator's wish that the server take a snapshot now. */
export interface TakeSnapshot {
  readonly type: 'TakeSnapshot';
}

export type RaftMessage =
  | RequestVote
  | RequestVoteReply
  | PreVote
  | PreVoteReply
  | AppendEntries
  | AppendEntriesReply
  | InstallSnapshot
  | InstallSnapshotReply
  | TimeoutNow
  | ClientRequest
  | ClientReply
  | TakeSnapshot;

/** What a reader of the paper would name; recorded in the trace as notes. */
export type RaftNote =
  | { readonly note: 'pre-election'; readonly nextTerm: Term }
  | { readonly note: 'pre-vote'; readonly nextTerm: Term; readonly candidate: NodeId; readonly granted: boolean; readonly why: VoteReason }
  | { readonly note: 'election'; readonly term: Term }
  | { readonly note: 'abstained' }
  | { readonly note: 'vote'; readonly term: Term; readonly candidate: NodeId; readonly granted: boolean; readonly why: VoteReason }
  | { readonly note: 'leader'; readonly term: Term; readonly votes: readonly NodeId[] }
  | { readonly note: 'stepped-down'; readonly term: Term; readonly was: 'pre-candidate' | 'candidate' | 'leader' }
  | { readonly note: 'resigned'; readonly term: Term }
  | { readonly note: 'recovered'; readonly term: Term; readonly entries: number; readonly snapshot: Index }
  | { readonly note: 'out-of-service'; readonly why: string }
  | { readonly note: 'appended'; readonly first: Index; readonly last: Index; readonly truncated: number }
  | { readonly note: 'mismatch'; readonly index: Index }
  | { readonly note: 'committed'; readonly first: Index; readonly last: Index; readonly role: 'leader' | 'follower' }
  | { readonly note: 'snapshot-taken'; readonly index: Index; readonly records: number }
  | { readonly note: 'snapshot-installed'; readonly index: Index; readonly keptSuffix: boolean }
  | { readonly note: 'catching-up'; readonly servers: readonly NodeId[]; readonly until: Index }
  | { readonly note: 'caught-up'; readonly servers: readonly NodeId[] }
  | { readonly note: 'configuration'; readonly index: Index; readonly configuration: Configuration }
  | { readonly note: 'transfer-begun'; readonly target: NodeId }
  | { readonly note: 'transfer-handed-over'; readonly target: NodeId }
  | { readonly note: 'transfer-abandoned'; readonly target: NodeId }
  | { readonly note: 'read-waits'; readonly client: NodeId; readonly serial: number; readonly why: 'own-term' | 'leadership' }
  | { readonly note: 'read-served'; readonly client: NodeId; readonly serial: number; readonly index: Index; readonly by: 'read-index' | 'lease' }
  | { readonly note: 'duplicate-request'; readonly client: NodeId; readonly serial: number }
  | { readonly note: 'invoked'; readonly serial: number; readonly command: Command | Administration }
  | { readonly note: 'completed'; readonly serial: number; readonly command: Command | Administration; readonly result: Result }
  | { readonly note: 'session-registered'; readonly session: SessionId }
  | { readonly note: 'session-lost'; readonly serial: number; readonly command: Command };

export type VoteReason = 'granted' | 'stale-term' | 'already-voted' | 'log-behind' | 'has-leader';
