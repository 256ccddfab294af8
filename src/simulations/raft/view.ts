/** How Raft's servers, clients and messages are shown. */
import type { RaftMessage } from '../../engine/protocols/raft/messages.ts';
import { RaftClient } from '../../engine/protocols/raft/client.ts';
import { RaftServer } from '../../engine/protocols/raft/server.ts';
import { formatCommand, type StateRecord } from '../../engine/protocols/raft/state-machine.ts';
import type { Entry } from '../../engine/protocols/raft/messages.ts';
import type { LogEntryView } from '../../contract/simulation.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { Field, MessageDescription, NameOf, NodeDescription } from '../definition.ts';

/** The most log entries that are shown; the newest ones. */
const SHOWN_ENTRIES = 24;

export function describeRaftNode(node: Node<RaftMessage>, nameOf: NameOf): NodeDescription {
  const { life } = node;
  if (life instanceof RaftServer) return describeServer(life, node, nameOf);
  if (life instanceof RaftClient) return describeClient(life, nameOf);
  return describeDisk(node, nameOf);
}

const BADGES = { follower: 'F', candidate: 'C', leader: 'L' } as const;

function describeServer(server: RaftServer, node: Node<RaftMessage>, nameOf: NameOf): NodeDescription {
  const { role, currentTerm, votedFor, leader, commitIndex, lastApplied } = server;
  const fields: Field[] = [
    { label: 'role', value: role },
    { label: 'currentTerm', value: String(currentTerm) },
    { label: 'votedFor', value: votedFor === null ? 'nobody' : nameOf(votedFor) },
    { label: 'leader', value: leader === null ? 'unknown' : nameOf(leader) },
    { label: 'log length', value: String(server.log.lastIndex) },
    { label: 'commitIndex', value: String(commitIndex) },
    { label: 'lastApplied', value: String(lastApplied) },
    { label: 'state', value: contents(server.machine.contents()) },
  ];
  if (role === 'candidate') fields.push({ label: 'votes', value: server.elections.votes.map(nameOf).join(', ') });
  if (role === 'leader') {
    fields.push({ label: 'nextIndex', value: perServer(server.replication.nextIndex, node.id, nameOf) });
    fields.push({ label: 'matchIndex', value: perServer(server.replication.matchIndex, node.id, nameOf) });
  }
  return {
    role,
    badge: BADGES[role],
    summary: `term ${currentTerm} · commit ${commitIndex}`,
    fields,
    log: describeLog(node, commitIndex),
  };
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
    log: describeLog(node, 0),
  };
}

function describeClient({ serial, server, pending, waiting }: RaftClient, nameOf: NameOf): NodeDescription {
  return {
    role: 'client',
    badge: '◇',
    summary: pending ? `waits: ${formatCommand(pending)}` : 'idle',
    fields: [
      { label: 'serial', value: String(serial) },
      { label: 'server tried', value: nameOf(server) },
      { label: 'waits for', value: pending ? formatCommand(pending) : 'nothing' },
      { label: 'commands queued', value: String(waiting.length) },
    ],
    log: [],
  };
}

function describeLog(node: Node<RaftMessage>, commitIndex: number): LogEntryView[] {
  const { log } = node.disk;
  const first = Math.max(log.start + 1, log.length - SHOWN_ENTRIES + 1);
  return Array.from({ length: log.length - first + 1 }, (_, offset) => {
    const index = first + offset;
    const { term, request } = log.at(index - 1) as Entry;
    return { index, term, label: formatCommand(request.command), committed: index <= commitIndex };
  });
}

export function describeRaftMessage(message: RaftMessage, nameOf: NameOf): MessageDescription {
  const { type } = message;
  switch (message.type) {
    case 'RequestVote':
      return {
        type,
        label: `RequestVote (term ${message.term})`,
        fields: fieldsOf({ term: message.term, lastLogIndex: message.lastLogIndex, lastLogTerm: message.lastLogTerm }),
      };
    case 'RequestVoteReply':
      return {
        type,
        label: message.voteGranted ? `vote granted (term ${message.term})` : `vote refused (term ${message.term})`,
        fields: fieldsOf({ term: message.term, voteGranted: message.voteGranted }),
      };
    case 'AppendEntries': {
      const { term, prevLogIndex, prevLogTerm, entries, leaderCommit } = message;
      return {
        type,
        label: entries.length === 0 ? `heartbeat (term ${term})` : `AppendEntries (term ${term}, ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'})`,
        fields: fieldsOf({
          term,
          prevLogIndex,
          prevLogTerm,
          entries: entries.map((entry) => formatCommand(entry.request.command)).join('; ') || 'none',
          leaderCommit,
        }),
      };
    }
    case 'AppendEntriesReply':
      return {
        type,
        label: message.success ? `accepted (up to ${message.index})` : message.index > 0 ? `rejected (back to ${message.index})` : `rejected (term ${message.term})`,
        fields: fieldsOf({ term: message.term, success: message.success, index: message.index }),
      };
    case 'InstallSnapshot': {
      const { term, lastIncludedIndex, lastIncludedTerm, offset, records, done } = message;
      return {
        type,
        label: `InstallSnapshot (up to ${lastIncludedIndex})`,
        fields: fieldsOf({ term, lastIncludedIndex, lastIncludedTerm, offset, records: records.map(formatRecord).join('; ') || 'none', done }),
      };
    }
    case 'InstallSnapshotReply': {
      const { term, lastIncludedIndex, installed, received } = message;
      return {
        type,
        label: installed ? `installed (up to ${lastIncludedIndex})` : `received ${received} records`,
        fields: fieldsOf({ term, lastIncludedIndex, installed, received }),
      };
    }
    case 'ClientRequest':
      return { type, label: formatCommand(message.command), fields: fieldsOf({ serial: message.serial, command: formatCommand(message.command) }) };
    case 'ClientReply':
      return {
        type,
        label: message.result ? `answer ${message.result.value ?? 'nothing'}` : 'not the leader',
        fields: fieldsOf({
          serial: message.serial,
          result: message.result ? String(message.result.value ?? 'nothing') : 'none',
          leader: message.leader === null ? 'unknown' : nameOf(message.leader),
        }),
      };
  }
}

function formatRecord(record: StateRecord): string {
  return 'key' in record ? `${record.key} = ${record.value}` : `client ${record.client}: command ${record.serial} gave ${record.result.value ?? 'nothing'}`;
}

function fieldsOf(values: Readonly<Record<string, string | number | boolean>>): Field[] {
  return Object.entries(values).map(([label, value]) => ({ label, value: String(value) }));
}

function contents(values: ReadonlyMap<string, number>): string {
  return [...values].map(([key, value]) => `${key} = ${value}`).join(', ') || 'empty';
}

function perServer(indices: Int32Array, self: number, nameOf: NameOf): string {
  return [...indices].flatMap((index, server) => (server === self ? [] : [`${nameOf(server)}: ${index}`])).join(', ');
}
