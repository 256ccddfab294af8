/** What a server of Paxos Commit has on its disk. */
import type { TransactionId } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { AcceptorRecord, PaxosCommitMessage } from '../../engine/protocols/replicated-commit/messages.ts';
import type { Node } from '../../engine/sim/node.ts';

/** Of each transaction in which it has promised or accepted anything; a record that can't be read is left out. */
export function acceptorRecords({ disk }: Node<PaxosCommitMessage>): readonly (readonly [TransactionId, AcceptorRecord])[] {
  return [...disk.capture().cells.keys()].flatMap((transaction) => {
    const record = disk.get(transaction) as AcceptorRecord | undefined;
    return record ? [[transaction, record] as const] : [];
  });
}
