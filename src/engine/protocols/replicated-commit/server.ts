/**
 * A server of Paxos Commit: an acceptor of every instance, and a leader for whoever asks it. Gray and Lamport, "Consensus on
 * Transaction Commit", ACM TODS 2006, section 4. The transaction manager of two-phase commit is replaced by 2F + 1 acceptors:
 * for each resource manager one instance of Paxos agrees on whether it has prepared, and any server can find out, or settle,
 * what the outcome is, as long as F + 1 of them are up. With F = 0 it is two-phase commit.
 *
 * Of the ways to commit over replicated groups it is the one that needs no log to be replicated first: what two-phase commit
 * over groups, as in Spanner, builds from consensus and from commit, it is at once, in four messages one after the other.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { including, parseTransaction, type Decision, type Transaction, type TransactionId } from '../atomic-commitment/transaction.ts';
import { majority, nextBallot, type Ballot } from '../paxos/ballots.ts';
import { outcomeOf, proposalFor, type Accepted, type Value } from './ballots.ts';
import type { AcceptorRecord, PaxosCommitMessage, PaxosCommitNote, Proposal } from './messages.ts';

export interface ServerOptions {
  /** The servers are the nodes 0 to servers - 1: 2F + 1 of them, to live through the failure of F. */
  readonly servers: number;
  /** Every node that may have a part in a transaction. */
  readonly resourceManagers: readonly NodeId[];
  /** How long a leader waits for a ballot, of four messages one after the other, before it begins another; at most twice as long. */
  readonly ballotTimeout: Micros;
}

/** What a leader knows of a transaction of which it seeks the outcome. */
interface Led {
  readonly participants: readonly NodeId[];
  readonly ballot: Ballot;
  /** Phase 1: who has promised, and all that they have accepted. Null once the phase is over; ballot 0 has none. */
  readonly promises: { readonly from: readonly NodeId[]; readonly accepted: readonly Accepted[] } | null;
  /** Phase 2: who has accepted what in this ballot. */
  readonly votes: readonly (Proposal & { readonly acceptors: readonly NodeId[] })[];
}

interface VolatileState {
  readonly led: ReadonlyMap<TransactionId, Led>;
  readonly outcomes: ReadonlyMap<TransactionId, Decision>;
}

const NOTHING: AcceptorRecord = { promised: 0, accepted: [] };

export class CommitServer implements Process<PaxosCommitMessage> {
  // The leader's. Nothing of it needs a disk: another ballot finds it out again.
  private led = new Map<TransactionId, Led>();
  private outcomes = new Map<TransactionId, Decision>();

  protected readonly context: Context<PaxosCommitMessage, PaxosCommitNote>;
  protected readonly options: ServerOptions;

