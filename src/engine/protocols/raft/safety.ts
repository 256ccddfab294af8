/**
 * The five properties that Raft guarantees at all times (extended paper, Figure 3), checked after every step at the node
 * where the step happened. Each check looks only at what is new, so that watching costs little.
 */
import type { Monitor, Property, Violation } from '../../check/monitor.ts';
import type { NodeId } from '../../sim/process.ts';
import type { Node } from '../../sim/node.ts';
import type { Simulator } from '../../sim/simulator.ts';
import type { Entry, Index, RaftMessage, Term } from './messages.ts';
import { RaftServer } from './server.ts';

const source = 'Raft (extended paper)';

export const RAFT_PROPERTIES = [
  {
    id: 'election-safety',
    title: 'Election Safety',
    meaning: 'At most one leader can be elected in a given term.',
    source,
    section: 'Figure 3, section 5.2',
  },
  {
    id: 'leader-append-only',
    title: 'Leader Append-Only',
    meaning: 'A leader never overwrites or deletes entries of its log; it only appends new ones.',
    source,
    section: 'Figure 3, section 5.3',
  },
  {
    id: 'log-matching',
    title: 'Log Matching',
    meaning: 'If two logs hold an entry with the same index and term, they are identical in all entries up to it.',
    source,
    section: 'Figure 3, section 5.3',
  },
  {
    id: 'leader-completeness',
    title: 'Leader Completeness',
    meaning: 'An entry committed in some term is in the logs of the leaders of all later terms.',
    source,
    section: 'Figure 3, section 5.4',
  },
  {
    id: 'state-machine-safety',
    title: 'State Machine Safety',
    meaning: 'If a server has applied an entry at some index, no other server ever applies a different one there.',
    source,
    section: 'Figure 3, section 5.4.3',
  },
] as const satisfies readonly Property[];

export type RaftPropertyId = (typeof RAFT_PROPERTIES)[number]['id'];

/** What was last seen of a node's log and role. */
interface Seen {
  life: number;
  length: number;
  truncations: number;
  leaderOf: Term;
  applied: Index;
}

/** An entry together with the term before it: Log Matching holds if this is a function of index and term. */
interface Placed {
  readonly entry: Entry;
  readonly previous: Term;
}

/** An entry that some server holds to be committed, and that server's term when it first did. */
interface Committed {
  readonly entry: Entry;
  readonly term: Term;
}

interface Memory {
  readonly seen: readonly Readonly<Seen>[];
  readonly leaders: ReadonlyMap<Term, NodeId>;
  readonly placed: readonly ReadonlyMap<Term, Placed>[];
  readonly committed: readonly Committed[];
}

export class RaftSafety implements Monitor<RaftMessage> {
  private readonly seen: Seen[] = [];
  private leaders = new Map<Term, NodeId>();
  /** By index. */
  private placed: Map<Term, Placed>[] = [];
  /** At position index - 1. */
  private committed: Committed[] = [];

  afterStep(simulator: Simulator<RaftMessage>): Violation | undefined {
    const node = simulator.nodes[simulator.lastNode];
    if (!node || node.kind !== 'server' || !(node.life instanceof RaftServer)) return undefined;
    const found = this.check(simulator, node, node.life);
    return found && { property: found.property, step: simulator.step, message: found.message };
  }

  private check(simulator: Simulator<RaftMessage>, node: Node<RaftMessage>, server: RaftServer): Finding | undefined {
    const seen = (this.seen[node.id] ??= { life: node.lives, length: 0, truncations: 0, leaderOf: 0, applied: 0 });
    const { log } = node.disk;
    const truncated = log.truncations !== seen.truncations;
    const grown = log.length !== seen.length;
    const newLife = seen.life !== node.lives;
    const applied = newLife ? 0 : seen.applied;
    const wasLeader = !newLife && seen.leaderOf === server.currentTerm;
    const isLeader = server.role === 'leader';

    const finding =
      (isLeader && !wasLeader ? this.checkElection(simulator, node, server) : undefined) ??
      (isLeader && wasLeader && truncated ? removedByLeader(node, server) : undefined) ??
      (truncated || grown ? this.checkPlaces(node, server, truncated ? 1 : seen.length + 1) : undefined) ??
      (server.lastApplied > applied ? this.checkApplied(simulator, node, server, applied) : undefined) ??
      (isLeader && !wasLeader ? this.checkCompleteness(node, server) : undefined);

    seen.life = node.lives;
    seen.length = log.length;
    seen.truncations = log.truncations;
    seen.leaderOf = isLeader ? server.currentTerm : 0;
    seen.applied = server.lastApplied;
    return finding;
  }

