/**
 * Who is in doubt about a transaction, and whether anybody can tell it, as things are: its coordinator, or, where participants
 * ask each other, one that knows the decision or has not voted.
 */
import { isInDoubt, ledgerOf, readable } from '../../engine/protocols/atomic-commitment/ledger.ts';
import type { TransactionId } from '../../engine/protocols/atomic-commitment/transaction.ts';
import { Coordinator } from '../../engine/protocols/two-phase-commit/coordinator.ts';
import type { CoordinatorRecord, PrepareRecord, TwoPhaseMessage } from '../../engine/protocols/two-phase-commit/messages.ts';
import { Participant } from '../../engine/protocols/two-phase-commit/participant.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Simulator } from '../../engine/sim/simulator.ts';
import type { Ensemble } from '../quorum-reach.ts';

/** Whether nodes are up and links are cut, in fact or by assumption. */
export type Conditions = Pick<Ensemble, 'conditionOf' | 'isCut'>;

export interface Doubt {
  readonly transaction: TransactionId;
  readonly coordinator: NodeId;
  /** Who is in doubt, memory or disk; ascending. */
  readonly inDoubt: readonly NodeId[];
  /** Everybody with a part in it. */
  readonly participants: readonly NodeId[];
  /** Whether the coordinator tells the decision by itself, and does not wait to be asked. */
  readonly tells: boolean;
  /** Participants to whom a decision is on its way. */
  readonly told: readonly NodeId[];
}

/** What is in doubt anywhere, in the order in which nodes and their logs have it. */
export function doubtsOf(simulator: Simulator<TwoPhaseMessage>): readonly Doubt[] {
  const doubts = new Map<TransactionId, { readonly record: Pick<PrepareRecord, 'coordinator' | 'participants'>; readonly inDoubt: NodeId[] }>();
  for (const node of simulator.nodes) {
    for (const [transaction, record] of heldBy(node)) {
      const known = doubts.get(transaction);
      if (known) known.inDoubt.push(node.id);
      else doubts.set(transaction, { record, inDoubt: [node.id] });
    }
  }
  const messages = simulator.messagesInFlight();
  return [...doubts].map(([transaction, { record: { coordinator, participants }, inDoubt }]) => ({
    transaction,
    coordinator,
    inDoubt,
    participants,
    tells: tellsOf(simulator.nodes[coordinator]!, transaction),
    told: messages.filter(({ message, from, to }) => message.type === 'decision' && message.transaction === transaction && !simulator.network.isBlocked(from, to)).map(({ to }) => to),
  }));
}

/** What a participant has voted for and not decided. */
export function heldBy({ life, disk, name }: Node<TwoPhaseMessage>): ReadonlyMap<TransactionId, Pick<PrepareRecord, 'coordinator' | 'participants'>> {
  if (life instanceof Participant) return life.capture().inDoubt;
  if (life !== undefined || !name.startsWith('p')) return new Map();
  const ledger = ledgerOf(readable(disk.log));
  const prepared = [...readable<PrepareRecord>(disk.log)].filter(({ record, transaction }) => record === 'prepare' && isInDoubt(ledger.get(transaction)!));
  return new Map(prepared.map((record) => [record.transaction, record]));
}

/** While it collects votes it will decide, if only since time passes; what it has forced to commit it tells until that is acknowledged. */
function tellsOf({ life, disk }: Node<TwoPhaseMessage>, transaction: TransactionId): boolean {
  if (life instanceof Coordinator) return life.capture().has(transaction);
  const records = [...readable<CoordinatorRecord>(disk.log)].filter((record) => record.transaction === transaction);
  return records.at(-1)?.record === 'commit';
}

/** Participants that are up, in doubt, and can come to know the decision from nobody, however long they wait; ascending. */
export function leftInDoubt({ coordinator, participants, inDoubt, tells, told }: Doubt, { conditionOf, isCut }: Conditions, cooperative: boolean): readonly NodeId[] {
  const isUp = (node: NodeId) => conditionOf(node) === 'up';
  const canAsk = (asking: NodeId, asked: NodeId) => isUp(asked) && !isCut(asking, asked) && !isCut(asked, asking);
  const hears = (node: NodeId) => told.includes(node) || canAsk(node, coordinator) || (tells && isUp(coordinator) && !isCut(coordinator, node));
  let left = inDoubt.filter(isUp);
  for (;;) {
    const still = left.filter((node) => !hears(node) && !(cooperative && participants.some((other) => other !== node && canAsk(node, other) && (!inDoubt.includes(other) || !left.includes(other)))));
    if (still.length === left.length) return left;
    left = still;
  }
}
