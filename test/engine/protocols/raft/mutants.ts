/** Servers with one bug each: the safety checks must catch every one of them. */
import type { Context } from '../../../../src/engine/sim/process.ts';
import type { Entry, RaftMessage, RaftNote } from '../../../../src/engine/protocols/raft/messages.ts';
import type { RaftPropertyId } from '../../../../src/engine/protocols/raft/safety.ts';
import { RaftServer, type RaftOptions } from '../../../../src/engine/protocols/raft/server.ts';

class VoteNotPersisted extends RaftServer {
  protected override persistTermAndVote(): void {
    this.context.store.set('currentTerm', this.currentTerm);
    this.context.store.sync();
  }
}

class NoElectionRestriction extends RaftServer {
  protected override isUpToDate(): boolean {
    return true;
  }
}

class CommitsEarlierTerms extends RaftServer {
  protected override mayCommit(): boolean {
    return true;
  }
}

class VotesTwice extends RaftServer {
  protected override hasVoteFor(): boolean {
    return true;
  }
}

class KeepsConflicts extends RaftServer {
  protected override removeConflicting(): void {
    // The conflicting entries stay, and the new ones come after them.
  }
}

class AltersCommands extends RaftServer {
  override onMessage(from: number, message: RaftMessage): void {
    if (message.type === 'AppendEntries') super.onMessage(from, { ...message, entries: message.entries.map(incremented) });
    else super.onMessage(from, message);
  }
}

function incremented(entry: Entry): Entry {
  const { command } = entry.request;
  return command.op === 'get' ? entry : { ...entry, request: { ...entry.request, command: { ...command, value: command.value + 1 } } };
}

export interface RaftMutant {
  readonly name: string;
  readonly create: (context: Context<RaftMessage, RaftNote>, options: RaftOptions) => RaftServer;
  /** The properties that the bug may be seen to break first. */
  readonly breaks: readonly RaftPropertyId[];
}

const lostEntries = ['leader-completeness', 'state-machine-safety'] as const;

export const raftMutants: readonly RaftMutant[] = [
  { name: 'votes not persisted', create: (...args) => new VoteNotPersisted(...args), breaks: ['election-safety'] },
  { name: 'election restriction missing', create: (...args) => new NoElectionRestriction(...args), breaks: lostEntries },
  { name: "an earlier term's entry committed by counting replicas", create: (...args) => new CommitsEarlierTerms(...args), breaks: lostEntries },
  { name: 'two votes in one term', create: (...args) => new VotesTwice(...args), breaks: ['election-safety'] },
  { name: 'log not truncated on conflict', create: (...args) => new KeepsConflicts(...args), breaks: ['log-matching', ...lostEntries] },
  { name: 'commands altered on their way', create: (...args) => new AltersCommands(...args), breaks: ['log-matching', 'state-machine-safety'] },
];
