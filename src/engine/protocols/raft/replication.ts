/** How the leader's log gets to the followers, and what of it is committed (extended paper, sections 5.3 and 5.4.2). */
import type { NodeId } from '../../sim/process.ts';
import type { AppendEntries, AppendEntriesReply, Entry, Index } from './messages.ts';
import type { Group } from './quorum.ts';
import { Rounds } from './rounds.ts';
import type { RaftServer } from './server.ts';

interface ReplicationState {
  readonly nextIndex: Int32Array;
  readonly matchIndex: Int32Array;
  readonly rounds: ReturnType<Rounds['capture']>;
}

/** Until it leads, a server knows nothing of the others. */
const NOTHING = new Int32Array(0);

export class Replication {
  /** For each server, the next entry to send to it, and the last one that it is known to hold: "volatile state on leaders". */
  nextIndex = NOTHING;
  matchIndex = NOTHING;
  readonly rounds = new Rounds();

  private readonly server: RaftServer;

  constructor(server: RaftServer) {
    this.server = server;
  }

  // The leader's side

  /** A leadership begins. */
  begin(): void {
    const { log, context, options } = this.server;
    this.nextIndex = new Int32Array(options.servers).fill(log.lastIndex + 1);
    this.matchIndex = new Int32Array(options.servers);
    this.matchIndex[context.node] = log.lastIndex;
    this.rounds.reset(options.servers);
  }

  sendHeartbeats(): void {
    this.sendToAll();
    this.server.context.setTimer('heartbeat', this.server.options.heartbeatInterval);
  }

  /** Appends an entry of the leader's own, and sends it out. */
  propose(entry: Entry): void {
    this.append(entry);
    this.sendToAll();
    this.advanceCommitIndex();
  }

  append(entry: Entry): void {
    const { log, context } = this.server;
    log.append(entry);
    context.store.sync();
    const index = log.lastIndex;
    context.note({ note: 'appended', first: index, last: index, truncated: 0 });
    if (entry.kind === 'configuration') this.noteConfiguration();
    this.matchIndex[context.node] = index;
  }

  /** Sees to it that the log has an entry of the present term, after which it is known what is committed (section 8). */
  ensureOwnEntry(): void {
    const { currentTerm, log } = this.server;
    if (log.lastTerm !== currentTerm) this.propose({ kind: 'no-op', term: currentTerm });
  }

  /** Begins a round: every server gets what comes next to it, or a heartbeat. */
  sendToAll(): void {
    const { changes, context, membership, options, reads } = this.server;
    this.rounds.next(context.node);
    if (options.reads === 'lease') reads.noteRound();
    this.sendToEach(membership.others);
    if (changes.pending !== null) this.sendToEach(changes.newcomers);
  }

  /** Followers that need the same entries get the same message: what is sent is never changed. */
  private sendToEach(followers: Group): void {
    const { context, log, snapshots } = this.server;
    let message: AppendEntries | undefined;
    for (const follower of followers) {
      const nextIndex = this.nextIndex[follower]!;
      if (nextIndex <= log.baseIndex) {
        snapshots.send(follower);
      } else {
        if (message?.prevLogIndex !== nextIndex - 1) message = this.messageFrom(nextIndex);
        context.send(follower, message);
      }
    }
  }

  /** Sends what comes next to one follower: entries, or, where the log does not have them any more, the snapshot. */
  sendNext(follower: NodeId): void {
    const { context, log, snapshots } = this.server;
    const nextIndex = this.nextIndex[follower]!;
    if (nextIndex <= log.baseIndex) snapshots.send(follower);
    else context.send(follower, this.messageFrom(nextIndex));
  }

  private messageFrom(nextIndex: Index): AppendEntries {
    const { currentTerm, log, commitIndex, options } = this.server;
    return {
      type: 'AppendEntries',
      term: currentTerm,
      prevLogIndex: nextIndex - 1,
      prevLogTerm: log.termAt(nextIndex - 1),
      entries: log.entriesFrom(nextIndex, options.batch),
      leaderCommit: commitIndex,
      round: this.rounds.current,
    };
  }

  onAppendEntriesReply(follower: NodeId, message: AppendEntriesReply): void {
    const { server } = this;
    server.observeTerm(message.term);
    server.persistTermAndVote();
    if (server.role !== 'leader' || message.term !== server.currentTerm) return;
    this.acknowledged(follower, message.round);
    if (message.success) this.matched(follower, message.index);
    else this.goBack(follower, message.index);
  }

  /** The follower took this server for the leader after the round had begun. */
  acknowledged(follower: NodeId, round: number): void {
    const { acknowledged } = this.rounds;
    if (round <= acknowledged[follower]!) return;
    const { reads, changes } = this.server;
    acknowledged[follower] = round;
    if (reads.waiting.length > 0) reads.onAcknowledged();
    if (changes.pending !== null) changes.onAnswer(follower, false);
  }

