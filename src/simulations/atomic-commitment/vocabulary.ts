/** What scenes may say of every commit protocol. */
import type { Decision, TransactionId } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { FieldWord, TimerWord } from '../../engine/scene/vocabulary.ts';
import { text } from '../vocabulary.ts';

export const TRANSACTION: FieldWord = text('transaction', 'Its name.');
export const DECISION: FieldWord = text('decision', 'To commit or to abort.');

/** So many transactions came to this. */
export function countOf(outcomes: ReadonlyMap<TransactionId, Decision>, decision: Decision): number {
  return [...outcomes.values()].filter((outcome) => outcome === decision).length;
}

/** A timer that a node has for each transaction. */
export function timer(name: string, meaning: string): TimerWord {
  return { name, of: 'transaction', meaning };
}