  private checkElection(simulator: Simulator<RaftMessage>, node: Node<RaftMessage>, { currentTerm }: RaftServer): Finding | undefined {
    const other = this.leaders.get(currentTerm);
    this.leaders.set(currentTerm, node.id);
    if (other === undefined || other === node.id) return undefined;
    return {
      property: 'election-safety',
      message: `${node.name} became leader of term ${currentTerm}, of which ${simulator.nodes[other]?.name} has been leader.`,
    };
  }

  private checkPlaces(node: Node<RaftMessage>, server: RaftServer, first: Index): Finding | undefined {
    for (let index = first; index <= server.lastLogIndex; index++) {
      const entry = server.entryAt(index);
      const previous = server.termAt(index - 1);
      const places = (this.placed[index] ??= new Map<Term, Placed>());
      const known = places.get(entry.term);
      if (!known) places.set(entry.term, { entry, previous });
      else if (!sameEntry(known.entry, entry) || known.previous !== previous) {
        return {
          property: 'log-matching',
          message:
            `${node.name}'s log has an entry of term ${entry.term} at index ${index}, as another log had, ` +
            (known.previous === previous ? 'but with another command.' : `but after an entry of term ${previous} instead of ${known.previous}.`),
        };
      }
    }
    return undefined;
  }

  private checkApplied(simulator: Simulator<RaftMessage>, node: Node<RaftMessage>, server: RaftServer, applied: Index): Finding | undefined {
    for (let index = applied + 1; index <= server.lastApplied; index++) {
      const entry = server.entryAt(index);
      const known = this.committed[index - 1];
      if (known && !sameEntry(known.entry, entry)) {
        return {
          property: 'state-machine-safety',
          message: `${node.name} applied the entry of term ${entry.term} at index ${index}, where one of term ${known.entry.term} was applied before.`,
        };
      }
      if (known) continue;
      this.committed[index - 1] = { entry, term: server.currentTerm };
      const finding = this.checkLeadersHold(simulator, index, { entry, term: server.currentTerm });
      if (finding) return finding;
    }
    return undefined;
  }

  /** A leader of a later term may have been elected before the entry was committed. */
  private checkLeadersHold(simulator: Simulator<RaftMessage>, index: Index, committed: Committed): Finding | undefined {
    for (const { life, name, kind } of simulator.nodes) {
      if (kind !== 'server' || !(life instanceof RaftServer) || life.role !== 'leader') continue;
      const finding = missing(name, life, index, committed);
      if (finding) return finding;
    }
    return undefined;
  }

  private checkCompleteness(node: Node<RaftMessage>, server: RaftServer): Finding | undefined {
    for (let index = 1; index <= this.committed.length; index++) {
      const committed = this.committed[index - 1];
      const finding = committed && missing(node.name, server, index, committed);
      if (finding) return finding;
    }
    return undefined;
  }

  capture(): Memory {
    return {
      seen: this.seen.map((seen) => ({ ...seen })),
      leaders: new Map(this.leaders),
      placed: this.placed.map((places) => new Map(places)),
      committed: this.committed.slice(),
    };
  }

  restore(state: unknown): void {
    const memory = state as Memory;
    this.leaders = new Map(memory.leaders);
    this.placed = memory.placed.map((places) => new Map(places));
    this.committed = memory.committed.slice();
    this.seen.length = 0;
    memory.seen.forEach((seen, id) => (this.seen[id] = { ...seen }));
  }
}

interface Finding {
  readonly property: RaftPropertyId;
  readonly message: string;
}

function removedByLeader(node: Node<RaftMessage>, { currentTerm }: RaftServer): Finding {
  return { property: 'leader-append-only', message: `${node.name}, leader of term ${currentTerm}, removed entries from its own log.` };
}

function missing(name: string, leader: RaftServer, index: Index, { entry, term }: Committed): Finding | undefined {
  if (leader.currentTerm <= term) return undefined;
  if (index <= leader.lastLogIndex && sameEntry(leader.entryAt(index), entry)) return undefined;
  return {
    property: 'leader-completeness',
    message: `${name}, leader of term ${leader.currentTerm}, lacks the entry at index ${index} that was committed in term ${term}.`,
  };
}

/** Entries are passed on by reference, so the same entry is nearly always the same object. */
function sameEntry(one: Entry, other: Entry): boolean {
  return (
    one === other ||
    (one.term === other.term && one.request.client === other.request.client && one.request.serial === other.request.serial)
  );
}
