/**
 * What Raft guarantees at all times, checked after every step at the node where the step happened: the five properties of
 * the extended paper's Figure 3, one change of the configuration at a time, and what clients may rely on. Each check looks
 * only at what is new, so that watching costs little.
 */
import type { Monitor, Property, Violation } from '../../check/monitor.ts';
import type { NodeId } from '../../sim/process.ts';
import type { Node } from '../../sim/node.ts';
import type { Simulator } from '../../sim/simulator.ts';
import { Answers, type AnswersState } from '../key-value/answers.ts';
import type { Request } from '../key-value/commands.ts';
import { RaftClient } from './client.ts';
import { sameEntry } from './log.ts';
import type { Entry, Index, RaftMessage, Term } from './messages.ts';
import { quorumsMeet } from './quorum.ts';
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
  {
    id: 'one-change-at-a-time',
    title: 'One Change at a Time',
    meaning: 'A leader changes the configuration only when the last change is committed, and so that a majority of the old one and a majority of the new one always share a server.',
    source,
    section: 'section 6',
  },
  {
    id: 'linearizability',
    title: 'Linearizability',
    meaning: 'Each command takes effect once, in the order of the log, and an answer shows all that was answered before its command was sent.',
    source,
    section: 'section 8',
  },
] as const satisfies readonly Property[];

export type RaftPropertyId = (typeof RAFT_PROPERTIES)[number]['id'];

/** What was last seen of a node's log and role. */
interface Seen {
  life: number;
  length: number;
  truncations: number;
  base: Index;
  leaderOf: Term;
  applied: Index;
}

/** An entry together with the term before it: Log Matching holds if this is a function of index and term. */
interface Placed {
  readonly index: Index;
  readonly entry: Entry;
  readonly previous: Term;
}

/** An entry that some server holds to be committed, and that server's term when it first did. */
interface Committed {
  readonly entry: Entry;
  readonly term: Term;
}

/** A leader's log when it was elected: it only grows from then on. A snapshot stands for the entries up to the base. */
interface Elected {
  readonly node: NodeId;
  readonly term: Term;
  readonly base: Index;
  readonly entries: readonly Entry[];
}

/** Lists that only grow: their lengths are enough to go back to an earlier moment. */
interface Memory {
  readonly seen: readonly Readonly<Seen>[];
  readonly placed: readonly Placed[];
  readonly committed: readonly Committed[];
  readonly elected: readonly Elected[];
  readonly lengths: { readonly placed: number; readonly committed: number; readonly elected: number };
  readonly answers: AnswersState;
}

interface Finding {
  readonly property: RaftPropertyId;
  readonly message: string;
}

type Cluster = Simulator<RaftMessage>;

export class RaftSafety implements Monitor<RaftMessage> {
  private readonly seen: Seen[] = [];
  private placed: Placed[] = [];
  private placeOf = new Map<string, Placed>();
  /** At position index - 1. */
  private committed: Committed[] = [];
  private elected: Elected[] = [];
  private readonly answers = new Answers();

  /** @throws TypeError where a server is none of the reference's, whose state can't be read */
  afterStep(simulator: Cluster): readonly Violation[] {
    const node = simulator.nodes[simulator.lastNode];
    if (!node?.life) return [];
    return this.find(simulator, node).map(({ property, message }) => ({ property, step: simulator.step, message }));
  }

  private find(simulator: Cluster, node: Node<RaftMessage>): Finding[] {
    if (node.life instanceof RaftClient) return this.answers.check(node.id, node.life).map((message) => ({ property: 'linearizability', message: `${node.name} ${message}` }));
    if (node.life instanceof RaftServer) return node.life.damage === null ? this.check(simulator, node, node.life) : [];
    if (node.kind === 'server') throw new TypeError(`${node.name} is no RaftServer: its log and role can't be checked.`);
    return [];
  }

