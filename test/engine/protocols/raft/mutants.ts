/** Servers with one bug each: the checks must catch every one of them. */
import type { Context } from '../../../../src/engine/sim/process.ts';
import type { Entry, RaftMessage, RaftNote } from '../../../../src/engine/protocols/raft/messages.ts';
import type { RaftOptions } from '../../../../src/engine/protocols/raft/options.ts';
import type { RaftPropertyId } from '../../../../src/engine/protocols/raft/safety.ts';
import { RaftServer } from '../../../../src/engine/protocols/raft/server.ts';

export interface RaftMutant {
  readonly name: string;
  readonly create: (context: Context<RaftMessage, RaftNote>, options: RaftOptions) => RaftServer;
  /** The properties that the bug may be seen to break first. */
  readonly breaks: readonly RaftPropertyId[];
}

/** @param spoil puts the bug into a server of the reference */
function mutant(name: string, breaks: RaftMutant['breaks'], spoil: (server: RaftServer) => void): RaftMutant {
  const create: RaftMutant['create'] = (context, options) => {
    const server = new RaftServer(context, options);
    spoil(server);
    return server;
  };
  return { name, breaks, create };
}

const lostEntries = ['leader-completeness', 'state-machine-safety'] as const;

export const raftMutants: readonly RaftMutant[] = [
  mutant('votes not persisted', ['election-safety'], (server) => {
    server.writeTermAndVote = () => server.context.store.set('currentTerm', server.currentTerm);
  }),
  mutant('election restriction missing', lostEntries, ({ elections }) => {
    elections.isUpToDate = () => true;
  }),
  mutant("an earlier term's entry committed by counting replicas", lostEntries, ({ replication }) => {
    replication.mayCommit = () => true;
  }),
  mutant('two votes in one term', ['election-safety'], ({ elections }) => {
    elections.hasVoteFor = () => true;
  }),
  // The conflicting entries stay, and the new ones come after them.
  mutant('log not truncated on conflict', ['log-matching', ...lostEntries], ({ replication }) => {
    replication.removeConflicting = () => {};
  }),
  mutant('commands altered on their way', ['log-matching', 'state-machine-safety'], ({ replication }) => {
    const { onAppendEntries } = replication;
    replication.onAppendEntries = (leader, message) => onAppendEntries.call(replication, leader, { ...message, entries: message.entries.map(incremented) });
  }),
];

function incremented(entry: Entry): Entry {
  const { command } = entry.request;
  return command.op === 'get' ? entry : { ...entry, request: { ...entry.request, command: { ...command, value: command.value + 1 } } };
}
