/** How the messages are shown that two- and three-phase commit have alike. */
import type { Decision, TransactionId } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Field, MessageDescription, NameOf } from '../definition.ts';

type CommitMessage = { readonly transaction: TransactionId } & (
  | { readonly type: 'prepare'; readonly participants: readonly NodeId[] }
  | { readonly type: 'vote'; readonly yes: boolean }
  | { readonly type: 'decision'; readonly decision: Decision }
  | { readonly type: 'acknowledgement' | 'inquiry' }
);

export function describeCommitMessage(message: CommitMessage, nameOf: NameOf): MessageDescription {
  const { transaction } = message;
  switch (message.type) {
    case 'prepare':
      return describeOf(message, `prepare ${transaction}`, { label: 'participants', value: message.participants.map(nameOf).join(', ') });
    case 'vote': {
      const vote = message.yes ? 'yes' : 'no';
      return describeOf(message, `vote ${vote} for ${transaction}`, { label: 'vote', value: vote });
    }
    case 'decision':
      return describeOf(message, `${message.decision} ${transaction}`, { label: 'decision', value: message.decision });
    case 'acknowledgement':
      return describeOf(message, `acknowledgement of ${transaction}`);
    case 'inquiry':
      return describeOf(message, `inquiry about ${transaction}`);
  }
}

/** @param content what it carries besides the transaction's name */
export function describeOf({ type, transaction }: { readonly type: string; readonly transaction: TransactionId }, label: string, ...content: readonly Field[]): MessageDescription {
  return { type, label, fields: [{ label: 'transaction', value: transaction }, ...content] };
}
