/** Reads that are not in the log, and see every write that was answered before them all the same (dissertation, section 6.4). */
import type { NodeId } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { Index } from './messages.ts';
import type { RaftOptions } from './options.ts';
import type { RaftServer } from './server.ts';

/** A read that waits until the leader is sure to be the leader. */
interface WaitingRead {
  readonly client: NodeId;
  readonly serial: number;
  readonly key: string;
  /** What has to be executed before it; null until an entry of the leader's own term is committed. */
  readonly readIndex: Index | null;
  /** The round of heartbeats, begun after the read came, whose answers show that the leader still led. */
  readonly round: number;
}

export class Reads {
  waiting: WaitingRead[] = [];

  private readonly server: RaftServer;

  constructor(server: RaftServer) {
    this.server = server;
  }

  request(client: NodeId, serial: number, key: string): void {
    const { context, commitIndex, options } = this.server;
    if (this.waiting.some((read) => read.client === client && read.serial === serial)) return;
    if (!this.knowsCommitIndex()) {
      this.waiting.push({ client, serial, key, readIndex: null, round: 0 });
      context.note({ note: 'read-waits', client, serial, why: 'own-term' });
    } else if (options.reads === 'lease' && this.holdsLease()) {
      this.serve(client, serial, key, 'lease');
    } else {
      this.waiting.push({ client, serial, key, readIndex: commitIndex, round: this.nextRound });
      context.note({ note: 'read-waits', client, serial, why: 'leadership' });
      this.confirm();
    }
  }

  /**
   * A new leader holds all committed entries but does not know which they are, until one of its own term is among them
   * (section 8): its commit index may be behind that of the leader before it.
   */
  knowsCommitIndex(): boolean {
    return this.server.hasCommittedInTerm;
  }

  onCommit(): void {
    if (!this.knowsCommitIndex() || this.waiting.every(({ readIndex }) => readIndex !== null)) return;
    const { commitIndex } = this.server;
    this.waiting = this.waiting.map((read) => (read.readIndex === null ? { ...read, readIndex: commitIndex, round: this.nextRound } : read));
    this.confirm();
  }

  get nextRound(): number {
    return this.server.replication.rounds.current + 1;
  }

  /** "The leader needs to make sure it hasn't been superseded": a round of heartbeats that a majority answers. */
  private confirm(): void {
    this.server.replication.sendToAll();
    this.onAcknowledged();
  }

  /** A follower has answered a round. */
  onAcknowledged(): void {
    const ready = this.waiting.filter((read) => this.isReady(read));
    if (ready.length === 0) return;
    this.waiting = this.waiting.filter((read) => !ready.includes(read));
    for (const { client, serial, key } of ready) this.serve(client, serial, key, 'read-index');
  }

  private isReady({ readIndex, round }: WaitingRead): boolean {
    return readIndex !== null && readIndex <= this.server.lastApplied && this.isConfirmed(round);
  }

  /** Whether this server still led after a round began. */
  isConfirmed(round: number): boolean {
    const { membership, replication } = this.server;
    return membership.quorumValue(replication.rounds.acknowledged) >= round;
  }

  private serve(client: NodeId, serial: number, key: string, by: 'read-index' | 'lease'): void {
    const { context, machine, lastApplied } = this.server;
    context.note({ note: 'read-served', client, serial, index: lastApplied, by });
    context.send(client, { type: 'ClientReply', serial, result: machine.read(key), leader: context.node });
  }

  // Leases (dissertation, section 6.4.1)

  /**
   * Whether nobody else can have been elected yet: a majority has answered a round of heartbeats, and has promised by that
   * not to vote for anyone for the shortest election timeout. The time counts from when the round was sent, since that
   * is all the leader knows of when it arrived.
   */
  holdsLease(): boolean {
    const { context, membership, replication, transfer } = this.server;
    if (transfer.hasHandedOver) return false;
    const began = this.beginningOfLease(membership.quorumValue(replication.rounds.acknowledged));
    if (began === undefined) return false;
    const elapsed = context.now() - began;
    return elapsed >= 0 && elapsed < this.leaseDuration();
  }

  beginningOfLease(round: number): Micros | undefined {
    return this.server.replication.rounds.beginningOf(round);
  }

  leaseDuration(): Micros {
    return leaseDuration(this.server.options);
  }

  /** A round of heartbeats begins. */
  noteRound(): void {
    const { context, replication } = this.server;
    const now = context.now();
    replication.rounds.noteBeginning(now, now - this.leaseDuration());
  }

  /** This server leads no more. Clients ask again. */
  abandon(): void {
    this.waiting = [];
  }

  capture(): readonly WaitingRead[] {
    return this.waiting.slice();
  }

  restore(waiting: readonly WaitingRead[]): void {
    this.waiting = waiting.slice();
  }
}

const MILLION = 1_000_000;

/**
 * How long a leader may count on a promise of the shortest election timeout, by its own clock: its clock may be as slow as
 * the bound allows and the voters' as fast. Clocks show whole microseconds, which costs one at either end.
 */
export function leaseDuration({ electionTimeoutMin, clockDriftBound }: Pick<RaftOptions, 'electionTimeoutMin' | 'clockDriftBound'>): Micros {
  return Math.max(0, Math.floor(((electionTimeoutMin - 1) * (MILLION - clockDriftBound)) / (MILLION + clockDriftBound)) - 1);
}
