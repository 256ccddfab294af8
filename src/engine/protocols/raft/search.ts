/**
 * Raft in the small, to be searched: a few servers, and clients whose requests are on their way to every server from the
 * start, so that any leader may take them at any time, or never (as `ClientRequest` in Ongaro's TLA+ specification of Raft).
 */
import type { SearchProblem } from '../../check/search/goals.ts';
import type { Bounds, NodeView } from '../../check/search/model.ts';
import { amended } from '../../sim/context.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import { RAFT_INVARIANTS, viewOf } from './invariants.ts';
import type { Index, RaftMessage, RaftNote, Term } from './messages.ts';
import type { RaftOptions } from './options.ts';
import { RaftServer } from './server.ts';
import { serversAlike } from './symmetry.ts';
import { DEFAULT_RAFT, raftSystem, type ServerFactory } from './system.ts';

/** How large the small world is. */
export interface RaftBounds {
  readonly servers: number;
  /** Clients, each with one command. */
  readonly commands: number;
  /** Worlds in which a server has come to a later term, or its log beyond this length, are looked at and not gone on from. */
  readonly maximalTerm: Term;
  readonly maximalLength: Index;
  readonly crashes: number;
  /** How often timers fire, of elections and of heartbeats; unbounded where it is left out. */
  readonly timers?: number;
}

/** What of Raft can be searched: a search has no time, and its clients only write. */
export type SearchedOptions = Partial<Pick<RaftOptions, 'batch' | 'preVote' | 'snapshotThreshold' | 'snapshotChunk'>>;

const NOT_IN_TIME = { reads: 'log', leaderStickiness: false, spares: 0, sessionLimit: 0 } as const;

/**
 * @param create as for `raftSystem`
 * @throws RangeError that says which number is out of range
 */
export function raftProblem(bounds: RaftBounds, create: ServerFactory = (context, options) => new RaftServer(context, options), options: SearchedOptions = {}): SearchProblem<RaftMessage> {
  validate(bounds);
  const { servers, commands, crashes, timers, maximalTerm, maximalLength } = bounds;
  const { nodes } = raftSystem({ ...DEFAULT_RAFT, ...options, ...NOT_IN_TIME, servers, clients: 0 }, (context, given) => standingStill(create(withoutAnswers(context), given)));
  const ids = nodes.map((_, id) => id);
  const clients = Array.from({ length: commands }, (_, position) => ({
    name: `c${position + 1}`,
    kind: 'client' as const,
    create: (context: Context<RaftMessage>) => new Petitioner(context, ids, position + 1),
  }));
  const limits: Bounds = { crashes, crashable: ids, restarts: true, ...(timers === undefined ? {} : { timers }) };
  return {
    model: { nodes: [...nodes, ...clients], bounds: limits },
    goals: {
      invariants: RAFT_INVARIANTS,
      within: ({ nodes: views }) => ids.every((id) => isWithin(views[id]!, maximalTerm, maximalLength)),
    },
    symmetry: serversAlike(ids),
  };
}

function validate({ commands, crashes, timers = 0, maximalTerm, maximalLength }: RaftBounds): void {
  const demand = (what: string, value: number, least: number) => {
    if (!Number.isInteger(value) || value < least) throw new RangeError(`${what} is a whole number from ${least} on, not ${value}.`);
  };
  demand('The number of commands', commands, 0);
  demand('The number of crashes', crashes, 0);
  demand('The number of times that timers fire', timers, 0);
  demand('The latest term', maximalTerm, 1);
  demand('The greatest length of a log', maximalLength, 0);
}

function isWithin(node: NodeView, maximalTerm: Term, maximalLength: Index): boolean {
  const { term, lastIndex } = viewOf(node);
  return term <= maximalTerm && lastIndex <= maximalLength;
}

/** Nobody waits for the answers to requests: each would make another world of no interest. */
function withoutAnswers(context: Context<RaftMessage, RaftNote>): typeof context {
  return amended(context, {
    send: (to, message) => {
      if (message.type !== 'ClientReply') context.send(to, message);
    },
  });
}

/** Rounds of heartbeats are counted for reads and changes of the configuration alone; counted on, they would have no end. */
function standingStill(server: Process<RaftMessage>): typeof server {
  if (server instanceof RaftServer) server.replication.rounds.next = () => undefined;
  return server;
}

/** Asks every server for one thing, once. */
class Petitioner implements Process<RaftMessage> {
  private readonly context: Context<RaftMessage>;
  private readonly servers: readonly NodeId[];
  private readonly value: number;

  constructor(context: Context<RaftMessage>, servers: readonly NodeId[], value: number) {
    this.context = context;
    this.servers = servers;
    this.value = value;
  }

  onStart(): void {
    for (const server of this.servers) this.context.send(server, { type: 'ClientRequest', session: this.context.node, serial: 1, command: { op: 'set', key: 'x', value: this.value } });
  }

  onRestart(): void {
    this.onStart();
  }

  onMessage(): void {
    // It is told nothing.
  }

  onTimer(): void {
    // It sets none.
  }

  capture(): null {
    return null;
  }

  restore(): void {
    // It has nothing to remember.
  }
}
