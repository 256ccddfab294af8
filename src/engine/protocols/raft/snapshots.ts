/** Log compaction (extended paper, section 7): taking a snapshot, and bringing one to a follower that is too far behind. */
import type { NodeId } from '../../sim/process.ts';
import type { StateRecord } from '../key-value/state-machine.ts';
import type { InstallSnapshot, InstallSnapshotReply, Snapshot, Term } from './messages.ts';
import type { RaftServer } from './server.ts';

/** A snapshot on its way to a follower, which has the records before the offset. */
interface Outgoing {
  readonly snapshot: Snapshot;
  readonly offset: number;
}

/** What has come of a snapshot from the leader of a term. */
interface Incoming {
  readonly term: Term;
  readonly snapshot: Snapshot;
}

interface Transfers {
  readonly outgoing: readonly (Outgoing | null)[];
  readonly incoming: Incoming | null;
}

export class Snapshots {
  /** By follower, of those that need one. */
  private outgoing: (Outgoing | null)[] = [];
  private incoming: Incoming | null = null;

  private readonly server: RaftServer;

  constructor(server: RaftServer) {
    this.server = server;
  }

  // Taking one

  /** Entries were executed, and snapshots are wanted. One is not taken while others wait for this server's answer, but right after. */
  onApplied(): void {
    const { context, lastApplied, log, options } = this.server;
    if (lastApplied - log.baseIndex >= options.snapshotThreshold) context.setTimer('snapshot', 0);
  }

  /** "Each server takes snapshots independently, covering just the committed entries in its log." */
  take(): void {
    const { lastApplied, log, context } = this.server;
    if (lastApplied <= log.baseIndex) return;
    const { configuration } = log.configurationAt(lastApplied);
    const snapshot: Snapshot = { lastIncludedIndex: lastApplied, lastIncludedTerm: log.termAt(lastApplied), configuration, records: this.contents() };
    log.compact(snapshot);
    context.store.sync();
    context.note({ note: 'snapshot-taken', index: lastApplied, records: snapshot.records.length });
  }

  /** The state, sessions and all: without them a command could take effect again. */
  contents(): readonly StateRecord[] {
    return this.server.machine.toRecords();
  }

  // The leader's side of Figure 13

  /** A leadership begins: what an earlier one was sending is forgotten. */
  begin(): void {
    this.outgoing = [];
  }

  /**
   * Sends the part of the snapshot that the follower waits for, as far as is known. A snapshot of which it has a part is
   * finished, though there may be a later one by now: otherwise a busy leader might never come to the end of one.
   */
  send(follower: NodeId): void {
    const { context, currentTerm, log, options, replication } = this.server;
    const begun = this.outgoing[follower];
    const snapshot = begun && begun.offset > 0 ? begun.snapshot : log.snapshot;
    if (!snapshot) return;
    const offset = begun?.offset ?? 0;
    this.outgoing[follower] = { snapshot, offset };
    const { lastIncludedIndex, lastIncludedTerm, configuration } = snapshot;
    const end = options.snapshotChunk === 0 ? snapshot.records.length : offset + options.snapshotChunk;
    const records = snapshot.records.slice(offset, end);
    context.send(follower, {
      type: 'InstallSnapshot',
      term: currentTerm,
      lastIncludedIndex,
      lastIncludedTerm,
      configuration,
      offset,
      records,
      done: end >= snapshot.records.length,
      round: replication.rounds.current,
    });
  }

  onInstallSnapshotReply(follower: NodeId, message: InstallSnapshotReply): void {
    const { server } = this;
    server.observeTerm(message.term);
    server.persistTermAndVote();
    if (server.role !== 'leader' || message.term !== server.currentTerm) return;
    server.replication.acknowledged(follower, message.round);
    const outgoing = this.outgoing[follower];
    if (!outgoing || outgoing.snapshot.lastIncludedIndex !== message.lastIncludedIndex) return;
    if (message.installed) {
      this.outgoing[follower] = null;
      server.replication.matched(follower, message.lastIncludedIndex);
    } else if (message.received !== outgoing.offset) {
      // Also a step back: a follower that restarted has lost the parts that it had.
      this.outgoing[follower] = { snapshot: outgoing.snapshot, offset: message.received };
      this.send(follower);
    }
  }

  // The follower's side

  onInstallSnapshot(leader: NodeId, message: InstallSnapshot): void {
    const { server } = this;
    server.observeTerm(message.term);
    server.persistTermAndVote();
    if (message.term < server.currentTerm) {
      this.reply(leader, message, false, 0);
      return;
    }
    server.follow(leader);
    if (message.lastIncludedIndex > server.commitIndex) {
      const snapshot = this.receive(message);
      if (!snapshot) {
        this.reply(leader, message, false, this.incoming?.snapshot.records.length ?? 0);
        return;
      }
      this.install(snapshot);
    }
    this.incoming = null;
    this.reply(leader, message, true, 0);
  }

  /** Adds the part that it waits for to those that came before. @returns the snapshot where that makes it whole */
  private receive({ term, lastIncludedIndex, lastIncludedTerm, configuration, offset, records, done }: InstallSnapshot): Snapshot | null {
    const known = this.incoming?.term === term && this.incoming.snapshot.lastIncludedIndex === lastIncludedIndex ? this.incoming.snapshot.records : [];
    const isNext = this.isNextPart(offset, known.length);
    const snapshot: Snapshot = { lastIncludedIndex, lastIncludedTerm, configuration, records: isNext ? known.concat(records) : known };
    this.incoming = { term, snapshot };
    return isNext && done ? snapshot : null;
  }

  isNextPart(offset: number, received: number): boolean {
    return offset === received;
  }

  /** Figure 13, steps 5 to 8. The state is reset in either case, since what follows is executed on top of it. */
  private install(snapshot: Snapshot): void {
    const { server } = this;
    const { context, log, machine } = server;
    const keptSuffix = this.keepsSuffix(snapshot);
    if (keptSuffix) log.compact(snapshot);
    else log.replaceBy(snapshot);
    context.store.sync();
    machine.fromRecords(snapshot.records);
    server.commitIndex = server.lastApplied = snapshot.lastIncludedIndex;
    context.note({ note: 'snapshot-installed', index: snapshot.lastIncludedIndex, keptSuffix });
  }

  /** "If existing log entry has same index and term as snapshot's last included entry, retain log entries following it." */
  keepsSuffix({ lastIncludedIndex, lastIncludedTerm }: Snapshot): boolean {
    return this.server.log.holds(lastIncludedIndex, lastIncludedTerm);
  }

  private reply(leader: NodeId, { lastIncludedIndex, round }: InstallSnapshot, installed: boolean, received: number): void {
    const { context, currentTerm } = this.server;
    context.send(leader, { type: 'InstallSnapshotReply', term: currentTerm, lastIncludedIndex, installed, received, round });
  }

  capture(): Transfers {
    return { outgoing: this.outgoing.slice(), incoming: this.incoming };
  }

  restore({ outgoing, incoming }: Transfers): void {
    this.outgoing = outgoing.slice();
    this.incoming = incoming;
  }
}