  private check(simulator: Cluster, node: Node<RaftMessage>, server: RaftServer): Finding[] {
    const seen = (this.seen[node.id] ??= { life: node.lives, length: 0, truncations: 0, base: 0, leaderOf: 0, applied: 0 });
    const { log } = node.disk;
    const { baseIndex } = server.log;
    const truncated = log.truncations !== seen.truncations;
    const newLife = seen.life !== node.lives;
    const isLeader = server.role === 'leader';
    const isElected = isLeader && (newLife || seen.leaderOf !== server.currentTerm);
    const applied = Math.max(newLife ? 0 : seen.applied, baseIndex);

    const findings: Finding[] = [];
    if (isElected) findings.push(...this.checkElection(simulator, node, server));
    if (isLeader && truncated) findings.push(removedByLeader(node, server));
    if (truncated || log.length !== seen.length || baseIndex !== seen.base) findings.push(...this.checkPlaces(node, server, truncated || baseIndex !== seen.base ? 1 : seen.length + 1));
    if (server.lastApplied > applied) findings.push(...this.checkApplied(simulator, node, server, applied));
    if (baseIndex !== seen.base) findings.push(...this.checkSnapshot(node, server));

    seen.life = node.lives;
    seen.length = log.length;
    seen.truncations = log.truncations;
    seen.base = baseIndex;
    seen.leaderOf = isLeader ? server.currentTerm : 0;
    seen.applied = server.lastApplied;
    return findings;
  }

  private checkElection(simulator: Cluster, node: Node<RaftMessage>, { currentTerm: term, log }: RaftServer): Finding[] {
    const base = log.baseIndex;
    const entries = Array.from({ length: log.lastIndex - base }, (_, position) => log.entryAt(base + position + 1));
    const rival = this.elected.find((other) => other.term === term && other.node !== node.id);
    const elected: Elected = { node: node.id, term, base, entries };
    this.elected.push(elected);
    const findings: Finding[] = [];
    if (rival) findings.push({ property: 'election-safety', message: `${node.name} became leader of term ${term}, of which ${nameOf(simulator, rival.node)} has been leader.` });
    const lost = this.committed.findIndex((committed, position) => isMissing(elected, position + 1, committed));
    const committed = this.committed[lost];
    if (committed) findings.push(missing(simulator, elected, lost + 1, committed));
    return findings;
  }

  private checkPlaces(node: Node<RaftMessage>, server: RaftServer, from: Index): Finding[] {
    const { log } = server;
    for (let index = Math.max(from, log.baseIndex + 1); index <= log.lastIndex; index++) {
      const entry = log.entryAt(index);
      const previous = log.termAt(index - 1);
      const known = this.placeOf.get(placeKey(index, entry.term));
      if (!known) this.place({ index, entry, previous });
      else if (!sameEntry(known.entry, entry) || known.previous !== previous) return [misplaced(node, known, previous)];
      if (!known && entry.kind === 'configuration' && !mayFollow(server, index)) return [rashChange(node, index)];
    }
    return [];
  }

  private place(placed: Placed): void {
    this.placed.push(placed);
    this.placeOf.set(placeKey(placed.index, placed.entry.term), placed);
  }

  private checkApplied(simulator: Cluster, node: Node<RaftMessage>, server: RaftServer, applied: Index): Finding[] {
    const findings: Finding[] = [];
    for (let index = applied + 1; index <= server.lastApplied; index++) {
      const entry = server.log.entryAt(index);
      const known = this.committed[index - 1];
      if (!known) findings.push(...this.checkCommitted(simulator, server, index, { entry, term: server.currentTerm }));
      else if (!sameEntry(known.entry, entry)) {
        findings.push({
          property: 'state-machine-safety',
          message: `${node.name} applied the entry of term ${entry.term} at index ${index}, where one of term ${known.entry.term} was applied before.`,
        });
      }
    }
    return findings;
  }