  /** The follower holds the leader's log up to an index. Replies may come late and out of order: this never shrinks. */
  matched(follower: NodeId, index: Index): void {
    const { server } = this;
    if (index <= this.matchIndex[follower]!) return;
    this.matchIndex[follower] = index;
    this.nextIndex[follower] = Math.max(this.nextIndex[follower]!, index + 1);
    if (index > server.commitIndex) this.advanceCommitIndex();
    if (server.role !== 'leader') return;
    if (this.nextIndex[follower] <= server.log.lastIndex) this.sendNext(follower);
    if (server.changes.pending !== null) server.changes.onAnswer(follower, true);
    if (server.transfer.pending !== null) server.transfer.onMatched(follower);
  }

  /** The follower's log may differ from an index on: "decrement nextIndex and retry". */
  private goBack(follower: NodeId, index: Index): void {
    const next = Math.max(this.matchIndex[follower]! + 1, Math.min(this.nextIndex[follower]! - 1, index));
    if (next === this.nextIndex[follower]) return;
    this.nextIndex[follower] = next;
    this.sendNext(follower);
  }

  advanceCommitIndex(): void {
    const { server } = this;
    const index = server.membership.quorumValue(this.matchIndex);
    if (index > server.commitIndex && this.mayCommit(index)) server.commit(index);
  }

  /** Only entries of the leader's own term are committed by counting replicas (section 5.4.2 and Figure 8). */
  mayCommit(index: Index): boolean {
    return this.server.log.termAt(index) === this.server.currentTerm;
  }

  // The follower's side

  onAppendEntries(leader: NodeId, message: AppendEntries): void {
    const { server } = this;
    const { context, log } = server;
    server.observeTerm(message.term);
    server.persistTermAndVote();
    const { prevLogIndex, prevLogTerm, entries, leaderCommit, round } = message;
    if (message.term < server.currentTerm) {
      this.reply(leader, false, 0, round);
      return;
    }
    server.follow(leader);
    if (!log.holds(prevLogIndex, prevLogTerm)) {
      context.note({ note: 'mismatch', index: prevLogIndex });
      this.reply(leader, false, this.firstConflict(prevLogIndex), round);
      return;
    }
    if (entries.length > 0) this.appendMissing(prevLogIndex, entries);
    const matching = this.lastMatching(message);
    if (leaderCommit > server.commitIndex) server.commit(Math.min(leaderCommit, matching));
    this.reply(leader, true, matching, round);
  }

  /** The log is known to match the leader's only as far as the message goes; what follows may be of another leader. */
  lastMatching({ prevLogIndex, entries }: AppendEntries): Index {
    return prevLogIndex + entries.length;
  }

  /** Skips the entries that the log has, and appends the rest: an old message must not cut off what came after it. */
  private appendMissing(prevLogIndex: Index, entries: readonly Entry[]): void {
    const { context, log } = this.server;
    let known = 0;
    while (known < entries.length && log.holds(prevLogIndex + 1 + known, entries[known]!.term)) known++;
    if (known === entries.length) return;
    const { latestConfiguration } = log;
    const first = prevLogIndex + 1 + known;
    const truncated = Math.max(0, log.lastIndex - first + 1);
    if (truncated > 0) this.removeConflicting(first);
    for (let i = known; i < entries.length; i++) log.append(entries[i]!);
    context.note({ note: 'appended', first, last: prevLogIndex + entries.length, truncated });
    context.store.sync();
    if (latestConfiguration !== log.latestConfiguration) this.noteConfiguration();
  }

  /** "If an existing entry conflicts with a new one, delete the existing entry and all that follow it." */
  removeConflicting(first: Index): void {
    this.server.log.truncateFrom(first);
  }

  /** Where the leader should try next: the first entry of the term that conflicts, or the end of a log that is too short. */
  private firstConflict(prevLogIndex: Index): Index {
    const { log } = this.server;
    return prevLogIndex > log.lastIndex ? log.lastIndex + 1 : log.firstOfTerm(prevLogIndex);
  }

  private reply(leader: NodeId, success: boolean, index: Index, round: number): void {
    const { context, currentTerm } = this.server;
    context.send(leader, { type: 'AppendEntriesReply', term: currentTerm, success, index, round });
  }

  private noteConfiguration(): void {
    const { context, log } = this.server;
    context.note({ note: 'configuration', ...log.latestConfiguration });
  }

  capture(): ReplicationState {
    return { nextIndex: this.nextIndex.slice(), matchIndex: this.matchIndex.slice(), rounds: this.rounds.capture() };
  }

  restore({ nextIndex, matchIndex, rounds }: ReplicationState): void {
    this.nextIndex = nextIndex.slice();
    this.matchIndex = matchIndex.slice();
    this.rounds.restore(rounds);
  }
}
