/** Handing over leadership (dissertation, section 3.10). */
import type { NodeId } from '../../sim/process.ts';
import type { TimeoutNow } from './messages.ts';
import type { RaftServer } from './server.ts';

interface Handover {
  readonly target: NodeId;
  /** Who asked for it. */
  readonly client: NodeId;
  readonly serial: number;
}

interface TransferState {
  readonly pending: Handover | null;
  readonly hasHandedOver: boolean;
}

export class LeadershipTransfer {
  pending: Handover | null = null;
  /**
   * Whether a server was told in this term to stand for election. From then on no promise protects this leader, whose lease
   * is void, though the handover be abandoned: the message may still be on its way.
   */
  hasHandedOver = false;

  private readonly server: RaftServer;

  constructor(server: RaftServer) {
    this.server = server;
  }

  /** A leadership begins. */
  begin(): void {
    this.hasHandedOver = false;
  }

  request(client: NodeId, serial: number, target: NodeId): void {
    const { context, membership, options } = this.server;
    if (target === context.node) {
      this.server.answer(client, serial, { done: true });
    } else if (!membership.has(target)) {
      this.server.answer(client, serial, { refused: target < options.servers ? 'not-a-member' : 'unknown-server' });
    } else if (this.pending && this.pending.target !== target) {
      this.server.answer(client, serial, { refused: 'transfer-under-way' });
    } else if (!this.pending) {
      this.pending = { target, client, serial };
      context.note({ note: 'transfer-begun', target });
      context.setTimer('transfer', options.electionTimeoutMax);
      this.server.replication.sendNext(target);
      this.handOver();
    }
  }

  /** The target's log has grown. */
  onMatched(follower: NodeId): void {
    if (this.pending?.target === follower) this.handOver();
  }

  /** Once the target has everything that this leader has, it can win an election. */
  private handOver(): void {
    const { context, currentTerm } = this.server;
    if (!this.pending || !this.isReady(this.pending.target)) return;
    const { target } = this.pending;
    this.hasHandedOver = true;
    context.note({ note: 'transfer-handed-over', target });
    context.send(target, { type: 'TimeoutNow', term: currentTerm });
  }

  isReady(target: NodeId): boolean {
    const { log, replication } = this.server;
    return replication.matchIndex[target] === log.lastIndex;
  }

  onTimeoutNow(message: TimeoutNow): void {
    const { server } = this;
    server.observeTerm(message.term);
    server.persistTermAndVote();
    if (message.term === server.currentTerm && server.role !== 'leader' && server.membership.mayStand) server.elections.start(true);
  }

  /** The target did not take over in about an election timeout: this leader goes on. */
  onTimeout(): void {
    if (!this.pending) return;
    const { client, serial, target } = this.pending;
    this.pending = null;
    this.server.context.note({ note: 'transfer-abandoned', target });
    this.server.answer(client, serial, { refused: 'transfer-timed-out' });
  }

  /** This server leads no more. The client asks the next leader whether it is the one that was wanted. */
  abandon(): void {
    if (!this.pending) return;
    this.pending = null;
    this.server.context.cancelTimer('transfer');
  }

  capture(): TransferState {
    return { pending: this.pending, hasHandedOver: this.hasHandedOver };
  }

  restore({ pending, hasHandedOver }: TransferState): void {
    this.pending = pending;
    this.hasHandedOver = hasHandedOver;
  }
}
