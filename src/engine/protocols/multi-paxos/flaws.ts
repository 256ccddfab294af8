/** Servers that leave out one rule of Multi-Paxos, to see what it is there for. */
import { MultiPaxosServer } from './server.ts';
import type { MultiPaxosFactory } from './system.ts';

export interface MultiPaxosFlaw {
  readonly title: string;
  /** The rule that is left out, and where it is written down. */
  readonly rule: string;
  readonly source: string;
  /** How a search comes upon what it does. */
  readonly shows: string;
  spoil(server: MultiPaxosServer): void;
}

export const MULTI_PAXOS_FLAWS = [
  {
    title: 'an acceptor forgets its promise in a crash',
    rule: 'An acceptor has what it has promised on its disk before it answers, and remembers it whatever happens.',
    source: 'Paxos Made Simple, section 2.5',
    shows: 'A search breadth first that begins with a leader, with 1 crash, finds it at once.',
    spoil: ({ acceptor }) => {
      acceptor.recover = () => null;
    },
  },
  {
    title: 'an acceptor takes part in every ballot',
    rule: 'An acceptor that has promised a ballot takes no part in lower ones, in any slot.',
    source: 'Paxos Made Simple, section 2.2',
    shows: 'A search breadth first that begins with two rivals, with no timeouts, finds it at once.',
    spoil: ({ acceptor }) => {
      acceptor.mayTakePart = () => true;
    },
  },
  {
    title: 'a new leader fills slots in which something may be chosen',
    rule: 'In a slot of which promises report a value, a new leader proposes that value; a no-op is for slots of which none does.',
    source: 'Paxos Made Simple, section 3',
    shows: 'A search breadth first that begins with a leader, with 1 timeout, finds it at once.',
    spoil: ({ leadership }) => {
      leadership.adopt = () => new Map();
    },
  },
  {
    title: 'a new leader adopts any of the values that are reported',
    rule: 'Of several values that promises report for a slot, the one of the highest ballot counts (P2c).',
    source: 'Paxos Made Simple, section 2.2',
    shows: 'Random walks that begin with two rivals, with 2 commands and 1 timeout, meet it after some thousand worlds.',
    spoil: ({ candidacy }) => {
      candidacy.supersedes = () => false;
    },
  },
  {
    title: 'a replica executes past a hole',
    rule: 'A replica executes a command only when it has executed those of all slots before it.',
    source: 'Paxos Made Simple, section 3',
    shows: 'A search breadth first that begins with a leader, with 2 commands and no timeouts, finds it at once.',
    spoil: ({ replica, log }) => {
      replica.nextToExecute = () => log.from(replica.executed + 1).find(({ chosen }) => chosen);
    },
  },
  {
    title: 'a leader takes one acceptance for a decision',
    rule: 'A value is chosen in a slot when a majority of the acceptors have accepted it there in one ballot.',
    source: 'Paxos Made Simple, section 2.1',
    shows: 'A search breadth first that begins with two rivals, with 2 commands, finds it at once.',
    spoil: ({ leadership }) => {
      leadership.acceptQuorum = () => 1;
    },
  },
  {
    title: 'a leader answers reads by itself',
    rule: "A read takes a slot like any other command, since a leader can't know by itself that it still leads.",
    source: 'Paxos Made Live, on master leases',
    shows: 'Cut a leader off together with a client, let another server be elected and serve a write, and let the client read.',
    spoil: (server) => {
      const { leadership, replica } = server;
      const { serve } = leadership;
      leadership.serve = (client, serial, command) => {
        if (command.op === 'get') server.answer(client, serial, replica.machine.read(command.key));
        else serve.call(leadership, client, serial, command);
      };
    },
  },
  {
    title: 'slots are collected for which no snapshot stands',
    rule: 'A server forgets a slot only when a snapshot on its disk stands for it.',
    source: 'Paxos Made Live, section 5.5',
    shows: 'A search breadth first that begins with a leader, with 1 timeout and a snapshot after each slot, finds it at once.',
    spoil: ({ replica }) => {
      replica.covered = () => replica.executed;
    },
  },
] as const satisfies readonly MultiPaxosFlaw[];

/** A server with that flaw; of the reference where it is undefined. */
export function flawedMultiPaxosServer(flaw: MultiPaxosFlaw | undefined): (...args: Parameters<MultiPaxosFactory>) => MultiPaxosServer {
  return (context, options) => {
    const server = new MultiPaxosServer(context, options);
    flaw?.spoil(server);
    return server;
  };
}
