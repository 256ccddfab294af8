/**
 * The leader: phase 2, slot by slot, with several slots under way ("Paxos Made Simple", section 3). A new leader begins with
 * the slots in which something may have been chosen, and fills the holes between them with no-ops.
 */
import type { NodeId } from '../../sim/process.ts';
import type { KeyValueCommand, Request } from '../key-value/commands.ts';
import type { Entry, MultiPaxosMessage, Slot, Value } from './messages.ts';
import type { MultiPaxosServer } from './server.ts';

interface Proposal {
  readonly value: Value;
  /** Who has accepted it, ascending. */
  readonly acceptors: readonly NodeId[];
  /** Whether a heartbeat's time has passed since it was sent. */
  readonly isOverdue: boolean;
}

interface LeadershipState {
  readonly adopted: ReadonlyMap<Slot, Value>;
  readonly horizon: Slot;
  readonly next: Slot;
  readonly proposals: ReadonlyMap<Slot, Proposal>;
  readonly queue: readonly Request[];
  readonly executedBy: readonly Slot[];
}

type Accepted = MultiPaxosMessage & { readonly type: 'Accepted' };
type HeartbeatReply = MultiPaxosMessage & { readonly type: 'HeartbeatReply' };
type ClientRequest = MultiPaxosMessage & { readonly type: 'ClientRequest' };

const NO_OP: Value = { kind: 'no-op' };

export class Leadership {
  /** Values that phase 1 has found and that are yet to be proposed. */
  private adopted = new Map<Slot, Value>();
  /** The last slot of which phase 1 has found anything. */
  private horizon: Slot = 0;
  /** The next slot to propose in. */
  private next: Slot = 1;
  /** What is proposed and not yet known to be chosen. */
  private proposals = new Map<Slot, Proposal>();
  /** Requests that wait for a slot of the window. */
  private queue: Request[] = [];
  /** By server: the last slot that it is known to have executed. */
  private executedBy: Slot[] = [];

  private readonly server: MultiPaxosServer;

  constructor(server: MultiPaxosServer) {
    this.server = server;
  }

  /** @param accepted by slot, the value of the highest ballot that any of a quorum has accepted */
  begin(promises: readonly NodeId[], accepted: ReadonlyMap<Slot, Entry>): void {
    const { server } = this;
    const { context, log, options, replica } = server;
    server.role = 'leader';
    server.leader = context.node;
    this.end();
    this.adopted = this.adopt(accepted);
    this.horizon = [...accepted.keys()].reduce((last, slot) => Math.max(last, slot), log.last);
    this.next = replica.executed + 1;
    this.executedBy = Array.from({ length: options.servers }, () => 0);
    context.cancelTimer('election');
    context.note({ note: 'took-over', ballot: server.ballot, promises, ...this.outlook() });
    server.candidacy.end();
    this.beat();
    this.proposeNext();
  }

  adopt(accepted: ReadonlyMap<Slot, Entry>): Map<Slot, Value> {
    const { log } = this.server;
    return new Map([...accepted].filter(([slot]) => !log.isChosen(slot)).map(([slot, { value }]) => [slot, value]));
  }

  private outlook(): { readonly adopted: readonly Slot[]; readonly holes: readonly Slot[] } {
    const open: Slot[] = [];
    for (let slot = this.next; slot <= this.horizon; slot++) if (!this.server.log.isChosen(slot)) open.push(slot);
    return { adopted: open.filter((slot) => this.adopted.has(slot)), holes: open.filter((slot) => !this.adopted.has(slot)) };
  }

  /** This server leads no more. Clients ask again. */
  end(): void {
    this.adopted = new Map();
    this.horizon = 0;
    this.next = 1;
    this.proposals = new Map();
    this.queue = [];
    this.executedBy = [];
  }

  // Phase 2

  /** Proposes in as many slots as there is something for, and as the window allows. */
  private proposeNext(): void {
    const { log, options, replica } = this.server;
    while (this.next <= replica.executed + options.window) {
      const slot = this.next;
      if (!log.isChosen(slot)) {
        const value = this.valueFor(slot);
        if (!value) return;
        this.next++;
        this.propose(slot, value);
      } else {
        this.next++;
      }
    }
  }

  /** @returns undefined while there is nothing to propose */
  private valueFor(slot: Slot): Value | undefined {
    const adopted = this.adopted.get(slot);
    if (adopted) return adopted;
    if (slot <= this.horizon) return NO_OP;
    const request = this.queue.shift();
    return request && { kind: 'command', request };
  }

