/** How the messages of Paxos Commit are shown. */
import type { PaxosCommitMessage } from '../../engine/protocols/replicated-commit/messages.ts';
import type { Field, MessageDescription, NameOf } from '../definition.ts';
import { formatAccepted, formatProposals } from './words.ts';

export function describePaxosCommitMessage(message: PaxosCommitMessage, nameOf: NameOf): MessageDescription {
  const transaction: Field = { label: 'transaction', value: message.transaction };
  return { type: message.type, label: labelOf(message, nameOf), fields: [transaction, ...contentOf(message, nameOf)] };
}

function labelOf(message: PaxosCommitMessage, nameOf: NameOf): string {
  const { transaction } = message;
  switch (message.type) {
    case 'prepare':
      return `prepare ${transaction}`;
    case 'phase-1a':
      return `phase 1a of ballot ${message.ballot}`;
    case 'phase-1b':
      return `phase 1b of ballot ${message.ballot}`;
    case 'phase-2a':
      return message.ballot === 0 ? formatProposals(message.proposals, nameOf) : `phase 2a of ballot ${message.ballot}`;
    case 'phase-2b':
      return message.ballot === 0 ? `accepted: ${formatProposals(message.proposals, nameOf)}` : `phase 2b of ballot ${message.ballot}`;
    case 'decision':
      return `${message.decision} ${transaction}`;
    case 'inquiry':
      return `inquiry about ${transaction}`;
  }
}

function contentOf(message: PaxosCommitMessage, nameOf: NameOf): Field[] {
  switch (message.type) {
    case 'prepare':
    case 'inquiry':
      return [{ label: 'participants', value: message.participants.map(nameOf).join(', ') }];
    case 'phase-1a':
      return [ballot(message.ballot)];
    case 'phase-1b':
      return [ballot(message.ballot), { label: 'accepted before', value: message.accepted.map((accepted) => formatAccepted(accepted, nameOf)).join('; ') || 'nothing' }];
    case 'phase-2a':
      return [ballot(message.ballot), { label: 'proposals', value: formatProposals(message.proposals, nameOf) }, { label: 'to be told', value: nameOf(message.leader) }];
    case 'phase-2b':
      return [ballot(message.ballot), { label: 'accepted', value: formatProposals(message.proposals, nameOf) }];
    case 'decision':
      return [{ label: 'decision', value: message.decision }];
  }
}

function ballot(number: number): Field {
  return { label: 'ballot', value: String(number) };
}
