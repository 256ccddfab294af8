/**
 * A server of Multi-Paxos: an acceptor, a replica, and sometimes the leader. Lamport, "Paxos Made Simple", 2001, section 3,
 * and, for what an implementation needs besides, van Renesse and Altinbuken, "Paxos Made Moderately Complex", ACM Computing
 * Surveys 2015, and Chandra, Griesemer and Redstone, "Paxos Made Live", PODC 2007.
 *
 * This file has the state that all parts share, the roles and the lives; each file beside it has one of the subjects.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Outcome } from '../key-value/commands.ts';
import { majority } from '../paxos/ballots.ts';
import { Acceptor } from './acceptor.ts';
import { Candidacy } from './candidacy.ts';
import { Leadership } from './leadership.ts';
import { SlotLog } from './log.ts';
import type { Ballot, MultiPaxosMessage, MultiPaxosNote, Role } from './messages.ts';
import type { MultiPaxosOptions } from './options.ts';
import { Replica } from './replica.ts';

/** What is lost in a crash, or kept only so that the disk need not be read again. */
export interface ServerState {
  readonly role: Role;
  readonly leader: NodeId | null;
  readonly damage: string | null;
  readonly promised: Ballot;
  readonly log: ReturnType<SlotLog['capture']>;
  readonly candidacy: ReturnType<Candidacy['capture']>;
  readonly leadership: ReturnType<Leadership['capture']>;
  readonly replica: ReturnType<Replica['capture']>;
}

export class MultiPaxosServer implements Process<MultiPaxosMessage> {
  role: Role = 'follower';
  /** Who leads in the ballot that was promised, where that is known. */
  leader: NodeId | null = null;
  /** What of the disk can't be read any more; a server that finds any stays out of everything. */
  damage: string | null = null;

  readonly log: SlotLog;
  readonly acceptor: Acceptor;
  readonly candidacy: Candidacy;
  readonly leadership: Leadership;
  readonly replica: Replica;
  /** Ascending. */
  readonly others: readonly NodeId[];
  readonly quorum: number;
  readonly context: Context<MultiPaxosMessage, MultiPaxosNote>;
  readonly options: MultiPaxosOptions;

  constructor(context: Context<MultiPaxosMessage, MultiPaxosNote>, options: MultiPaxosOptions) {
    this.context = context;
    this.options = options;
    this.others = Array.from({ length: options.servers }, (_, id) => id).filter((id) => id !== context.node);
    this.quorum = majority(options.servers);
    this.log = new SlotLog(context.store);
    this.acceptor = new Acceptor(this);
    this.candidacy = new Candidacy(this);
    this.leadership = new Leadership(this);
    this.replica = new Replica(this);
  }

  onStart(): void {
    this.candidacy.resetTimer();
  }

  onRestart(): void {
    this.damage = this.acceptor.recover() ?? this.log.recover();
    if (this.damage !== null) {
      this.context.note({ note: 'out-of-service', why: this.damage });
      return;
    }
    this.replica.recover();
    this.context.note({ note: 'recovered', promised: this.ballot, executed: this.replica.executed, last: this.log.last });
    this.candidacy.resetTimer();
  }

  onTimer(name: string): void {
    switch (name) {
      case 'election':
        return this.candidacy.begin();
      case 'heartbeat':
        return this.leadership.beat();
      case 'snapshot':
        return this.replica.takeSnapshot();
    }
  }

  onMessage(from: NodeId, message: MultiPaxosMessage): void {
    if (this.damage !== null) return;
    switch (message.type) {
      case 'Prepare':
        return this.acceptor.onPrepare(from, message);
      case 'Promise':
        return this.candidacy.onPromise(from, message);
      case 'Accept':
        return this.acceptor.onAccept(from, message);
      case 'Accepted':
        return this.leadership.onAccepted(from, message);
      case 'Preempted':
        return this.onPreempted(message.ballot);
      case 'Heartbeat':
        return this.replica.onHeartbeat(from, message);
      case 'HeartbeatReply':
        return this.leadership.onHeartbeatReply(from, message);
      case 'CatchUp':
        return this.replica.onCatchUp(from, message.from);
      case 'Decided':
        return this.replica.onDecided(from, message);
      case 'ClientRequest':
        return this.leadership.onRequest(from, message);
      case 'ClientReply':
        return;
    }
  }

  /** The highest ballot that it has seen: its own while it leads or would lead. */
  get ballot(): Ballot {
    return this.acceptor.promised;
  }

  leadsIn(ballot: Ballot): boolean {
    return this.role === 'leader' && ballot === this.ballot;
  }

  /** Whoever sees a higher ballot takes no part in lower ones any more, least of all as their leader. */
  observe(ballot: Ballot): void {
    if (ballot <= this.ballot) return;
    const { ballot: before, role: was } = this;
    this.acceptor.promise(ballot);
    this.leader = null;
    if (was === 'follower') return;
    this.context.note({ note: 'preempted', ballot: before, by: ballot, was });
    this.stepDown();
  }

  /** Hears from the leader of a ballot that it may take part in. */
  follow(leader: NodeId, ballot: Ballot): void {
    this.observe(ballot);
    this.leader = leader;
    this.candidacy.resetTimer();
  }

  private stepDown(): void {
    this.role = 'follower';
    this.context.cancelTimer('heartbeat');
    this.candidacy.end();
    this.leadership.end();
    this.candidacy.resetTimer();
  }

  /** Tells a server that its ballot is over. */
  preempt(server: NodeId): void {
    this.context.send(server, { type: 'Preempted', ballot: this.ballot });
  }

  private onPreempted(ballot: Ballot): void {
    this.observe(ballot);
    this.force();
  }

  /** What was written is on the disk from here on. Whatever is said rests on that. */
  force(): void {
    this.context.store.sync();
  }

  answer(client: NodeId, serial: number, result: Outcome): void {
    this.context.send(client, { type: 'ClientReply', serial, result, leader: this.context.node });
  }

  capture(): ServerState {
    const { role, leader, damage } = this;
    return {
      role,
      leader,
      damage,
      promised: this.acceptor.capture(),
      log: this.log.capture(),
      candidacy: this.candidacy.capture(),
      leadership: this.leadership.capture(),
      replica: this.replica.capture(),
    };
  }

  restore(captured: unknown): void {
    const { role, leader, damage, promised, log, candidacy, leadership, replica } = captured as ServerState;
    Object.assign(this, { role, leader, damage });
    this.acceptor.restore(promised);
    this.log.restore(log);
    this.candidacy.restore(candidacy);
    this.leadership.restore(leadership);
    this.replica.restore(replica);
  }
}
