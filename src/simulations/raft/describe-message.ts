/** How Raft's messages are shown. */
import { formatCommand } from '../../engine/protocols/raft/commands.ts';
import type { Entry, RaftMessage } from '../../engine/protocols/raft/messages.ts';
import type { StateRecord } from '../../engine/protocols/key-value/state-machine.ts';
import type { Field, MessageDescription, NameOf } from '../definition.ts';
import { count, formatConfiguration, formatResult } from './words.ts';

export function describeRaftMessage(message: RaftMessage, nameOf: NameOf): MessageDescription {
  return { type: message.type, label: labelOf(message), fields: fieldsOf(contentOf(message, nameOf)) };
}

function labelOf(message: RaftMessage): string {
  switch (message.type) {
    case 'RequestVote':
      return `RequestVote (term ${message.term})`;
    case 'RequestVoteReply':
      return `vote ${message.voteGranted ? 'granted' : 'refused'} (term ${message.term})`;
    case 'PreVote':
      return `PreVote (for term ${message.nextTerm})`;
    case 'PreVoteReply':
      return `vote ${message.voteGranted ? 'promised' : 'not promised'} (for term ${message.nextTerm})`;
    case 'AppendEntries':
      return message.entries.length === 0 ? `heartbeat (term ${message.term})` : `AppendEntries (term ${message.term}, ${count(message.entries.length, 'entry', 'entries')})`;
    case 'AppendEntriesReply':
      if (message.success) return `accepted (up to ${message.index})`;
      return message.index > 0 ? `rejected (back to ${message.index})` : `rejected (term ${message.term})`;
    case 'InstallSnapshot':
      return `InstallSnapshot (up to ${message.lastIncludedIndex})`;
    case 'InstallSnapshotReply':
      return message.installed ? `installed (up to ${message.lastIncludedIndex})` : `received ${count(message.received, 'record', 'records')}`;
    case 'TimeoutNow':
      return `TimeoutNow (term ${message.term})`;
    case 'ClientRequest':
      return formatCommand(message.command);
    case 'ClientReply':
      if (!message.result) return 'not the leader';
      return 'value' in message.result ? `answer ${formatResult(message.result)}` : formatResult(message.result);
    case 'TakeSnapshot':
      return 'take a snapshot';
  }
}

type Content = Readonly<Record<string, string | number | boolean>>;

/** The message's own fields under their own names, in words where they are no number. */
function contentOf(message: RaftMessage, nameOf: NameOf): Content {
  switch (message.type) {
    case 'AppendEntries': {
      const { term, prevLogIndex, prevLogTerm, entries, leaderCommit, round } = message;
      return { term, prevLogIndex, prevLogTerm, entries: entries.map((entry) => formatEntry(entry, nameOf)).join('; ') || 'none', leaderCommit, round };
    }
    case 'InstallSnapshot': {
      const { term, lastIncludedIndex, lastIncludedTerm, configuration, offset, records, done, round } = message;
      return { term, lastIncludedIndex, lastIncludedTerm, configuration: formatConfiguration(configuration, nameOf), offset, records: records.map(formatRecord).join('; ') || 'none', done, round };
    }
    case 'ClientRequest':
      return { serial: message.serial, command: formatCommand(message.command) };
    case 'ClientReply':
      return { serial: message.serial, result: message.result ? formatResult(message.result) : 'none', leader: message.leader === null ? 'unknown' : nameOf(message.leader) };
    default: {
      const { type: _, ...content } = message;
      return content;
    }
  }
}

export function formatEntry(entry: Entry, nameOf: NameOf): string {
  if (entry.kind === 'command') return formatCommand(entry.request.command);
  return entry.kind === 'no-op' ? 'no-op' : formatConfiguration(entry.configuration, nameOf);
}

function formatRecord(record: StateRecord): string {
  return 'key' in record ? `${record.key} = ${record.value}` : `session ${record.session}: command ${record.serial} gave ${formatResult(record.result)}`;
}

function fieldsOf(content: Content): Field[] {
  return Object.entries(content).map(([label, value]) => ({ label, value: String(value) }));
}
