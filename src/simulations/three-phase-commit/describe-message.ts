/** How the messages of three-phase commit are shown. */
import type { ThreePhaseMessage } from '../../engine/protocols/three-phase-commit/messages.ts';
import { describeCommitMessage, describeOf } from '../atomic-commitment/describe-message.ts';
import type { MessageDescription, NameOf } from '../definition.ts';

export function describeThreePhaseMessage(message: ThreePhaseMessage, nameOf: NameOf): MessageDescription {
  const { transaction } = message;
  switch (message.type) {
    case 'precommit':
      return describeOf(message, `precommit ${transaction}`);
    case 'state-request':
      return describeOf(message, `request for the state of ${transaction}`);
    case 'state':
      return describeOf(message, `${message.state} in ${transaction}`, { label: 'state', value: message.state });
    default:
      return describeCommitMessage(message, nameOf);
  }
}