  private propose(slot: Slot, value: Value): void {
    const { server } = this;
    const why = this.adopted.delete(slot) ? 'adopted' : slot <= this.horizon ? 'hole' : 'request';
    server.context.note({ note: 'proposed', slot, ballot: server.ballot, value, why });
    this.proposals.set(slot, { value, acceptors: [], isOverdue: false });
    server.acceptor.accept(slot, server.ballot, value);
    server.force();
    for (const other of server.others) this.send(other, slot, value);
    this.count(slot, server.context.node);
  }

  private send(acceptor: NodeId, slot: Slot, value: Value): void {
    const { context, ballot, replica } = this.server;
    context.send(acceptor, { type: 'Accept', ballot, slot, value, chosen: replica.executed });
  }

  onAccepted(acceptor: NodeId, { ballot, slot }: Accepted): void {
    if (!this.server.leadsIn(ballot)) return;
    this.count(slot, acceptor);
    this.proposeNext();
  }

  private count(slot: Slot, acceptor: NodeId): void {
    const proposal = this.proposals.get(slot);
    if (!proposal || proposal.acceptors.includes(acceptor)) return;
    const { value } = proposal;
    const acceptors = [...proposal.acceptors, acceptor].sort((one, other) => one - other);
    if (acceptors.length < this.acceptQuorum()) {
      this.proposals.set(slot, { ...proposal, acceptors });
      return;
    }
    const { context, ballot, replica } = this.server;
    this.proposals.delete(slot);
    context.note({ note: 'chosen', slot, ballot, value, acceptors });
    replica.learn({ snapshot: null, entries: [{ slot, ballot, value, chosen: true }] });
  }

  acceptQuorum(): number {
    return this.server.quorum;
  }

  // Heartbeats

  /** Says that it is there, and sends again what should have been answered by now. */
  beat(): void {
    const { context, options, others, ballot, replica } = this.server;
    for (const other of others) context.send(other, { type: 'Heartbeat', ballot, chosen: replica.executed, executedByAll: replica.executedByAll });
    for (const [slot, proposal] of this.proposals) {
      if (proposal.isOverdue) for (const other of others) if (!proposal.acceptors.includes(other)) this.send(other, slot, proposal.value);
      this.proposals.set(slot, { ...proposal, isOverdue: true });
    }
    context.setTimer('heartbeat', options.heartbeatInterval);
  }

  onHeartbeatReply(follower: NodeId, { ballot, executed }: HeartbeatReply): void {
    const { server } = this;
    if (!server.leadsIn(ballot)) return;
    this.executedBy[follower] = Math.max(this.executedBy[follower]!, executed);
    this.executedBy[server.context.node] = server.replica.executed;
    server.replica.collect(Math.min(...this.executedBy));
    server.force();
  }

  // Clients

  onRequest(client: NodeId, { serial, command }: ClientRequest): void {
    const { server } = this;
    if (server.role !== 'leader') {
      server.context.send(client, { type: 'ClientReply', serial, result: null, leader: server.leader });
      return;
    }
    this.serve(client, serial, command);
  }

  /** Reads too take a slot: a leader can't know by itself that it still leads. */
  serve(client: NodeId, serial: number, command: KeyValueCommand): void {
    const { server } = this;
    const known = server.replica.machine.resultOf(client, serial);
    if (known) {
      server.context.note({ note: 'duplicate-request', client, serial });
      server.answer(client, serial, known);
    } else if (!this.isUnderWay(client, serial)) {
      this.queue.push({ client, session: client, serial, command });
      this.proposeNext();
    }
  }

  /** A second slot for it would do no harm, since sessions see to that; but it would be a waste. */
  private isUnderWay(client: NodeId, serial: number): boolean {
    const isIt = (request: Request) => request.session === client && request.serial === serial;
    const isInSlot = (value: Value) => value.kind === 'command' && isIt(value.request);
    return this.queue.some(isIt) || [...this.adopted.values()].some(isInSlot) || [...this.proposals.values()].some(({ value }) => isInSlot(value));
  }

  capture(): LeadershipState {
    return {
      adopted: new Map(this.adopted),
      horizon: this.horizon,
      next: this.next,
      proposals: new Map(this.proposals),
      queue: this.queue.slice(),
      executedBy: this.executedBy.slice(),
    };
  }

  restore({ adopted, horizon, next, proposals, queue, executedBy }: LeadershipState): void {
    this.adopted = new Map(adopted);
    this.horizon = horizon;
    this.next = next;
    this.proposals = new Map(proposals);
    this.queue = queue.slice();
    this.executedBy = executedBy.slice();
  }
}
