/**
 * A Raft server, after "In Search of an Understandable Consensus Algorithm (Extended Version)" by Ongaro and Ousterhout,
 * 2014, and, for what goes beyond it, Ongaro's dissertation "Consensus: Bridging Theory and Practice", 2014. Comments name
 * the section that argues each rule; those without a source are the paper's. Variables keep the paper's names.
 *
 * This file has the state that all parts share, the terms and the lives; each file beside it has one of the subjects.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import { StateMachine } from '../key-value/state-machine.ts';
import { Changes } from './changes.ts';
import type { Result } from './commands.ts';
import { Elections } from './elections.ts';
import { RaftLog } from './log.ts';
import { Membership } from './membership.ts';
import type { Index, RaftMessage, RaftNote, Term } from './messages.ts';
import type { RaftOptions } from './options.ts';
import { isJoint, type Configuration } from './quorum.ts';
import { Reads } from './reads.ts';
import { Replication } from './replication.ts';
import { onClientRequest } from './requests.ts';
import { Snapshots } from './snapshots.ts';
import { LeadershipTransfer } from './transfer.ts';

export type Role = 'follower' | 'pre-candidate' | 'candidate' | 'leader';

/** What is lost in a crash, or kept only so that the disk need not be read again. */
export interface VolatileState {
  readonly shared: Pick<RaftServer, 'currentTerm' | 'votedFor' | 'role' | 'leader' | 'commitIndex' | 'lastApplied' | 'damage'>;
  readonly saved: { readonly savedTerm: Term; readonly savedVote: NodeId | null };
  readonly log: ReturnType<RaftLog['capture']>;
  readonly machine: ReturnType<StateMachine['capture']>;
  readonly elections: ReturnType<Elections['capture']>;
  readonly replication: ReturnType<Replication['capture']>;
  readonly snapshots: ReturnType<Snapshots['capture']>;
  readonly changes: ReturnType<Changes['capture']>;
  readonly transfer: ReturnType<LeadershipTransfer['capture']>;
  readonly reads: ReturnType<Reads['capture']>;
}

export class RaftServer implements Process<RaftMessage> {
  // Figure 2, "Persistent state on all servers": kept here too, for reading; `persistTermAndVote` writes it.
  currentTerm: Term = 0;
  votedFor: NodeId | null = null;
  readonly log: RaftLog;

  // "Volatile state on all servers"
  role: Role = 'follower';
  /** The leader of the current term, where it is known. */
  leader: NodeId | null = null;
  commitIndex: Index = 0;
  lastApplied: Index = 0;
  readonly machine: StateMachine;
  /** What of the disk can't be read any more; a server that finds any stays out of everything. */
  damage: string | null = null;

  readonly membership: Membership;
  readonly elections: Elections;
  readonly replication: Replication;
  readonly snapshots: Snapshots;
  readonly changes: Changes;
  readonly transfer: LeadershipTransfer;
  readonly reads: Reads;
  readonly context: Context<RaftMessage, RaftNote>;
  readonly options: RaftOptions;

  /** What of the term and the vote is on the disk. */
  private savedTerm: Term = 0;
  private savedVote: NodeId | null = null;

  constructor(context: Context<RaftMessage, RaftNote>, options: RaftOptions) {
    this.context = context;
    this.options = options;
    this.log = new RaftLog(context.store, firstConfiguration(context.node, options));
    this.machine = new StateMachine(options.sessionLimit);
    this.membership = new Membership(this);
    this.elections = new Elections(this);
    this.replication = new Replication(this);
    this.snapshots = new Snapshots(this);
    this.changes = new Changes(this);
    this.transfer = new LeadershipTransfer(this);
    this.reads = new Reads(this);
  }

  onStart(): void {
    this.elections.begin();
  }

