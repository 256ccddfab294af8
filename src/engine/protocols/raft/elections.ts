/** How a server asks for votes and gives its own (extended paper, sections 5.2 and 5.4.1). */
import type { NodeId } from '../../sim/process.ts';
import type { RequestVote, RequestVoteReply, VoteReason } from './messages.ts';
import { majority } from './quorum.ts';
import type { RaftServer } from './server.ts';

export class Elections {
  /** Who has voted for this server in its candidacy. */
  votes: NodeId[] = [];

  private readonly server: RaftServer;

  constructor(server: RaftServer) {
    this.server = server;
  }

  /** A follower or candidate that hears nothing for this long starts an election. */
  resetTimer(): void {
    const { context, options } = this.server;
    context.setTimer('election', context.random.between(options.electionTimeoutMin, options.electionTimeoutMax));
  }

  start(): void {
    const { server } = this;
    const { context, log } = server;
    server.currentTerm++;
    server.role = 'candidate';
    server.leader = null;
    server.votedFor = context.node;
    server.persistTermAndVote();
    this.votes = [context.node];
    context.note({ note: 'election', term: server.currentTerm });
    this.resetTimer();
    server.sendToPeers({ type: 'RequestVote', term: server.currentTerm, lastLogIndex: log.lastIndex, lastLogTerm: log.lastTerm });
    this.winWithMajority();
  }

  onRequestVote(candidate: NodeId, message: RequestVote): void {
    const { server } = this;
    server.observeTerm(message.term);
    const why = this.judge(candidate, message);
    const voteGranted = why === 'granted';
    if (voteGranted) {
      server.votedFor = candidate;
      this.resetTimer();
    }
    // The vote is on disk before the candidate can count it.
    server.persistTermAndVote();
    server.context.note({ note: 'vote', term: server.currentTerm, candidate, granted: voteGranted, why });
    server.context.send(candidate, { type: 'RequestVoteReply', term: server.currentTerm, voteGranted });
  }

  private judge(candidate: NodeId, message: RequestVote): VoteReason {
    if (message.term < this.server.currentTerm) return 'stale-term';
    if (!this.hasVoteFor(candidate)) return 'already-voted';
    if (!this.isUpToDate(message)) return 'log-behind';
    return 'granted';
  }

  /** First come, first served, and one vote a term. */
  hasVoteFor(candidate: NodeId): boolean {
    const { votedFor } = this.server;
    return votedFor === null || votedFor === candidate;
  }

  /** The election restriction (section 5.4.1): a leader must hold every committed entry. */
  isUpToDate({ lastLogTerm, lastLogIndex }: RequestVote): boolean {
    const { log } = this.server;
    if (lastLogTerm !== log.lastTerm) return lastLogTerm > log.lastTerm;
    return lastLogIndex >= log.lastIndex;
  }

  onRequestVoteReply(voter: NodeId, message: RequestVoteReply): void {
    const { server } = this;
    server.observeTerm(message.term);
    server.persistTermAndVote();
    if (server.role !== 'candidate' || message.term !== server.currentTerm || !message.voteGranted) return;
    if (!this.votes.includes(voter)) this.votes.push(voter);
    this.winWithMajority();
  }

  private winWithMajority(): void {
    if (this.votes.length >= majority(this.server.options.servers)) this.server.becomeLeader(this.votes);
  }
}
