/** How the messages of Paxos are shown. */
import type { PaxosMessage } from '../../engine/protocols/paxos/messages.ts';
import type { Field, MessageDescription } from '../definition.ts';
import { formatProposal } from './words.ts';

export function describePaxosMessage(message: PaxosMessage): MessageDescription {
  return { type: message.type, label: labelOf(message), fields: fieldsOf(message) };
}

function labelOf(message: PaxosMessage): string {
  switch (message.type) {
    case 'prepare':
      return `prepare ${message.ballot}`;
    case 'promise':
      return message.accepted ? `promise ${message.ballot}, with ${formatProposal(message.accepted)}` : `promise ${message.ballot}`;
    case 'accept':
      return `accept ${formatProposal(message)}`;
    case 'accepted':
      return `accepted ${formatProposal(message)}`;
    case 'refused':
      return `ballot ${message.ballot} refused for ${message.promised}`;
    case 'inquiry':
      return 'inquiry';
  }
}

function fieldsOf(message: PaxosMessage): Field[] {
  switch (message.type) {
    case 'prepare':
      return [ballot(message.ballot)];
    case 'promise':
      return [ballot(message.ballot), { label: 'accepted before', value: message.accepted ? formatProposal(message.accepted) : 'nothing' }];
    case 'accept':
    case 'accepted':
      return [ballot(message.ballot), { label: 'value', value: message.value }];
    case 'refused':
      return [ballot(message.ballot), { label: 'promised', value: String(message.promised) }];
    case 'inquiry':
      return [];
  }
}

function ballot(number: number): Field {
  return { label: 'ballot', value: String(number) };
}
