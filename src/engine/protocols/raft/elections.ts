/** How a server asks for votes and gives its own (extended paper, sections 5.2 and 5.4.1; dissertation, sections 4.2.3 and 9.6). */
import type { NodeId } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { PreVote, PreVoteReply, RaftMessage, RequestVote, RequestVoteReply, VoteReason } from './messages.ts';
import type { RaftServer } from './server.ts';
import { hasVoteFor, isUpToDate } from './votes.ts';

interface ElectionState {
  readonly votes: readonly NodeId[];
  readonly heardAt: Micros | null;
}

export class Elections {
  /** Who has voted for this server in its candidacy, or would. */
  votes: NodeId[] = [];
  /** When this server last heard from a leader of its term, by its own clock. */
  private heardAt: Micros | null = null;

  private readonly server: RaftServer;
  /** Whether candidates are refused while there is a leader; lease reads rest on it. */
  private readonly isSticky: boolean;
  private readonly remembersLeader: boolean;

  constructor(server: RaftServer) {
    const { leaderStickiness, reads, preVote } = server.options;
    this.server = server;
    this.isSticky = leaderStickiness || reads === 'lease';
    this.remembersLeader = this.isSticky || preVote;
  }

  /** A follower or candidate that hears nothing for this long starts an election. */
  resetTimer(): void {
    const { context, options } = this.server;
    context.setTimer('election', context.random.between(options.electionTimeoutMin, options.electionTimeoutMax));
  }

  /** A life begins. */
  begin(): void {
    if (this.server.membership.mayStand) this.resetTimer();
  }

  /** After a crash a server does not know whom it heard from last: it keeps the promise that it may have given. */
  recover(): void {
    this.noteLeader();
  }

  /** A message of the present leader has come. */
  hearLeader(): void {
    this.noteLeader();
    this.resetTimer();
  }

  private noteLeader(): void {
    if (this.remembersLeader) this.heardAt = this.server.context.now();
  }

  onTimeout(): void {
    const { membership, options } = this.server;
    if (!membership.mayStand) this.abstain();
    else if (options.preVote) this.startPreVote();
    else this.start();
  }

  /** Whoever led is not known to lead any more: clients must not be sent there. */
  private abstain(): void {
    this.server.leader = null;
    this.server.context.note({ note: 'abstained' });
  }

  /** Asks whether it would be elected, before it raises its term and so disturbs a leader that is well (dissertation, section 9.6). */
  private startPreVote(): void {
    const { server } = this;
    const { context, log } = server;
    const nextTerm = server.currentTerm + 1;
    server.role = 'pre-candidate';
    server.leader = null;
    this.votes = [context.node];
    context.note({ note: 'pre-election', nextTerm });
    this.resetTimer();
    this.askOthers({ type: 'PreVote', nextTerm, lastLogIndex: log.lastIndex, lastLogTerm: log.lastTerm });
    this.standWithMajority();
  }

  /** @param transfer whether the leader has told it to stand */
  start(transfer = false): void {
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
    this.askOthers({ type: 'RequestVote', term: server.currentTerm, lastLogIndex: log.lastIndex, lastLogTerm: log.lastTerm, transfer });
    this.winWithMajority();
  }

  private askOthers(message: RaftMessage): void {
    const { context, membership } = this.server;
    for (const other of membership.others) context.send(other, message);
  }

  // The voter's side

  onRequestVote(candidate: NodeId, message: RequestVote): void {
    const { server } = this;
    if (!message.transfer && this.hasLeader()) {
      this.answer(candidate, 'has-leader');
      return;
    }
    server.observeTerm(message.term);
    const why = this.judge(candidate, message);
    if (why === 'granted') {
      server.votedFor = candidate;
      this.resetTimer();
    }
    // The vote is on disk before the candidate can count it.
    server.persistTermAndVote();
    this.answer(candidate, why);
  }

  private answer(candidate: NodeId, why: VoteReason): void {
    const { context, currentTerm } = this.server;
    const voteGranted = why === 'granted';
    context.note({ note: 'vote', term: currentTerm, candidate, granted: voteGranted, why });
    context.send(candidate, { type: 'RequestVoteReply', term: currentTerm, voteGranted });
  }

  private judge(candidate: NodeId, message: RequestVote): VoteReason {
    if (message.term < this.server.currentTerm) return 'stale-term';
    if (!this.hasVoteFor(candidate)) return 'already-voted';
    if (!this.isUpToDate(message)) return 'log-behind';
    return 'granted';
  }

  hasVoteFor(candidate: NodeId): boolean {
    return hasVoteFor(this.server.votedFor, candidate);
  }

  /** The election restriction (section 5.4.1): a leader must hold every committed entry. */
  isUpToDate({ lastLogTerm, lastLogIndex }: Pick<RequestVote, 'lastLogTerm' | 'lastLogIndex'>): boolean {
    const { log } = this.server;
    return isUpToDate({ term: lastLogTerm, index: lastLogIndex }, { term: log.lastTerm, index: log.lastIndex });
  }

  /** Whether this server has no need of another leader: it leads, or has heard from one within the shortest election timeout. */
  hasLeader(): boolean {
    return this.isSticky && (this.server.role === 'leader' || this.heardLately());
  }

  /** A clock that was set back says nothing about how long it has been. */
  private heardLately(): boolean {
    if (this.heardAt === null) return false;
    const elapsed = this.server.context.now() - this.heardAt;
    return elapsed >= 0 && elapsed < this.server.options.electionTimeoutMin;
  }

  /** Says what it would do, and changes nothing: not its term, not its vote, not its timer. */
  onPreVote(candidate: NodeId, message: PreVote): void {
    const { context, currentTerm } = this.server;
    const why = this.foresee(message);
    const voteGranted = why === 'granted';
    context.note({ note: 'pre-vote', nextTerm: message.nextTerm, candidate, granted: voteGranted, why });
    context.send(candidate, { type: 'PreVoteReply', term: currentTerm, nextTerm: message.nextTerm, voteGranted });
  }

  private foresee(message: PreVote): VoteReason {
    if (message.nextTerm <= this.server.currentTerm) return 'stale-term';
    if (this.server.role === 'leader' || this.heardLately()) return 'has-leader';
    return this.isUpToDate(message) ? 'granted' : 'log-behind';
  }

  // The candidate's side

  onPreVoteReply(voter: NodeId, message: PreVoteReply): void {
    const { server } = this;
    server.observeTerm(message.term);
    server.persistTermAndVote();
    if (server.role !== 'pre-candidate' || message.nextTerm !== server.currentTerm + 1 || !message.voteGranted) return;
    this.count(voter);
    this.standWithMajority();
  }

  onRequestVoteReply(voter: NodeId, message: RequestVoteReply): void {
    const { server } = this;
    server.observeTerm(message.term);
    server.persistTermAndVote();
    if (server.role !== 'candidate' || message.term !== server.currentTerm || !message.voteGranted) return;
    this.count(voter);
    this.winWithMajority();
  }

  private count(voter: NodeId): void {
    if (!this.votes.includes(voter)) this.votes.push(voter);
  }

  private standWithMajority(): void {
    if (this.server.membership.isQuorum(this.votes)) this.start();
  }

  private winWithMajority(): void {
    if (this.server.membership.isQuorum(this.votes)) this.server.becomeLeader(this.votes);
  }

  capture(): ElectionState {
    return { votes: this.votes.slice(), heardAt: this.heardAt };
  }

  restore({ votes, heardAt }: ElectionState): void {
    this.votes = votes.slice();
    this.heardAt = heardAt;
  }
}
