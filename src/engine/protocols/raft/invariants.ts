/**
 * The safety properties of the extended paper's Figure 3 as a single world shows them: who leads, what is in the logs, and
 * up to where each server that runs knows its log to be committed. Leader Append-Only speaks of two moments and is left to
 * `RaftSafety`, which watches runs.
 */
import type { Invariant, NodeView } from '../../check/search/model.ts';
import { entriesIn } from '../../sim/storage.ts';
import { sameEntry } from './log.ts';
import type { Entry, Index, RaftMessage, Snapshot, Term } from './messages.ts';
import { RAFT_PROPERTIES, type RaftPropertyId } from './safety.ts';
import type { VolatileState } from './server.ts';

/** A server's log, and of one that runs what it has in its memory. */
export interface ServerView {
  readonly name: string;
  readonly term: Term;
  /** The log holds the entries from `base + 1` to `lastIndex`; the entry at `base` is of the term `baseTerm`. */
  readonly base: Index;
  readonly baseTerm: Term;
  readonly lastIndex: Index;
  readonly entries: readonly Entry[];
  readonly running: VolatileState['shared'] | undefined;
}

/** Nodes in the same state are the same object, so each is read once. */
const readings = new WeakMap<NodeView, ServerView>();

/** Reads a node. A client has no log, and nothing can be said of it. */
export function viewOf(node: NodeView): ServerView {
  let reading = readings.get(node);
  if (!reading) readings.set(node, (reading = read(node)));
  return reading;
}

function read({ name, state, disk }: NodeView): ServerView {
  const snapshot = disk.cells.get('snapshot') as Snapshot | undefined;
  const entries = entriesIn(disk.log) as readonly Entry[];
  const running = (state as VolatileState | null | undefined)?.shared;
  return {
    name,
    term: running?.currentTerm ?? (disk.cells.get('currentTerm') as Term | undefined) ?? 0,
    base: disk.log.start,
    baseTerm: snapshot?.lastIncludedTerm ?? 0,
    lastIndex: disk.log.start + entries.length,
    entries,
    running,
  };
}

function entryAt({ base, entries }: ServerView, index: Index): Entry | undefined {
  return entries[index - base - 1];
}

function termAt(server: ServerView, index: Index): Term {
  return index === server.base ? server.baseTerm : (entryAt(server, index)?.term ?? 0);
}

type Finding = (one: ServerView, other: ServerView) => string | undefined;

/** Asks it of every two servers, in both orders. */
function ofAnyTwo(finding: Finding): Invariant<RaftMessage>['violation'] {
  return ({ nodes }) => {
    const servers = nodes.map(viewOf);
    for (const one of servers) {
      for (const other of servers) {
        const found = one === other ? undefined : finding(one, other);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };
}

function electedTwice(one: ServerView, other: ServerView): string | undefined {
  if (one.running?.role !== 'leader' || other.running?.role !== 'leader') return undefined;
  const { currentTerm } = one.running;
  return currentTerm === other.running.currentTerm ? `${one.name} and ${other.name} are both leader of term ${currentTerm}.` : undefined;
}

function mismatched(one: ServerView, other: ServerView): string | undefined {
  for (let index = Math.max(one.base, other.base) + 1; index <= Math.min(one.lastIndex, other.lastIndex); index++) {
    const entry = entryAt(one, index);
    const rival = entryAt(other, index);
    if (!entry || !rival || entry.term !== rival.term) continue;
    if (!sameEntry(entry, rival)) return `The logs of ${one.name} and ${other.name} hold different entries of term ${entry.term} at index ${index}.`;
    const [before, beforeRival] = [termAt(one, index - 1), termAt(other, index - 1)];
    if (before !== beforeRival) return `The logs of ${one.name} and ${other.name} hold the same entry at index ${index}, after entries of terms ${before} and ${beforeRival}.`;
  }
  return undefined;
}

/** What a server knows to be committed was committed in its own term or in an earlier one. */
function missing(leader: ServerView, server: ServerView): string | undefined {
  if (leader.running?.role !== 'leader' || !server.running || server.term > leader.term) return undefined;
  for (let index = Math.max(leader.base + 1, server.base); index <= server.running.commitIndex; index++) {
    if (isSame(leader, server, index)) continue;
    return `${leader.name}, leader of term ${leader.term}, is without the entry at index ${index} that ${server.name} in term ${server.term} knows to be committed.`;
  }
  return undefined;
}

/** Of the last entry that a snapshot stands for only the term is known. */
function isSame(one: ServerView, other: ServerView, index: Index): boolean {
  if (index > one.lastIndex || index > other.lastIndex) return false;
  const entry = entryAt(one, index);
  const rival = entryAt(other, index);
  return entry && rival ? sameEntry(entry, rival) : termAt(one, index) === termAt(other, index);
}

function appliedOtherwise(one: ServerView, other: ServerView): string | undefined {
  const applied = Math.min(one.running?.lastApplied ?? 0, other.running?.lastApplied ?? 0);
  for (let index = Math.max(one.base, other.base, 1); index <= applied; index++) {
    if (isSame(one, other, index)) continue;
    return `At index ${index} ${one.name} has applied an entry of term ${termAt(one, index)}, and ${other.name} one of term ${termAt(other, index)}.`;
  }
  return undefined;
}

function invariant(id: RaftPropertyId, finding: Finding): Invariant<RaftMessage> {
  return { id, meaning: RAFT_PROPERTIES.find((property) => property.id === id)!.meaning, violation: ofAnyTwo(finding) };
}

export const RAFT_INVARIANTS: readonly Invariant<RaftMessage>[] = [
  invariant('election-safety', electedTwice),
  invariant('log-matching', mismatched),
  invariant('leader-completeness', missing),
  invariant('state-machine-safety', appliedOtherwise),
];
