/** How the messages of two-phase commit are shown. */
import type { TwoPhaseMessage } from '../../engine/protocols/two-phase-commit/messages.ts';
import type { Field, MessageDescription, NameOf } from '../definition.ts';

export function describeTwoPhaseMessage(message: TwoPhaseMessage, nameOf: NameOf): MessageDescription {
  const transaction: Field = { label: 'transaction', value: message.transaction };
  return { type: message.type, label: labelOf(message), fields: [transaction, ...contentOf(message, nameOf)] };
}

function labelOf(message: TwoPhaseMessage): string {
  const { transaction } = message;
  switch (message.type) {
    case 'prepare':
      return `prepare ${transaction}`;
    case 'vote':
      return `vote ${message.yes ? 'yes' : 'no'} for ${transaction}`;
    case 'decision':
      return `${message.decision} ${transaction}`;
    case 'acknowledgement':
      return `acknowledgement of ${transaction}`;
    case 'inquiry':
      return `inquiry about ${transaction}`;
  }
}

function contentOf(message: TwoPhaseMessage, nameOf: NameOf): Field[] {
  switch (message.type) {
    case 'prepare':
      return [{ label: 'participants', value: message.participants.map(nameOf).join(', ') }];
    case 'vote':
      return [{ label: 'vote', value: message.yes ? 'yes' : 'no' }];
    case 'decision':
      return [{ label: 'decision', value: message.decision }];
    case 'acknowledgement':
    case 'inquiry':
      return [];
  }
}
