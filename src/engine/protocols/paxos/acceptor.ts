/**
 * An acceptor: Lamport, "Paxos Made Simple", 2001, section 2.2. It may answer every request to prepare, and accept every
 * proposal, that it has not promised to leave alone (P1a). All that it ever needs to remember is on its disk, and is there
 * before it answers (section 2.5), so a crash makes no difference to it.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Ballot, Proposal } from './ballots.ts';
import type { Ensemble } from './ensemble.ts';
import type { AcceptorRecord, PaxosMessage, PaxosNote } from './messages.ts';

export const ACCEPTOR_CELL = 'acceptor';

export interface AcceptorOptions {
  readonly ensemble: Ensemble;
  /** Whether it tells proposers that they come too late. It need not, but then they find out only by waiting in vain (section 2.2). */
  readonly refusals: boolean;
}

/** What one has in mind that has never been asked. */
export const NOTHING_ACCEPTED: AcceptorRecord = { promised: 0, accepted: null };

export class Acceptor implements Process<PaxosMessage> {
  protected readonly context: Context<PaxosMessage, PaxosNote>;
  private readonly options: AcceptorOptions;

  constructor(context: Context<PaxosMessage, PaxosNote>, options: AcceptorOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  onRestart(): void {}

  onMessage(from: NodeId, message: PaxosMessage): void {
    if (message.type === 'prepare') this.onPrepare(from, message.ballot);
    if (message.type === 'accept') this.onAccept(from, { ballot: message.ballot, value: message.value });
    if (message.type === 'inquiry') this.onInquiry(from);
  }

  onTimer(): void {}

  /** A request that comes again is answered again, since the answer may be lost. That is safe as long as a ballot is one proposer's alone. */
  private onPrepare(proposer: NodeId, ballot: Ballot): void {
    const { promised, accepted } = this.record;
    if (ballot < promised) return this.refuse(proposer, ballot, promised);
    if (ballot > promised) this.remember({ promised: ballot, accepted });
    this.context.note({ note: 'promised', ballot, accepted });
    this.context.send(proposer, { type: 'promise', ballot, accepted });
  }

  private onAccept(proposer: NodeId, proposal: Proposal): void {
    const { promised, accepted } = this.record;
    if (!this.mayAccept(proposal.ballot, promised)) return this.refuse(proposer, proposal.ballot, promised);
    if (accepted?.ballot !== proposal.ballot || accepted.value !== proposal.value) {
      this.remember({ promised: proposal.ballot, accepted: proposal });
      this.context.note({ note: 'accepted', ...proposal });
    }
    for (const node of new Set([proposer, ...this.options.ensemble.learners])) this.context.send(node, { type: 'accepted', ...proposal });
  }

  protected mayAccept(ballot: Ballot, promised: Ballot): boolean {
    return ballot >= promised;
  }

  private onInquiry(learner: NodeId): void {
    const { accepted } = this.record;
    if (accepted) this.context.send(learner, { type: 'accepted', ...accepted });
  }

  private refuse(proposer: NodeId, ballot: Ballot, promised: Ballot): void {
    this.context.note({ note: 'refused', ballot, promised });
    if (this.options.refusals) this.context.send(proposer, { type: 'refused', ballot, promised });
  }

  protected get record(): AcceptorRecord {
    return (this.context.store.get(ACCEPTOR_CELL) as AcceptorRecord | undefined) ?? NOTHING_ACCEPTED;
  }

  /** Forced: proposers and learners count on what this acceptor says. */
  protected remember(record: AcceptorRecord): void {
    this.context.store.set(ACCEPTOR_CELL, record);
    this.context.store.sync();
  }

  capture(): null {
    return null;
  }

  restore(_: unknown): void {
    // Nothing is kept in memory.
  }
}
