/**
 * How a server comes to lead: it hears from no leader for a while, and begins phase 1 with a ballot of its own, once for all
 * slots of which it does not know what is chosen ("Paxos Made Simple", section 3).
 */
import type { NodeId } from '../../sim/process.ts';
import { nextBallot } from '../paxos/ballots.ts';
import type { Ballot, Entry, MultiPaxosMessage, Report, Slot } from './messages.ts';
import type { MultiPaxosServer } from './server.ts';

type PromiseMessage = MultiPaxosMessage & { readonly type: 'Promise' };

interface CandidacyState {
  readonly promises: readonly NodeId[];
  readonly accepted: ReadonlyMap<Slot, Entry>;
}

export class Candidacy {
  /** Who has promised, ascending. */
  promises: readonly NodeId[] = [];
  /** Of what those have accepted, by slot, what has the highest ballot. */
  private accepted = new Map<Slot, Entry>();

  private readonly server: MultiPaxosServer;

  constructor(server: MultiPaxosServer) {
    this.server = server;
  }

  /** Drawn, so that two servers do not for ever begin their ballots in each other's way. */
  resetTimer(): void {
    const { context, options } = this.server;
    context.setTimer('election', context.random.between(options.electionTimeoutMin, options.electionTimeoutMax));
  }

  /** Phase 1a. */
  begin(): void {
    const { server } = this;
    const ballot = this.nextBallot();
    const from = this.firstSlotAsked();
    server.leader = null;
    server.role = 'candidate';
    server.acceptor.promise(ballot);
    server.force();
    server.context.note({ note: 'campaign', ballot, from });
    this.resetTimer();
    this.promises = [];
    this.accepted = new Map();
    for (const other of server.others) server.context.send(other, { type: 'Prepare', ballot, from });
    this.take(server.context.node, { snapshot: null, entries: server.log.from(from) });
  }

  /** Higher than any that it has seen, and no other server's. */
  nextBallot(): Ballot {
    const { acceptor, context, options } = this.server;
    return nextBallot(acceptor.promised, context.node, options.servers);
  }

  /** What is chosen before it, it knows. */
  firstSlotAsked(): Slot {
    return this.server.replica.executed + 1;
  }

  onPromise(acceptor: NodeId, { ballot, snapshot, entries }: PromiseMessage): void {
    const { server } = this;
    if (server.role !== 'candidate' || ballot !== server.ballot || this.promises.includes(acceptor)) return;
    this.take(acceptor, { snapshot, entries });
  }

  private take(acceptor: NodeId, { snapshot, entries }: Report): void {
    const { server } = this;
    this.promises = [...this.promises, acceptor].sort((one, other) => one - other);
    server.replica.learn({ snapshot, entries: entries.filter(({ chosen }) => chosen) });
    for (const entry of entries) if (!entry.chosen) this.consider(entry);
    if (this.promises.length >= server.quorum) server.leadership.begin(this.promises, this.accepted);
  }

  /** Only the value of the highest ballot may have been chosen. */
  private consider(entry: Entry): void {
    const known = this.accepted.get(entry.slot);
    if (!known || this.supersedes(entry, known)) this.accepted.set(entry.slot, entry);
  }

  supersedes(entry: Entry, known: Entry): boolean {
    return entry.ballot > known.ballot;
  }

  /** What it was about is over. */
  end(): void {
    this.promises = [];
    this.accepted = new Map();
  }

  capture(): CandidacyState {
    return { promises: this.promises, accepted: new Map(this.accepted) };
  }

  restore({ promises, accepted }: CandidacyState): void {
    this.promises = promises;
    this.accepted = new Map(accepted);
  }
}
