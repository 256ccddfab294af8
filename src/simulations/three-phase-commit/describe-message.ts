/** How the messages of three-phase commit are shown. */
import type { ThreePhaseMessage } from '../../engine/protocols/three-phase-commit/messages.ts';
import type { Field, MessageDescription, NameOf } from '../definition.ts';

export function describeThreePhaseMessage(message: ThreePhaseMessage, nameOf: NameOf): MessageDescription {
  const transaction: Field = { label: 'transaction', value: message.transaction };
  return { type: message.type, label: labelOf(message), fields: [transaction, ...contentOf(message, nameOf)] };
}

function labelOf(message: ThreePhaseMessage): string {
  const { transaction } = message;
  switch (message.type) {
    case 'prepare':
      return `prepare ${transaction}`;
    case 'vote':
      return `vote ${message.yes ? 'yes' : 'no'} for ${transaction}`;
    case 'precommit':
      return `precommit ${transaction}`;
    case 'acknowledgement':
      return `acknowledgement of ${transaction}`;
    case 'decision':
      return `${message.decision} ${transaction}`;
    case 'state-request':
      return `request for the state of ${transaction}`;
    case 'inquiry':
      return `inquiry about ${transaction}`;
    case 'state':
      return `${message.state} in ${transaction}`;
  }
}

function contentOf(message: ThreePhaseMessage, nameOf: NameOf): Field[] {
  switch (message.type) {
    case 'prepare':
      return [{ label: 'participants', value: message.participants.map(nameOf).join(', ') }];
    case 'vote':
      return [{ label: 'vote', value: message.yes ? 'yes' : 'no' }];
    case 'decision':
      return [{ label: 'decision', value: message.decision }];
    case 'state':
      return [{ label: 'state', value: message.state }];
    default:
      return [];
  }
}