  /** A leader of a later term may have been elected before the entry was committed. */
  private checkCommitted(simulator: Cluster, { options }: RaftServer, index: Index, committed: Committed): Finding[] {
    this.committed[index - 1] = committed;
    const request = requestOf(committed.entry);
    if (request) this.answers.execute(request, index, options.sessionLimit);
    const without = this.elected.find((leader) => isMissing(leader, index, committed));
    return without ? [missing(simulator, without, index, committed)] : [];
  }

  /** A snapshot stands for entries that were applied somewhere, and for no others. */
  private checkSnapshot(node: Node<RaftMessage>, { log: { baseIndex, baseTerm } }: RaftServer): Finding[] {
    const term = this.committed[baseIndex - 1]?.entry.term;
    if (baseIndex === 0 || term === baseTerm) return [];
    const instead = term === undefined ? 'where no entry is committed' : `where one of term ${term} was applied`;
    return [{ property: 'state-machine-safety', message: `${node.name}'s snapshot ends with an entry of term ${baseTerm} at index ${baseIndex}, ${instead}.` }];
  }

  capture(): Memory {
    const { placed, committed, elected } = this;
    return {
      seen: this.seen.map((seen) => ({ ...seen })),
      placed,
      committed,
      elected,
      lengths: { placed: placed.length, committed: committed.length, elected: elected.length },
      answers: this.answers.capture(),
    };
  }

  restore(state: unknown): void {
    const { seen, placed, committed, elected, lengths, answers } = state as Memory;
    this.seen.length = 0;
    seen.forEach((each, id) => (this.seen[id] = { ...each }));
    this.placed = [];
    this.placeOf = new Map();
    for (const each of placed.slice(0, lengths.placed)) this.place(each);
    this.committed = committed.slice(0, lengths.committed);
    this.elected = elected.slice(0, lengths.elected);
    this.answers.restore(answers, this.committed.map(({ entry }) => requestOf(entry)));
  }
}

function requestOf(entry: Entry): Request | null {
  return entry.kind === 'command' ? entry.request : null;
}

function placeKey(index: Index, term: Term): string {
  return `${index}/${term}`;
}

function nameOf(simulator: Cluster, node: NodeId): string {
  return simulator.nodes[node]?.name ?? `node ${node}`;
}

function removedByLeader(node: Node<RaftMessage>, { currentTerm }: RaftServer): Finding {
  return { property: 'leader-append-only', message: `${node.name}, leader of term ${currentTerm}, removed entries from its own log.` };
}

function misplaced(node: Node<RaftMessage>, known: Placed, previous: Term): Finding {
  const difference = known.previous === previous ? 'with another command' : `after an entry of term ${previous} instead of ${known.previous}`;
  return {
    property: 'log-matching',
    message: `${node.name}'s log has an entry of term ${known.entry.term} at index ${known.index}, as another log had, but ${difference}.`,
  };
}

/** An entry that nobody had before was appended by the leader that made it. */
function mayFollow({ log, commitIndex }: RaftServer, index: Index): boolean {
  const last = log.configurationAt(index - 1);
  return last.index <= commitIndex && quorumsMeet(last.configuration, log.configurationAt(index).configuration);
}

function rashChange(node: Node<RaftMessage>, index: Index): Finding {
  return { property: 'one-change-at-a-time', message: `${node.name} changed the configuration at index ${index}, before the last change was committed or by more than a majority may have noticed.` };
}

function isMissing(leader: Elected, index: Index, { entry, term }: Committed): boolean {
  if (leader.term <= term || index <= leader.base) return false;
  const held = leader.entries[index - leader.base - 1];
  return !held || !sameEntry(held, entry);
}

function missing(simulator: Cluster, leader: Elected, index: Index, { term }: Committed): Finding {
  return {
    property: 'leader-completeness',
    message: `${nameOf(simulator, leader.node)}, leader of term ${leader.term}, was elected without the entry at index ${index} that was committed in term ${term}.`,
  };
}
