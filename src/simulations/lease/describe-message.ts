/** How the messages between clients, lock service and store are shown. */
import type { LeaseMessage } from '../../engine/protocols/lease/messages.ts';
import type { MessageDescription } from '../definition.ts';

export function describeLeaseMessage(message: LeaseMessage): MessageDescription {
  const { type, ...content } = message;
  return { type: TYPES[type], label: labelOf(message), fields: Object.entries(content).map(([label, value]) => ({ label, value: String(value) })) };
}

/** What a request and its answer have in common comes first, so that they are drawn alike. */
const TYPES: Readonly<Record<LeaseMessage['type'], string>> = {
  request: 'lock request',
  grant: 'lock answer',
  renew: 'renewal request',
  renewed: 'renewal answer',
  release: 'release',
  read: 'read request',
  value: 'read answer',
  write: 'write request',
  written: 'write answer',
  fenced: 'refusal',
};

function labelOf(message: LeaseMessage): string {
  switch (message.type) {
    case 'request':
      return `request ${message.serial}`;
    case 'grant':
      return `grant (token ${message.token})`;
    case 'value':
      return `value ${message.value} (token ${message.token})`;
    case 'write':
      return `write ${message.value} (token ${message.token})`;
    case 'fenced':
      return `refused (token ${message.token})`;
    default:
      return `${message.type} (token ${message.token})`;
  }
}