  /** Volatile state begins anew; the term, the vote, the log and the snapshot come from the disk. */
  onRestart(): void {
    this.damage = this.recover();
    if (this.damage !== null) {
      this.context.note({ note: 'out-of-service', why: this.damage });
      return;
    }
    const { snapshot, baseIndex, lastIndex } = this.log;
    if (snapshot) this.machine.fromRecords(snapshot.records);
    this.commitIndex = this.lastApplied = baseIndex;
    this.context.note({ note: 'recovered', term: this.currentTerm, entries: lastIndex - baseIndex, snapshot: baseIndex });
    this.elections.recover();
    this.elections.begin();
  }

  /**
   * Takes up what the disk has. What this server has told others rests on it: where it can't be read, the server can't keep
   * its word. @returns what can't be read, in words; null where all is well
   */
  recover(): string | null {
    const { store } = this.context;
    if (store.isDamaged('currentTerm')) return 'its term';
    if (store.isDamaged('votedFor')) return 'its vote';
    this.currentTerm = this.savedTerm = (store.get('currentTerm') as Term | undefined) ?? 0;
    this.votedFor = this.savedVote = (store.get('votedFor') as NodeId | null | undefined) ?? null;
    return this.log.recover();
  }

  onTimer(name: string): void {
    switch (name) {
      case 'election':
        return this.elections.onTimeout();
      case 'heartbeat':
        return this.replication.sendHeartbeats();
      case 'snapshot':
        return this.snapshots.take();
      case 'catch-up':
        return this.changes.giveUp();
      case 'transfer':
        return this.transfer.onTimeout();
    }
  }

  onMessage(from: NodeId, message: RaftMessage): void {
    if (this.damage !== null) return;
    switch (message.type) {
      case 'AppendEntries':
        return this.replication.onAppendEntries(from, message);
      case 'AppendEntriesReply':
        return this.replication.onAppendEntriesReply(from, message);
      case 'RequestVote':
        return this.elections.onRequestVote(from, message);
      case 'RequestVoteReply':
        return this.elections.onRequestVoteReply(from, message);
      case 'PreVote':
        return this.elections.onPreVote(from, message);
      case 'PreVoteReply':
        return this.elections.onPreVoteReply(from, message);
      case 'InstallSnapshot':
        return this.snapshots.onInstallSnapshot(from, message);
      case 'InstallSnapshotReply':
        return this.snapshots.onInstallSnapshotReply(from, message);
      case 'TimeoutNow':
        return this.transfer.onTimeoutNow(message);
      case 'ClientRequest':
        return onClientRequest(this, from, message);
      case 'TakeSnapshot':
        return this.snapshots.take();
      case 'ClientReply':
        return;
    }
  }

  // Terms and roles (section 5.1)

  /** "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower". */
  observeTerm(term: Term): void {
    if (term <= this.currentTerm) return;
    this.currentTerm = term;
    this.votedFor = null;
    this.leader = null;
    this.stepDown();
  }

  /** Before anything is answered, a changed term or vote is on disk (Figure 2). */
  persistTermAndVote(): void {
    if (this.savedTerm === this.currentTerm && this.savedVote === this.votedFor) return;
    this.writeTermAndVote();
    this.context.store.sync();
    this.savedTerm = this.currentTerm;
    this.savedVote = this.votedFor;
  }

  writeTermAndVote(): void {
    const { store } = this.context;
    if (this.savedTerm !== this.currentTerm) store.set('currentTerm', this.currentTerm);
    if (this.savedVote !== this.votedFor) store.set('votedFor', this.votedFor);
  }

  /** Hears from the leader of its term. "If AppendEntries RPC received from new leader: convert to follower" (section 5.2). */
  follow(leader: NodeId): void {
    this.stepDown();
    this.leader = leader;
    this.elections.hearLeader();
  }

  becomeLeader(votes: readonly NodeId[]): void {
    this.role = 'leader';
    this.leader = this.context.node;
    this.replication.begin();
    this.snapshots.begin();
    this.transfer.begin();
    this.context.note({ note: 'leader', term: this.currentTerm, votes: votes.slice() });
    this.context.cancelTimer('election');
    if (this.needsOwnEntry) this.replication.append({ kind: 'no-op', term: this.currentTerm });
    this.replication.sendHeartbeats();
    this.replication.advanceCommitIndex();
  }

