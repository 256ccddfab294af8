/** The acceptor: what it promises, and what it accepts ("Paxos Made Simple", sections 2.2 and 3). */
import type { NodeId } from '../../sim/process.ts';
import type { Ballot, MultiPaxosMessage, Slot, Value } from './messages.ts';
import type { MultiPaxosServer } from './server.ts';

type Prepare = MultiPaxosMessage & { readonly type: 'Prepare' };
type Accept = MultiPaxosMessage & { readonly type: 'Accept' };

export class Acceptor {
  /** The highest ballot that it has seen: it takes no part in lower ones, in any slot. */
  promised: Ballot = 0;

  private readonly server: MultiPaxosServer;

  constructor(server: MultiPaxosServer) {
    this.server = server;
  }

  /** @returns what can't be read any more, in words; null where all is well */
  recover(): string | null {
    const { store } = this.server.context;
    if (store.isDamaged('promised')) return 'its promise';
    this.promised = (store.get('promised') as Ballot | undefined) ?? 0;
    return null;
  }

  promise(ballot: Ballot): void {
    this.promised = ballot;
    this.server.context.store.set('promised', ballot);
  }

  mayTakePart(ballot: Ballot): boolean {
    return ballot >= this.promised;
  }

  /** Phase 1b: one promise for all slots, with what it has accepted in those that are asked for. */
  onPrepare(candidate: NodeId, { ballot, from }: Prepare): void {
    const { server } = this;
    if (!this.mayTakePart(ballot)) return server.preempt(candidate);
    server.observe(ballot);
    server.candidacy.resetTimer();
    server.force();
    const { snapshot, entries } = server.replica.reportFrom(from);
    server.context.note({ note: 'promised', ballot, candidate, accepted: entries.map(({ slot }) => slot), snapshot: snapshot?.slot ?? null });
    server.context.send(candidate, { type: 'Promise', ballot, snapshot, entries });
  }

  /** Phase 2b. */
  onAccept(leader: NodeId, { ballot, slot, value, chosen }: Accept): void {
    const { server } = this;
    if (!this.mayTakePart(ballot)) return server.preempt(leader);
    server.follow(leader, ballot);
    this.accept(slot, ballot, value);
    server.replica.hear(chosen);
    server.force();
    server.context.send(leader, { type: 'Accepted', ballot, slot });
  }

  /** Where it knows what is chosen there is nothing to write: the leader of a later ballot can propose nothing else. */
  accept(slot: Slot, ballot: Ballot, value: Value): void {
    const { log, context } = this.server;
    if (log.isChosen(slot)) return;
    const known = log.at(slot);
    if (known?.ballot === ballot) return;
    log.accept(slot, ballot, value);
    context.note({ note: 'accepted', slot, ballot });
  }

  capture(): Ballot {
    return this.promised;
  }

  restore(promised: Ballot): void {
    this.promised = promised;
  }
}
