/**
 * A Raft server, after "In Search of an Understandable Consensus Algorithm (Extended Version)" by Ongaro and Ousterhout,
 * 2014. Figure 2 is the whole of it; comments name the section that argues each rule. Variables keep the paper's names.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type {
  AppendEntries,
  AppendEntriesReply,
  ClientRequest,
  Entry,
  Index,
  RaftMessage,
  RaftNote,
  RequestVote,
  RequestVoteReply,
  Term,
  VoteReason,
} from './messages.ts';
import { majority, majorityIndex } from './quorum.ts';
import { StateMachine, type StateMachineState } from './state-machine.ts';

export type Role = 'follower' | 'candidate' | 'leader';

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

interface VolatileState {
  readonly role: Role;
  readonly leader: NodeId | null;
  readonly currentTerm: Term;
  readonly votedFor: NodeId | null;
  readonly commitIndex: Index;
  readonly lastApplied: Index;
  readonly votes: readonly NodeId[];
  readonly nextIndex: Int32Array;
  readonly matchIndex: Int32Array;
  readonly machine: StateMachineState;
}

export class RaftServer implements Process<RaftMessage> {
  // Figure 2, "Persistent state on all servers": kept here too, for reading; `persist` writes it. The log is in the store.
  currentTerm: Term = 0;
  votedFor: NodeId | null = null;

  // "Volatile state on all servers"
  role: Role = 'follower';
  /** The leader of the current term, where it is known. */
  leader: NodeId | null = null;
  commitIndex: Index = 0;
  lastApplied: Index = 0;
  readonly machine = new StateMachine();

  // "Volatile state on leaders", and a candidate's votes
  votes: NodeId[] = [];
  nextIndex: Int32Array;
  matchIndex: Int32Array;

  protected readonly context: Context<RaftMessage, RaftNote>;
  protected readonly options: RaftOptions;

  constructor(context: Context<RaftMessage, RaftNote>, options: RaftOptions) {
    this.context = context;
    this.options = options;
    this.nextIndex = new Int32Array(options.servers).fill(1);
    this.matchIndex = new Int32Array(options.servers);
  }

  onStart(): void {
    this.resetElectionTimer();
  }

  /** Volatile state begins anew; the term, the vote and the log come from the disk. */
  onRestart(): void {
    const { store } = this.context;
    this.currentTerm = (store.get('currentTerm') as Term | undefined) ?? 0;
    this.votedFor = (store.get('votedFor') as NodeId | null | undefined) ?? null;
    this.context.note({ note: 'recovered', term: this.currentTerm, entries: this.lastLogIndex });
    this.resetElectionTimer();
  }

  onTimer(name: string): void {
    if (name === 'election') this.startElection();
    else this.sendHeartbeats();
  }

  onMessage(from: NodeId, message: RaftMessage): void {
    switch (message.type) {
      case 'RequestVote':
        return this.onRequestVote(from, message);
      case 'RequestVoteReply':
        return this.onRequestVoteReply(from, message);
      case 'AppendEntries':
        return this.onAppendEntries(from, message);
      case 'AppendEntriesReply':
        return this.onAppendEntriesReply(from, message);
      case 'ClientRequest':
        return this.onClientRequest(from, message);
      case 'ClientReply':
        return;
    }
  }

  // The log

  get lastLogIndex(): Index {
    return this.context.store.log.length;
  }

  get lastLogTerm(): Term {
    return this.termAt(this.lastLogIndex);
  }

  /** @throws RangeError where the log has no such index */
  entryAt(index: Index): Entry {
    const entry = this.context.store.log.at(index - 1);
    if (!entry) throw new RangeError(`The log has entries 1 to ${this.lastLogIndex}, and no entry ${index}.`);
    return entry as Entry;
  }

  /** 0 for index 0; undefined is never asked for. */
  termAt(index: Index): Term {
    return index === 0 ? 0 : this.entryAt(index).term;
  }

  // Elections (section 5.2)

  protected startElection(): void {
    this.currentTerm++;
    this.role = 'candidate';
    this.leader = null;
    this.votedFor = this.context.node;
    this.persistTermAndVote();
    this.votes = [this.context.node];
    this.context.note({ note: 'election', term: this.currentTerm });
    this.resetElectionTimer();
    this.sendToPeers({
      type: 'RequestVote',
      term: this.currentTerm,
      lastLogIndex: this.lastLogIndex,
      lastLogTerm: this.lastLogTerm,
    });
    this.becomeLeaderWithMajority();
  }

  private onRequestVote(candidate: NodeId, message: RequestVote): void {
    this.observeTerm(message.term);
    const why = this.judge(candidate, message);
    const voteGranted = why === 'granted';
    if (voteGranted) {
      this.votedFor = candidate;
      this.resetElectionTimer();
    }
    // The vote is on disk before the candidate can count it.
    this.persistTermAndVote();
    this.context.note({ note: 'vote', term: this.currentTerm, candidate, granted: voteGranted, why });
    this.context.send(candidate, { type: 'RequestVoteReply', term: this.currentTerm, voteGranted });
  }

  private judge(candidate: NodeId, message: RequestVote): VoteReason {
    if (message.term < this.currentTerm) return 'stale-term';
    if (!this.hasVoteFor(candidate)) return 'already-voted';
    if (!this.isUpToDate(message)) return 'log-behind';
    return 'granted';
  }

  /** First come, first served, and one vote a term. */
  protected hasVoteFor(candidate: NodeId): boolean {
    return this.votedFor === null || this.votedFor === candidate;
  }

  /** The election restriction (section 5.4.1): a leader must hold every committed entry. */
  protected isUpToDate({ lastLogTerm, lastLogIndex }: RequestVote): boolean {
    if (lastLogTerm !== this.lastLogTerm) return lastLogTerm > this.lastLogTerm;
    return lastLogIndex >= this.lastLogIndex;
  }

  private onRequestVoteReply(voter: NodeId, message: RequestVoteReply): void {
    this.observeTerm(message.term);
    this.persistTermAndVote();
    if (this.role !== 'candidate' || message.term !== this.currentTerm || !message.voteGranted) return;
    if (!this.votes.includes(voter)) this.votes.push(voter);
    this.becomeLeaderWithMajority();
  }

  private becomeLeaderWithMajority(): void {
    if (this.votes.length < majority(this.options.servers)) return;
    this.role = 'leader';
    this.leader = this.context.node;
    this.nextIndex.fill(this.lastLogIndex + 1);
    this.matchIndex.fill(0);
    this.matchIndex[this.context.node] = this.lastLogIndex;
    this.context.note({ note: 'leader', term: this.currentTerm, votes: this.votes.slice() });
    this.context.cancelTimer('election');
    this.sendHeartbeats();
  }

  /** "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower" (section 5.1). */
  private observeTerm(term: Term): void {
    if (term <= this.currentTerm) return;
    this.currentTerm = term;
    this.votedFor = null;
    this.leader = null;
    this.stepDown();
  }

  /** A leader has no election timer to go on with; a candidate keeps the one it has. */
  private stepDown(): void {
    if (this.role === 'follower') return;
    this.context.note({ note: 'stepped-down', term: this.currentTerm, was: this.role });
    if (this.role === 'leader') {
      this.context.cancelTimer('heartbeat');
      this.resetElectionTimer();
    }
    this.role = 'follower';
    this.votes = [];
  }

  private resetElectionTimer(): void {
    const { electionTimeoutMin, electionTimeoutMax } = this.options;
    this.context.setTimer('election', this.context.random.between(electionTimeoutMin, electionTimeoutMax));
  }

  // Log replication (section 5.3)

  private sendHeartbeats(): void {
    for (let peer = 0; peer < this.options.servers; peer++) {
      if (peer !== this.context.node) this.sendAppendEntries(peer);
    }
    this.context.setTimer('heartbeat', this.options.heartbeatInterval);
  }

  private sendAppendEntries(peer: NodeId): void {
    const nextIndex = this.nextIndex[peer]!;
    const last = Math.min(this.lastLogIndex, nextIndex + this.options.batch - 1);
    const entries: Entry[] = [];
    for (let index = nextIndex; index <= last; index++) entries.push(this.entryAt(index));
    this.context.send(peer, {
      type: 'AppendEntries',
      term: this.currentTerm,
      prevLogIndex: nextIndex - 1,
      prevLogTerm: this.termAt(nextIndex - 1),
      entries,
      leaderCommit: this.commitIndex,
    });
  }

  private onAppendEntries(leader: NodeId, message: AppendEntries): void {
    this.observeTerm(message.term);
    this.persistTermAndVote();
    if (message.term < this.currentTerm) {
      this.reply(leader, false, 0);
      return;
    }
    // "If AppendEntries RPC received from new leader: convert to follower" (section 5.2).
    this.stepDown();
    this.leader = leader;
    this.resetElectionTimer();
    const { prevLogIndex, prevLogTerm, entries, leaderCommit } = message;
    if (prevLogIndex > this.lastLogIndex || this.termAt(prevLogIndex) !== prevLogTerm) {
      this.context.note({ note: 'mismatch', index: prevLogIndex });
      this.reply(leader, false, this.firstConflict(prevLogIndex));
      return;
    }
    this.appendMissing(prevLogIndex, entries);
    this.context.store.sync();
    const lastNew = prevLogIndex + entries.length;
    if (leaderCommit > this.commitIndex) this.commit(Math.min(leaderCommit, lastNew));
    this.reply(leader, true, lastNew);
  }

  /** Skips the entries that the log has, and appends the rest: an old message must not cut off what came after it. */
  private appendMissing(prevLogIndex: Index, entries: readonly Entry[]): void {
    let known = 0;
    while (known < entries.length && this.matches(prevLogIndex + 1 + known, entries[known]!)) known++;
    if (known === entries.length) return;
    const first = prevLogIndex + 1 + known;
    const truncated = Math.max(0, this.lastLogIndex - first + 1);
    this.removeConflicting(first);
    for (let i = known; i < entries.length; i++) this.context.store.log.append(entries[i]);
    this.context.note({ note: 'appended', first, last: prevLogIndex + entries.length, truncated });
  }

  private matches(index: Index, entry: Entry): boolean {
    return index <= this.lastLogIndex && this.termAt(index) === entry.term;
  }

  /** "If an existing entry conflicts with a new one, delete the existing entry and all that follow it." */
  protected removeConflicting(first: Index): void {
    this.context.store.log.truncate(first - 1);
  }

  /** Where the leader should try next: the first entry of the term that conflicts, or the end of a log that is too short. */
  private firstConflict(prevLogIndex: Index): Index {
    if (prevLogIndex > this.lastLogIndex) return this.lastLogIndex + 1;
    const term = this.termAt(prevLogIndex);
    let index = prevLogIndex;
    while (index > 1 && this.termAt(index - 1) === term) index--;
    return index;
  }

  private reply(leader: NodeId, success: boolean, index: Index): void {
    this.context.send(leader, { type: 'AppendEntriesReply', term: this.currentTerm, success, index });
  }

  private onAppendEntriesReply(follower: NodeId, message: AppendEntriesReply): void {
    this.observeTerm(message.term);
    this.persistTermAndVote();
    if (this.role !== 'leader' || message.term !== this.currentTerm) return;
    // Replies may come late and out of order; what a follower is known to hold never shrinks.
    const match = this.matchIndex[follower]!;
    if (message.success) {
      if (message.index <= match) return;
      this.matchIndex[follower] = message.index;
      this.nextIndex[follower] = Math.max(this.nextIndex[follower]!, message.index + 1);
      this.advanceCommitIndex();
      if (this.nextIndex[follower] <= this.lastLogIndex) this.sendAppendEntries(follower);
    } else {
      const next = Math.max(match + 1, Math.min(this.nextIndex[follower]! - 1, message.index));
      if (next === this.nextIndex[follower]) return;
      this.nextIndex[follower] = next;
      this.sendAppendEntries(follower);
    }
  }

  // Commitment (sections 5.3 and 5.4.2)

  private advanceCommitIndex(): void {
    const index = majorityIndex(this.matchIndex);
    if (index > this.commitIndex && this.mayCommit(index)) this.commit(index);
  }

  /** Only entries of the leader's own term are committed by counting replicas (section 5.4.2 and Figure 8). */
  protected mayCommit(index: Index): boolean {
    return this.termAt(index) === this.currentTerm;
  }

  private commit(index: Index): void {
    if (index <= this.commitIndex) return;
    this.context.note({ note: 'committed', first: this.commitIndex + 1, last: index, role: this.role === 'leader' ? 'leader' : 'follower' });
    this.commitIndex = index;
    while (this.lastApplied < this.commitIndex) {
      this.lastApplied++;
      const { request } = this.entryAt(this.lastApplied);
      const result = this.machine.apply(request);
      if (this.role === 'leader') {
        this.context.send(request.client, { type: 'ClientReply', serial: request.serial, result, leader: this.context.node });
      }
    }
  }

  // Clients (section 8)

  private onClientRequest(client: NodeId, { serial, command }: ClientRequest): void {
    if (this.role !== 'leader') {
      this.context.send(client, { type: 'ClientReply', serial, result: null, leader: this.leader });
      return;
    }
    const known = this.machine.resultOf(client, serial);
    if (known) {
      this.context.note({ note: 'duplicate-request', client, serial });
      this.context.send(client, { type: 'ClientReply', serial, result: known, leader: this.context.node });
      return;
    }
    this.context.store.log.append({ term: this.currentTerm, request: { client, serial, command } } satisfies Entry);
    this.context.store.sync();
    this.context.note({ note: 'appended', first: this.lastLogIndex, last: this.lastLogIndex, truncated: 0 });
    this.matchIndex[this.context.node] = this.lastLogIndex;
    for (let peer = 0; peer < this.options.servers; peer++) {
      if (peer !== this.context.node) this.sendAppendEntries(peer);
    }
    this.advanceCommitIndex();
  }

  /** Before anything is answered, a changed term or vote is on disk (section 5.1, Figure 2). */
  protected persistTermAndVote(): void {
    const { store } = this.context;
    if (store.get('currentTerm') !== this.currentTerm) store.set('currentTerm', this.currentTerm);
    if (store.get('votedFor') !== this.votedFor) store.set('votedFor', this.votedFor);
    store.sync();
  }

  private sendToPeers(message: RaftMessage): void {
    for (let peer = 0; peer < this.options.servers; peer++) {
      if (peer !== this.context.node) this.context.send(peer, message);
    }
  }

  capture(): VolatileState {
    const { role, leader, currentTerm, votedFor, commitIndex, lastApplied } = this;
    return {
      role,
      leader,
      currentTerm,
      votedFor,
      commitIndex,
      lastApplied,
      votes: this.votes.slice(),
      nextIndex: this.nextIndex.slice(),
      matchIndex: this.matchIndex.slice(),
      machine: this.machine.capture(),
    };
  }

  restore(state: unknown): void {
    const { votes, nextIndex, matchIndex, machine, ...rest } = state as VolatileState;
    Object.assign(this, rest);
    this.votes = votes.slice();
    this.nextIndex = nextIndex.slice();
    this.matchIndex = matchIndex.slice();
    this.machine.restore(machine);
  }
}