  /** Whether there is something to do that has to wait for the commitment of an entry of the leader's own term. */
  private get needsOwnEntry(): boolean {
    const { isCommitted, configuration } = this.membership;
    return this.options.reads !== 'log' || !isCommitted || isJoint(configuration);
  }

  /** A leader that is no member any more leaves the lead to those who are. */
  resign(): void {
    this.context.note({ note: 'resigned', term: this.currentTerm });
    this.leader = null;
    this.becomeFollower();
  }

  private stepDown(): void {
    if (this.role === 'follower') return;
    this.context.note({ note: 'stepped-down', term: this.currentTerm, was: this.role });
    this.becomeFollower();
  }

  /** A leader has no election timer to go on with; a candidate keeps the one it has. */
  private becomeFollower(): void {
    if (this.role === 'leader') {
      this.context.cancelTimer('heartbeat');
      this.elections.resetTimer();
      this.changes.abandon();
      this.transfer.abandon();
      this.reads.abandon();
    }
    this.role = 'follower';
    this.elections.votes = [];
  }

  // Commitment (section 5.3)

  /** Takes it that the log is committed up to an index, and executes what is new. */
  commit(index: Index): void {
    if (index <= this.commitIndex) return;
    const isLeader = this.role === 'leader';
    this.context.note({ note: 'committed', first: this.commitIndex + 1, last: index, role: isLeader ? 'leader' : 'follower' });
    this.commitIndex = index;
    while (this.lastApplied < this.commitIndex) this.applyNext(isLeader);
    if (isLeader) {
      if (this.reads.waiting.length > 0) this.reads.onCommit();
      this.changes.onCommit();
    }
    if (this.options.snapshotThreshold > 0) this.snapshots.onApplied();
  }

  private applyNext(isLeader: boolean): void {
    const index = ++this.lastApplied;
    const entry = this.log.entryAt(index);
    if (entry.kind !== 'command') return;
    const { request } = entry;
    const result = this.machine.apply(request, index);
    if (isLeader) this.answer(request.client, request.serial, result);
  }

  /** Whether an entry of this leader's own term is committed, so that it knows what else is (section 8). */
  get hasCommittedInTerm(): boolean {
    return this.log.termAt(this.commitIndex) === this.currentTerm;
  }

  answer(client: NodeId, serial: number, result: Result): void {
    this.context.send(client, { type: 'ClientReply', serial, result, leader: this.context.node });
  }

  capture(): VolatileState {
    const { currentTerm, votedFor, role, leader, commitIndex, lastApplied, damage, savedTerm, savedVote } = this;
    return {
      shared: { currentTerm, votedFor, role, leader, commitIndex, lastApplied, damage },
      saved: { savedTerm, savedVote },
      log: this.log.capture(),
      machine: this.machine.capture(),
      elections: this.elections.capture(),
      replication: this.replication.capture(),
      snapshots: this.snapshots.capture(),
      changes: this.changes.capture(),
      transfer: this.transfer.capture(),
      reads: this.reads.capture(),
    };
  }

  restore(captured: unknown): void {
    const state = captured as VolatileState;
    Object.assign(this, state.shared, state.saved);
    this.log.restore(state.log);
    this.machine.restore(state.machine);
    this.elections.restore(state.elections);
    this.replication.restore(state.replication);
    this.snapshots.restore(state.snapshots);
    this.changes.restore(state.changes);
    this.transfer.restore(state.transfer);
    this.reads.restore(state.reads);
  }
}

/** A server that waits to be added knows of none. */
function firstConfiguration(node: NodeId, { servers, spares }: RaftOptions): Configuration {
  const members: NodeId[] = [];
  for (let server = 0; server < servers - spares; server++) members.push(server);
  return node < members.length ? [members] : [];
}
