/** How Raft's servers and clients are shown. */
import { RaftClient } from '../../engine/protocols/raft/client.ts';
import { formatCommand } from '../../engine/protocols/raft/commands.ts';
import type { Entry, RaftMessage, Snapshot } from '../../engine/protocols/raft/messages.ts';
import { RaftServer, type Role } from '../../engine/protocols/raft/server.ts';
import type { LogEntryView } from '../../contract/simulation.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { Field, NameOf, NodeDescription } from '../definition.ts';
import { formatEntry } from './describe-message.ts';
import { formatConfiguration } from './words.ts';

/** The most log entries that are shown; the newest ones. */
const SHOWN_ENTRIES = 24;

export function describeRaftNode(node: Node<RaftMessage>, nameOf: NameOf): NodeDescription {
  const { life } = node;
  if (life instanceof RaftServer) return describeServer(life, node, nameOf);
  if (life instanceof RaftClient) return describeClient(life, nameOf);
  return describeDisk(node, nameOf);
}

const BADGES: Readonly<Record<Role, string>> = { follower: 'F', 'pre-candidate': 'P', candidate: 'C', leader: 'L' };

function describeServer(server: RaftServer, node: Node<RaftMessage>, nameOf: NameOf): NodeDescription {
  if (server.damage !== null) return describeDamaged(server.damage, node, nameOf);
  const { role, currentTerm, votedFor, leader, commitIndex, lastApplied, log, membership, options } = server;
  const fields: Field[] = [
    { label: 'role', value: role },
    { label: 'currentTerm', value: String(currentTerm) },
    { label: 'votedFor', value: votedFor === null ? 'nobody' : nameOf(votedFor) },
    { label: 'leader', value: leader === null ? 'unknown' : nameOf(leader) },
    { label: 'configuration', value: formatConfiguration(membership.configuration, nameOf) + (membership.isCommitted ? '' : ' (not committed)') },
    { label: 'log length', value: String(log.lastIndex) },
    { label: 'snapshot', value: log.snapshot ? `up to index ${log.baseIndex}` : 'none' },
    { label: 'commitIndex', value: String(commitIndex) },
    { label: 'lastApplied', value: String(lastApplied) },
    { label: 'state', value: contents(server.machine.contents()) },
  ];
  if (options.sessionLimit > 0) fields.push({ label: 'sessions', value: server.machine.openSessions().join(', ') || 'none' });
  if (role === 'candidate' || role === 'pre-candidate') fields.push({ label: 'votes', value: server.elections.votes.map(nameOf).join(', ') });
  if (role === 'leader') {
    fields.push({ label: 'nextIndex', value: perServer(server.replication.nextIndex, node.id, nameOf) });
    fields.push({ label: 'matchIndex', value: perServer(server.replication.matchIndex, node.id, nameOf) });
    fields.push(...describeLeadership(server, nameOf));
  }
  return {
    role,
    badge: BADGES[role],
    summary: `term ${currentTerm} · commit ${commitIndex}`,
    fields,
    log: describeLog(node, commitIndex, nameOf),
  };
}

/** What only a leader has to do with, and only where there is some of it. */
function describeLeadership({ changes, transfer, reads, options }: RaftServer, nameOf: NameOf): Field[] {
  const fields: Field[] = [];
  if (changes.pending) fields.push({ label: 'change to', value: `{${changes.pending.target.map(nameOf).join(', ')}}` });
  if (changes.newcomers.length > 0) fields.push({ label: 'catching up', value: changes.newcomers.map(nameOf).join(', ') });
  if (transfer.pending) fields.push({ label: 'hands over to', value: nameOf(transfer.pending.target) });
  if (options.reads !== 'log') fields.push({ label: 'reads that wait', value: String(reads.waiting.length) });
  if (options.reads === 'lease') fields.push({ label: 'lease', value: reads.holdsLease() ? 'held' : 'not held' });
  return fields;
}

function describeDamaged(damage: string, node: Node<RaftMessage>, nameOf: NameOf): NodeDescription {
  return { ...describeDisk(node, nameOf), role: 'out of service', summary: `can't read ${damage}` };
}

/** Of a server that is down only its disk can be seen. */
function describeDisk(node: Node<RaftMessage>, nameOf: NameOf): NodeDescription {
  if (node.kind === 'client') return { role: 'client', badge: '◇', summary: node.status, fields: [], log: [] };
  const term = Number(node.disk.get('currentTerm') ?? 0);
  const votedFor = node.disk.get('votedFor');
  return {
    role: 'down',
    badge: '–',
    summary: node.status === 'crashed' ? `on disk: term ${term}` : 'not started',
    fields: [
      { label: 'currentTerm (disk)', value: String(term) },
      { label: 'votedFor (disk)', value: typeof votedFor === 'number' ? nameOf(votedFor) : 'nobody' },
      { label: 'log length (disk)', value: String(node.disk.log.length) },
    ],
    log: describeLog(node, 0, nameOf),
  };
}

function describeClient({ serial, session, server, pending, waiting, damaged }: RaftClient, nameOf: NameOf): NodeDescription {
  return {
    role: 'client',
    badge: '◇',
    summary: damaged ? 'out of service' : pending ? `waits: ${formatCommand(pending)}` : 'idle',
    fields: [
      { label: 'serial', value: String(serial) },
      { label: 'session', value: session === null ? 'none' : String(session) },
      { label: 'server tried', value: nameOf(server) },
      { label: 'waits for', value: pending ? formatCommand(pending) : 'nothing' },
      { label: 'commands queued', value: String(waiting.length) },
    ],
    log: [],
  };
}

/** The snapshot stands as one row for the entries that it covers. */
function describeLog(node: Node<RaftMessage>, commitIndex: number, nameOf: NameOf): LogEntryView[] {
  const { log } = node.disk;
  const snapshot = node.disk.get('snapshot') as Snapshot | undefined;
  const first = Math.max(log.start + 1, log.length - SHOWN_ENTRIES + 1);
  const entries = Array.from({ length: log.length - first + 1 }, (_, offset): LogEntryView => {
    const index = first + offset;
    const entry = log.at(index - 1) as Entry | undefined;
    return { index, mark: String(entry?.term ?? 0), label: entry ? formatEntry(entry, nameOf) : 'damaged', settled: index <= commitIndex };
  });
  return snapshot && first === log.start + 1 ? [describeSnapshot(snapshot), ...entries] : entries;
}

function describeSnapshot({ lastIncludedIndex, lastIncludedTerm, records }: Snapshot): LogEntryView {
  const values = new Map(records.flatMap((record) => ('key' in record ? [[record.key, record.value] as const] : [])));
  return { index: lastIncludedIndex, mark: String(lastIncludedTerm), label: `snapshot: ${contents(values)}`, settled: true };
}

function contents(values: ReadonlyMap<string, number>): string {
  return [...values].map(([key, value]) => `${key} = ${value}`).join(', ') || 'empty';
}

function perServer(indices: Int32Array, self: number, nameOf: NameOf): string {
  return [...indices].flatMap((index, server) => (server === self ? [] : [`${nameOf(server)}: ${index}`])).join(', ');
}
