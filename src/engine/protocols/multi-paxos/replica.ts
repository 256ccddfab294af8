/**
 * The replica: it executes what is chosen, in the order of the slots, and learns what it has missed. What is executed is
 * collected, and a snapshot stands for it (Chandra, Griesemer and Redstone, "Paxos Made Live", PODC 2007, section 5.5; van
 * Renesse and Altinbuken 2015, section 4.2).
 */
import type { NodeId } from '../../sim/process.ts';
import { StateMachine, type StateRecord } from '../key-value/state-machine.ts';
import type { Entry, MultiPaxosMessage, Report, Slot, Snapshot } from './messages.ts';
import type { MultiPaxosServer } from './server.ts';

type Heartbeat = MultiPaxosMessage & { readonly type: 'Heartbeat' };
type Decided = MultiPaxosMessage & { readonly type: 'Decided' };

interface ReplicaState {
  readonly executed: Slot;
  readonly executedByAll: Slot;
  readonly machine: ReturnType<StateMachine['capture']>;
}

export class Replica {
  /** The last slot that it has executed, as it has all before it. */
  executed: Slot = 0;
  /** The last slot that every server is known to have executed. */
  executedByAll: Slot = 0;
  readonly machine = new StateMachine();

  private readonly server: MultiPaxosServer;

  constructor(server: MultiPaxosServer) {
    this.server = server;
  }

  /** Begins a life with what the disk has. */
  recover(): void {
    const { snapshot } = this.server.log;
    if (snapshot) this.become(snapshot);
    this.advance();
  }

  private become({ slot, records }: Snapshot): void {
    this.machine.fromRecords(records);
    this.executed = slot;
  }

  // Learning

  /** Takes up what another has told of slots that are chosen. */
  learn({ snapshot, entries }: Report): void {
    if (snapshot && snapshot.slot > this.executed) this.install(snapshot);
    for (const { slot, value } of entries) this.server.log.choose(slot, value);
    this.advance();
  }

  /** State transfer. */
  private install(snapshot: Snapshot): void {
    const { log, context } = this.server;
    this.become(snapshot);
    log.keep(snapshot);
    log.collect(snapshot.slot);
    context.note({ note: 'transferred', slot: snapshot.slot, records: snapshot.records.length });
  }

  /**
   * The leader of the ballot that this server has promised knows all slots up to one to be chosen. Then so is what it has
   * accepted in them from that leader; what it has accepted in other ballots need not be.
   */
  hear(chosen: Slot): void {
    const { log } = this.server;
    for (let slot = this.executed + 1; slot <= chosen; slot++) {
      const entry = log.at(slot);
      if (entry && this.isOfLeader(entry)) log.choose(slot, entry.value);
    }
    this.advance();
  }

  isOfLeader({ ballot }: Entry): boolean {
    return ballot === this.server.ballot;
  }

  onHeartbeat(leader: NodeId, { ballot, chosen, executedByAll }: Heartbeat): void {
    const { server } = this;
    if (!server.acceptor.mayTakePart(ballot)) return server.preempt(leader);
    server.follow(leader, ballot);
    this.hear(chosen);
    this.collect(executedByAll);
    server.force();
    server.context.send(leader, { type: 'HeartbeatReply', ballot, executed: this.executed });
    this.catchUp(leader, chosen);
  }

  private catchUp(leader: NodeId, chosen: Slot): void {
    if (this.executed >= chosen) return;
    const from = this.executed + 1;
    this.server.context.note({ note: 'behind', from, chosen });
    this.server.context.send(leader, { type: 'CatchUp', from });
  }

  onCatchUp(follower: NodeId, from: Slot): void {
    const { context, ballot, options } = this.server;
    if (this.executed < from) return;
    const { snapshot, entries } = this.reportFrom(from);
    const decided = entries.filter(({ slot, chosen }) => chosen && slot <= this.executed).slice(0, options.batch);
    context.send(follower, { type: 'Decided', ballot, chosen: this.executed, snapshot, entries: decided });
  }

  /**
   * Whoever knows what was chosen in a ballot has promised that ballot or a higher one. So it is with this message, or a
   * leader would take the choice of a later one for its own.
   */
  onDecided(from: NodeId, { ballot, chosen, snapshot, entries }: Decided): void {
    const { server } = this;
    server.observe(ballot);
    server.force();
    if (server.role === 'leader') return;
    const before = this.executed;
    this.learn({ snapshot, entries });
    if (this.executed > before) this.catchUp(from, chosen);
  }

  /** All that this server knows of the slots from one on. */
  reportFrom(from: Slot): Report {
    const { log } = this.server;
    const snapshot = from <= log.collected ? log.snapshot : null;
    return { snapshot, entries: log.from(Math.max(from, (snapshot?.slot ?? 0) + 1)) };
  }

  // Executing

  /** Executes what can be. Before anyone is answered, what the answer rests on is on the disk. */
  private advance(): void {
    const { server } = this;
    server.force();
    const first = this.executed + 1;
    for (let entry = this.nextToExecute(); entry; entry = this.nextToExecute()) this.execute(entry);
    if (this.executed < first) return;
    server.context.note({ note: 'executed', first, last: this.executed, role: server.role });
    if (this.isSnapshotDue()) server.context.setTimer('snapshot', 0);
  }

  /** A command waits until those of all slots before it are executed. */
  nextToExecute(): Entry | undefined {
    const entry = this.server.log.at(this.executed + 1);
    return entry?.chosen ? entry : undefined;
  }

  private execute({ slot, value }: Entry): void {
    this.executed = slot;
    if (value.kind === 'no-op') return;
    const { client, serial } = value.request;
    const result = this.machine.apply(value.request, slot);
    if (this.server.role === 'leader') this.server.answer(client, serial, result);
  }

  // Snapshots and garbage

  private isSnapshotDue(): boolean {
    const { snapshotInterval } = this.server.options;
    return snapshotInterval > 0 && this.executed - this.covered() >= snapshotInterval;
  }

  /** Not while others wait for this server's answer, but right after. */
  takeSnapshot(): void {
    if (!this.isSnapshotDue()) return;
    const { context, log } = this.server;
    const records = this.contents();
    log.keep({ slot: this.executed, records });
    context.note({ note: 'snapshot-taken', slot: this.executed, records: records.length });
    this.collect(this.executedByAll);
    this.server.force();
  }

  /** The state, sessions and all: without them a command could take effect again. */
  contents(): readonly StateRecord[] {
    return this.machine.toRecords();
  }

  /** Forgets slots for which the snapshot stands: those that nobody needs any more, and those that are too many to keep. */
  collect(executedByAll: Slot): void {
    const { context, log, options } = this.server;
    this.executedByAll = Math.max(this.executedByAll, executedByAll);
    const covered = this.covered();
    const upTo = Math.min(covered, Math.max(this.executedByAll, covered - options.retained));
    if (upTo <= log.collected) return;
    log.collect(upTo);
    context.note({ note: 'collected', upTo, executedByAll: upTo <= this.executedByAll });
  }

  /** The last slot for which the snapshot stands. */
  covered(): Slot {
    return this.server.log.snapshot?.slot ?? 0;
  }

  capture(): ReplicaState {
    return { executed: this.executed, executedByAll: this.executedByAll, machine: this.machine.capture() };
  }

  restore({ executed, executedByAll, machine }: ReplicaState): void {
    this.executed = executed;
    this.executedByAll = executedByAll;
    this.machine.restore(machine);
  }
}
