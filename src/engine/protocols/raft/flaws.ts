/** Servers that leave out one rule of Raft, to see what it is there for. */
import { RaftServer } from './server.ts';
import type { ServerFactory } from './system.ts';

export interface RaftFlaw {
  readonly title: string;
  /** The rule that is left out, and where the extended paper has it. */
  readonly rule: string;
  readonly section: string;
  /** How a search comes upon what it does. */
  readonly shows: string;
  spoil(server: RaftServer): void;
}

export const RAFT_FLAWS: readonly RaftFlaw[] = [
  {
    title: 'commits entries of earlier terms',
    rule: 'A leader counts replicas for entries of its own term only; with them all earlier ones are committed.',
    section: '5.4.2',
    shows: 'Random walks within 4 terms and 2 entries, with 1 command and no crashes, meet Figure 8 after some hundred thousand steps.',
    spoil: ({ replication }) => {
      replication.mayCommit = () => true;
    },
  },
  {
    title: 'forgets its vote in a crash',
    rule: 'A server has its term and its vote on the disk before it answers.',
    section: 'Figure 2, State',
    shows: 'A search breadth first within 1 term, with no commands and 1 crash, finds it at once.',
    spoil: (server) => {
      server.writeTermAndVote = () => server.context.store.set('currentTerm', server.currentTerm);
    },
  },
  {
    title: 'votes for whoever asks',
    rule: 'A server votes only for a candidate whose log is at least as up-to-date as its own.',
    section: '5.4.1',
    shows: 'A search breadth first within 2 terms, with 1 command and no crashes, finds it at once.',
    spoil: ({ elections }) => {
      elections.isUpToDate = () => true;
    },
  },
  {
    title: 'keeps conflicting entries',
    rule: 'A follower removes an entry that conflicts with a new one, and all that follow it.',
    section: '5.3',
    shows: 'A search breadth first within 2 terms and 2 entries, with 1 command and no crashes, finds it in some seconds.',
    spoil: ({ replication }) => {
      replication.removeConflicting = () => {};
    },
  },
  {
    title: 'changes servers while a change is under way',
    rule: 'A leader begins a change only when the configuration of the last one is committed.',
    section: '6',
    shows: 'Add a spare server, cut the leader off with it and with another spare, and add that one too.',
    spoil: ({ changes }) => {
      const { request } = changes;
      changes.isSettled = () => true;
      changes.request = (...asked) => {
        changes.abandon();
        request.apply(changes, asked);
      };
    },
  },
];

/** A server with that flaw; of the reference where it is undefined. */
export function flawedServer(flaw: RaftFlaw | undefined): ServerFactory {
  return (context, options) => {
    const server = new RaftServer(context, options);
    flaw?.spoil(server);
    return server;
  };
}
