/** How the messages of Multi-Paxos are shown. */
import { formatKeyValue } from '../../engine/protocols/key-value/commands.ts';
import type { Entry, MultiPaxosMessage, Report } from '../../engine/protocols/multi-paxos/messages.ts';
import type { Field, MessageDescription, NameOf } from '../definition.ts';
import { formatOutcome, formatValue } from './words.ts';

export function describeMultiPaxosMessage(message: MultiPaxosMessage, nameOf: NameOf): MessageDescription {
  return { type: message.type, label: labelOf(message), fields: fieldsOf(contentOf(message, nameOf)) };
}

function labelOf(message: MultiPaxosMessage): string {
  switch (message.type) {
    case 'Prepare':
      return `prepare ${message.ballot}, from slot ${message.from}`;
    case 'Promise':
      return `promise ${message.ballot}`;
    case 'Accept':
      return `accept ${formatValue(message.value)} in slot ${message.slot}`;
    case 'Accepted':
      return `accepted slot ${message.slot}`;
    case 'Preempted':
      return `preempted by ballot ${message.ballot}`;
    case 'Heartbeat':
      return `heartbeat (ballot ${message.ballot})`;
    case 'HeartbeatReply':
      return `executed up to ${message.executed}`;
    case 'CatchUp':
      return `what is chosen from slot ${message.from}?`;
    case 'Decided':
      return `chosen up to ${message.chosen}`;
    case 'ClientRequest':
      return formatKeyValue(message.command);
    case 'ClientReply':
      return message.result ? `answer ${formatOutcome(message.result)}` : 'not the leader';
  }
}

type Content = Readonly<Record<string, string | number>>;

function contentOf(message: MultiPaxosMessage, nameOf: NameOf): Content {
  switch (message.type) {
    case 'Promise':
      return { ballot: message.ballot, ...reported(message) };
    case 'Accept':
      return { ballot: message.ballot, slot: message.slot, value: formatValue(message.value), 'chosen up to': message.chosen };
    case 'Heartbeat':
      return { ballot: message.ballot, 'chosen up to': message.chosen, 'executed by all': message.executedByAll };
    case 'Decided':
      return { ballot: message.ballot, 'chosen up to': message.chosen, ...reported(message) };
    case 'ClientRequest':
      return { serial: message.serial, command: formatKeyValue(message.command) };
    case 'ClientReply':
      return { serial: message.serial, result: message.result ? formatOutcome(message.result) : 'none', leader: message.leader === null ? 'unknown' : nameOf(message.leader) };
    default: {
      const { type: _, ...content } = message;
      return content;
    }
  }
}

function reported({ snapshot, entries }: Report): Content {
  return { snapshot: snapshot ? `up to slot ${snapshot.slot}` : 'none', slots: entries.map(formatEntry).join('; ') || 'none' };
}

function formatEntry({ slot, ballot, value, chosen }: Entry): string {
  return `${slot}: ${formatValue(value)}, ${chosen ? 'chosen' : `accepted in ballot ${ballot}`}`;
}

function fieldsOf(content: Content): Field[] {
  return Object.entries(content).map(([label, value]) => ({ label, value: String(value) }));
}
