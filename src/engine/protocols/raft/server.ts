/**
 * A Raft server, after "In Search of an Understandable Consensus Algorithm (Extended Version)" by Ongaro and Ousterhout,
 * 2014. Figure 2 is the whole of it; comments name the section that argues each rule. Variables keep the paper's names.
 *
 * This file has the server's state, its terms and its lives; each of the parts beside it has one of the paper's subjects.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import { Elections } from './elections.ts';
import { RaftLog } from './log.ts';
import type { ClientRequest, Entry, Index, RaftMessage, RaftNote, Term } from './messages.ts';
import type { RaftOptions } from './options.ts';
import { Replication } from './replication.ts';
import { Snapshots } from './snapshots.ts';
import { StateMachine, type StateMachineState } from './state-machine.ts';

export type Role = 'follower' | 'candidate' | 'leader';

interface VolatileState {
  readonly role: Role;
  readonly leader: NodeId | null;
  readonly currentTerm: Term;
  readonly votedFor: NodeId | null;
  readonly savedTerm: Term;
  readonly savedVote: NodeId | null;
  readonly commitIndex: Index;
  readonly lastApplied: Index;
  readonly votes: readonly NodeId[];
  readonly nextIndex: Int32Array;
  readonly matchIndex: Int32Array;
  readonly log: ReturnType<RaftLog['capture']>;
  readonly snapshots: ReturnType<Snapshots['capture']>;
  readonly machine: StateMachineState;
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
  readonly machine = new StateMachine();

  readonly elections: Elections;
  readonly replication: Replication;
  readonly snapshots: Snapshots;
  readonly context: Context<RaftMessage, RaftNote>;
  readonly options: RaftOptions;

  /** What of the term and the vote is on the disk. */
  private savedTerm: Term = 0;
  private savedVote: NodeId | null = null;

  constructor(context: Context<RaftMessage, RaftNote>, options: RaftOptions) {
    this.context = context;
    this.options = options;
    this.log = new RaftLog(context.store);
    this.elections = new Elections(this);
    this.replication = new Replication(this);
    this.snapshots = new Snapshots(this);
  }

  onStart(): void {
    this.elections.resetTimer();
  }

  /** Volatile state begins anew; the term, the vote, the log and the snapshot come from the disk. */
  onRestart(): void {
    const { store } = this.context;
    this.currentTerm = this.savedTerm = (store.get('currentTerm') as Term | undefined) ?? 0;
    this.votedFor = this.savedVote = (store.get('votedFor') as NodeId | null | undefined) ?? null;
    this.log.recover();
    const { snapshot, baseIndex, lastIndex } = this.log;
    if (snapshot) this.machine.fromRecords(snapshot.records);
    this.commitIndex = this.lastApplied = baseIndex;
    this.context.note({ note: 'recovered', term: this.currentTerm, entries: lastIndex - baseIndex, snapshot: baseIndex });
    this.elections.resetTimer();
  }

  onTimer(name: string): void {
    if (name === 'election') this.elections.start();
    else this.replication.sendHeartbeats();
  }

  onMessage(from: NodeId, message: RaftMessage): void {
    switch (message.type) {
      case 'RequestVote':
        return this.elections.onRequestVote(from, message);
      case 'RequestVoteReply':
        return this.elections.onRequestVoteReply(from, message);
      case 'AppendEntries':
        return this.replication.onAppendEntries(from, message);
      case 'AppendEntriesReply':
        return this.replication.onAppendEntriesReply(from, message);
      case 'InstallSnapshot':
        return this.snapshots.onInstallSnapshot(from, message);
      case 'InstallSnapshotReply':
        return this.snapshots.onInstallSnapshotReply(from, message);
      case 'ClientRequest':
        return this.onClientRequest(from, message);
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

  /** Hears from the leader of its term. "If AppendEntries RPC received from new leader: convert to follower" (section 5.2). */
  follow(leader: NodeId): void {
    this.stepDown();
    this.leader = leader;
    this.elections.resetTimer();
  }

  becomeLeader(votes: readonly NodeId[]): void {
    this.role = 'leader';
    this.leader = this.context.node;
    this.replication.begin();
    this.snapshots.begin();
    this.context.note({ note: 'leader', term: this.currentTerm, votes: votes.slice() });
    this.context.cancelTimer('election');
    this.replication.sendHeartbeats();
  }

  /** A leader has no election timer to go on with; a candidate keeps the one it has. */
  private stepDown(): void {
    if (this.role === 'follower') return;
    this.context.note({ note: 'stepped-down', term: this.currentTerm, was: this.role });
    if (this.role === 'leader') {
      this.context.cancelTimer('heartbeat');
      this.elections.resetTimer();
    }
    this.role = 'follower';
    this.elections.votes = [];
  }

  writeTermAndVote(): void {
    const { store } = this.context;
    if (this.savedTerm !== this.currentTerm) store.set('currentTerm', this.currentTerm);
    if (this.savedVote !== this.votedFor) store.set('votedFor', this.votedFor);
  }

  // Commitment (section 5.3)

  /** Takes it that the log is committed up to an index, and executes what is new. */
  commit(index: Index): void {
    if (index <= this.commitIndex) return;
    const isLeader = this.role === 'leader';
    this.context.note({ note: 'committed', first: this.commitIndex + 1, last: index, role: isLeader ? 'leader' : 'follower' });
    this.commitIndex = index;
    while (this.lastApplied < this.commitIndex) {
      this.lastApplied++;
      const { request } = this.log.entryAt(this.lastApplied);
      const result = this.machine.apply(request);
      if (isLeader) this.context.send(request.client, { type: 'ClientReply', serial: request.serial, result, leader: this.context.node });
    }
    this.snapshots.takeWhenDue();
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
    this.replication.propose({ term: this.currentTerm, request: { client, serial, command } } satisfies Entry);
  }

  sendToPeers(message: RaftMessage): void {
    for (let peer = 0; peer < this.options.servers; peer++) {
      if (peer !== this.context.node) this.context.send(peer, message);
    }
  }

  capture(): VolatileState {
    const { role, leader, currentTerm, votedFor, savedTerm, savedVote, commitIndex, lastApplied } = this;
    return {
      role,
      leader,
      currentTerm,
      votedFor,
      savedTerm,
      savedVote,
      commitIndex,
      lastApplied,
      votes: this.elections.votes.slice(),
      nextIndex: this.replication.nextIndex.slice(),
      matchIndex: this.replication.matchIndex.slice(),
      log: this.log.capture(),
      snapshots: this.snapshots.capture(),
      machine: this.machine.capture(),
    };
  }

  restore(state: unknown): void {
    const { votes, nextIndex, matchIndex, log, snapshots, machine, ...rest } = state as VolatileState;
    Object.assign(this, rest);
    this.elections.votes = votes.slice();
    this.replication.nextIndex = nextIndex.slice();
    this.replication.matchIndex = matchIndex.slice();
    this.log.restore(log);
    this.snapshots.restore(snapshots);
    this.machine.restore(machine);
  }
}
