/** How lists and decisions are put into words, and what a source of commit protocols says. */
import type { Decision, TransactionId } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Field, NameOf, Narration } from '../definition.ts';

/** @param section of Bernstein, Hadzilacos and Goodman, "Concurrency Control and Recovery in Database Systems" */
export function sayOfCommitment(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Bernstein, Hadzilacos and Goodman 1987', section } };
}

/** `p1, p2 and p3` */
export function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? 'nobody';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export function named(nodes: readonly NodeId[], nameOf: NameOf): string {
  return enumerated(nodes.map(nameOf));
}

/** A command as it is shown: the transaction, and the participants that were named. */
export function readCommand(command: string, nameOf: NameOf): { readonly transaction: TransactionId; readonly where: string } {
  const [transaction = '', ...participants] = command.trim().split(/\s+/);
  const names = participants.map((name) => (/^\d+$/.test(name) ? nameOf(Number(name)) : name));
  return { transaction, where: names.length === 0 ? '' : ` for ${enumerated(names)}` };
}

/** The most that is shown of what was decided; the newest. */
const SHOWN_DECISIONS = 8;

const PAST: Readonly<Record<Decision, string>> = { commit: 'committed', abort: 'aborted' };

export function decidedField(outcomes: ReadonlyMap<TransactionId, Decision>): Field {
  return { label: 'decided', value: [...outcomes].slice(-SHOWN_DECISIONS).map(([transaction, decision]) => `${transaction} ${PAST[decision]}`).join(', ') || 'nothing' };
}

/** What a transaction that is not decided keeps from others. */
export function doubtFields(transactions: readonly TransactionId[]): readonly Field[] {
  const none = transactions.length === 0;
  return [
    { label: 'in doubt about', value: none ? 'nothing' : transactions.join(', ') },
    { label: 'resource', value: none ? 'free' : `held by ${transactions.join(', ')}` },
  ];
}