  constructor(context: Context<PaxosCommitMessage, PaxosCommitNote>, options: ServerOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  /** What it has promised and accepted is on its disk; what it led, whoever needs it will ask for. */
  onRestart(): void {}

  /** Begins a transaction, of which this server is the first leader. @throws SyntaxError for a command that can't be read */
  onCommand(text: string): void {
    const { transaction, participants } = parseTransaction(text, this.options.resourceManagers, 'r');
    if (this.led.has(transaction) || this.outcomes.has(transaction)) return;
    this.context.note({ note: 'began', transaction, participants });
    this.led.set(transaction, { participants, ballot: 0, promises: null, votes: [] });
    for (const participant of participants) this.context.send(participant, { type: 'prepare', transaction, participants });
    this.setBallotTimer(transaction);
  }

  onMessage(from: NodeId, message: PaxosCommitMessage): void {
    switch (message.type) {
      case 'phase-1a':
        return this.onPhase1a(from, message.transaction, message.ballot);
      case 'phase-1b':
        return this.onPhase1b(from, message.transaction, message.ballot, message.accepted);
      case 'phase-2a':
        return this.onPhase2a(message.leader, message.transaction, message.ballot, message.proposals);
      case 'phase-2b':
        return this.onPhase2b(from, message.transaction, message.ballot, message.proposals);
      case 'inquiry':
        return this.onInquiry(from, message);
      case 'prepare':
      case 'decision':
        return;
    }
  }

  /** The ballot has failed, or a resource manager keeps silent. */
  onTimer(name: string): void {
    const [, transaction = ''] = name.split(' ');
    const led = this.led.get(transaction);
    if (led) this.beginBallot(transaction, led.participants);
  }

  // The acceptor

  private onPhase1a(leader: NodeId, transaction: TransactionId, ballot: Ballot): void {
    const { promised, accepted } = this.recordOf(transaction);
    if (!this.mayTakePart(ballot, promised)) return;
    this.remember(transaction, { promised: ballot, accepted });
    this.context.note({ note: 'promised', transaction, ballot });
    this.pass(leader, { type: 'phase-1b', transaction, ballot, accepted });
  }

  private onPhase2a(leader: NodeId, transaction: TransactionId, ballot: Ballot, proposals: readonly Proposal[]): void {
    const { promised, accepted } = this.recordOf(transaction);
    if (!this.mayTakePart(ballot, promised)) return;
    const others = accepted.filter(({ instance }) => !proposals.some((proposal) => proposal.instance === instance));
    const added = proposals.map(({ instance, value }) => ({ instance, ballot, value }));
    this.remember(transaction, { promised: ballot, accepted: [...others, ...added].sort((one, other) => one.instance - other.instance) });
    this.context.note({ note: 'accepted', transaction, ballot, proposals });
    this.pass(leader, { type: 'phase-2b', transaction, ballot, proposals });
  }

  protected mayTakePart(ballot: Ballot, promised: Ballot): boolean {
    return ballot >= promised;
  }

  private recordOf(transaction: TransactionId): AcceptorRecord {
    return (this.context.store.get(transaction) as AcceptorRecord | undefined) ?? NOTHING;
  }

  /** A message that comes again changes nothing, and costs no write. */
  private remember(transaction: TransactionId, record: AcceptorRecord): void {
    const { promised, accepted } = this.recordOf(transaction);
    const isKnown = record.promised === promised && record.accepted.length === accepted.length && record.accepted.every((each, position) => isSame(each, accepted[position]!));
    if (!isKnown) this.record(transaction, record);
  }

  /** Forced: a leader counts on what this acceptor says. */
  protected record(transaction: TransactionId, record: AcceptorRecord): void {
    this.context.store.set(transaction, record);
    this.context.store.sync();
  }

  // The leader

  private beginBallot(transaction: TransactionId, participants: readonly NodeId[]): void {
    const ballot = nextBallot(this.recordOf(transaction).promised, this.context.node, this.options.servers);
    this.context.note({ note: 'ballot', transaction, ballot });
    this.led.set(transaction, { participants, ballot, promises: { from: [], accepted: [] }, votes: [] });
    this.setBallotTimer(transaction);
    this.passAll({ type: 'phase-1a', transaction, ballot });
  }

  private onPhase1b(from: NodeId, transaction: TransactionId, ballot: Ballot, accepted: readonly Accepted[]): void {
    const led = this.led.get(transaction);
    if (!led?.promises || led.ballot !== ballot || led.promises.from.includes(from)) return;
    const promises = { from: including(led.promises.from, from), accepted: inOrder([...led.promises.accepted, ...accepted]) };
    if (promises.from.length < this.quorum()) {
      this.led.set(transaction, { ...led, promises });
    } else {
      this.led.set(transaction, { ...led, promises: null });
      this.passAll({ type: 'phase-2a', transaction, ballot, leader: this.context.node, proposals: led.participants.map((instance) => ({ instance, value: this.propose(instance, promises.accepted) })) });
    }
  }

  protected propose(instance: NodeId, accepted: readonly Accepted[]): Value {
    return proposalFor(instance, accepted);
  }

  private onPhase2b(from: NodeId, transaction: TransactionId, ballot: Ballot, proposals: readonly Proposal[]): void {
    const led = this.led.get(transaction);
    if (led?.ballot !== ballot) return;
    const votes = proposals.reduce((sofar, proposal) => withVote(sofar, proposal, from), led.votes);
    this.led.set(transaction, { ...led, votes });
    const chosen = new Map(votes.filter(({ acceptors }) => acceptors.length >= this.quorum()).map(({ instance, value }) => [instance, value]));
    const decision = this.outcome(led.participants, chosen);
    if (decision) this.conclude(transaction, led, decision);
  }

  /** How many acceptors choose. */
  quorum(): number {
    return majority(this.options.servers);
  }

  protected outcome(participants: readonly NodeId[], chosen: ReadonlyMap<NodeId, Value>): Decision | undefined {
    return outcomeOf(participants, chosen);
  }

  private conclude(transaction: TransactionId, { participants, ballot }: Led, decision: Decision): void {
    this.led.delete(transaction);
    this.outcomes.set(transaction, decision);
    this.context.cancelTimer(`ballot ${transaction}`);
    this.context.note({ note: 'chosen', transaction, ballot, decision });
    for (const participant of participants) this.context.send(participant, { type: 'decision', transaction, decision });
  }

  private onInquiry(from: NodeId, { transaction, participants }: Transaction): void {
    const decision = this.outcomes.get(transaction);
    if (decision) this.context.send(from, { type: 'decision', transaction, decision });
    else if (!this.led.has(transaction)) this.beginBallot(transaction, participants);
  }

  /** Drawn, so that two leaders do not for ever begin their ballots in each other's way. */
  private setBallotTimer(transaction: TransactionId): void {
    const { ballotTimeout } = this.options;
    this.context.setTimer(`ballot ${transaction}`, this.context.random.between(ballotTimeout, 2 * ballotTimeout));
  }

  get isSettled(): boolean {
    return this.led.size === 0;
  }

  capture(): VolatileState {
    return { led: new Map(this.led), outcomes: new Map(this.outcomes) };
  }

  restore(state: unknown): void {
    const { led, outcomes } = state as VolatileState;
    this.led = new Map(led);
    this.outcomes = new Map(outcomes);
  }

  /** The acceptor and the leader of one server need no network between them. */
  private pass(server: NodeId, message: PaxosCommitMessage): void {
    if (server === this.context.node) this.onMessage(server, message);
    else this.context.send(server, message);
  }

  private passAll(message: PaxosCommitMessage): void {
    for (let server = 0; server < this.options.servers; server++) this.pass(server, message);
  }
}

type Votes = Led['votes'];

function withVote(votes: Votes, { instance, value }: Proposal, acceptor: NodeId): Votes {
  const known = votes.find((vote) => vote.instance === instance && vote.value === value);
  const others = votes.filter((vote) => vote !== known);
  return [...others, { instance, value, acceptors: including(known?.acceptors ?? [], acceptor) }].sort((one, other) => one.instance - other.instance || (one.value < other.value ? -1 : 1));
}

/** What several acceptors have accepted, each different thing once, in an order of its own. */
function inOrder(accepted: readonly Accepted[]): readonly Accepted[] {
  const sorted = [...accepted].sort((one, other) => one.instance - other.instance || one.ballot - other.ballot || (one.value < other.value ? -1 : Number(one.value !== other.value)));
  return sorted.filter((each, position) => position === 0 || !isSame(each, sorted[position - 1]!));
}

function isSame(one: Accepted, other: Accepted): boolean {
  return one.instance === other.instance && one.ballot === other.ballot && one.value === other.value;
}
