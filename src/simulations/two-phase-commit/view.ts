/** How coordinators and participants are shown: above all who is in doubt, on whom it waits, and what is held meanwhile. */
import { isInDoubt, ledgerOf, readable } from '../../engine/protocols/atomic-commitment/ledger.ts';
import type { TransactionId } from '../../engine/protocols/atomic-commitment/transaction.ts';
import { Coordinator } from '../../engine/protocols/two-phase-commit/coordinator.ts';
import type { CoordinatorRecord, TwoPhaseMessage } from '../../engine/protocols/two-phase-commit/messages.ts';
import { Participant } from '../../engine/protocols/two-phase-commit/participant.ts';
import type { Node } from '../../engine/sim/node.ts';
import { describeCommitLog } from '../atomic-commitment/log-view.ts';
import { decidedField, doubtFields } from '../atomic-commitment/words.ts';
import type { NameOf, NodeDescription } from '../definition.ts';
import { isCoordinator } from './words.ts';

export function describeTwoPhaseNode(node: Node<TwoPhaseMessage>, nameOf: NameOf): NodeDescription {
  const { life } = node;
  const log = describeCommitLog(node.disk, nameOf);
  if (life instanceof Coordinator) return { ...describeCoordinator(life, nameOf), log };
  if (life instanceof Participant) return { ...describeParticipant(life, node, nameOf), log };
  return { ...describeDisk(node, nameOf), log };
}

type Described = Omit<NodeDescription, 'log'>;

function describeCoordinator(coordinator: Coordinator, nameOf: NameOf): Described {
  const open = [...coordinator.capture()].map(([transaction, state]) => {
    if (state.phase === 'committing') {
      const { unacknowledged } = state;
      return { field: { label: transaction, value: `committed; waits for acknowledgements of ${unacknowledged.map(nameOf).join(', ')}` }, summary: `${transaction}: ${unacknowledged.length} ack missing` };
    }
    const missing = state.participants.filter((participant) => !state.yes.includes(participant));
    return { field: { label: transaction, value: `not decided; waits for votes of ${missing.map(nameOf).join(', ')}` }, summary: `${transaction}: ${state.yes.length} of ${state.participants.length} votes` };
  });
  return {
    role: 'coordinator',
    badge: 'C',
    summary: open.length > 1 ? `${open.length} transactions open` : (open[0]?.summary ?? 'nothing open'),
    fields: [{ label: 'transactions open', value: open.map(({ field }) => field.label).join(', ') || 'none' }, ...open.map(({ field }) => field)],
  };
}

function describeParticipant(participant: Participant, { id }: Node<TwoPhaseMessage>, nameOf: NameOf): Described {
  const { inDoubt, outcomes } = participant.capture();
  const decided = decidedField(outcomes);
  const doubts = [...inDoubt].map(([transaction, { coordinator, participants }]) => ({ transaction, coordinator, others: participants.filter((other) => other !== id) }));
  const [first] = doubts;
  if (!first) {
    return { role: 'participant', badge: 'P', summary: 'resource free', fields: [...doubtFields([]), decided] };
  }
  return {
    role: 'in doubt',
    badge: '?',
    summary: `${first.transaction} held, waits for ${nameOf(first.coordinator)}`,
    fields: [
      ...doubtFields(doubts.map(({ transaction }) => transaction)),
      { label: 'waits for', value: doubts.map(({ coordinator }) => nameOf(coordinator)).join(', ') },
      { label: 'others with a part in it', value: first.others.map(nameOf).join(', ') || 'none' },
      decided,
    ],
  };
}

/** Of a node that is down only its disk can be seen, and what it will find there. */
function describeDisk(node: Node<TwoPhaseMessage>, nameOf: NameOf): Described {
  if (node.lives === 0) return { role: 'not started', badge: '–', summary: 'not started', fields: [] };
  const down = { role: 'down', badge: '–' };
  if (isCoordinator(node.name)) {
    const owed = toBeTold(node);
    return { ...down, summary: owed.length > 0 ? `on disk: ${owed.map(({ transaction }) => transaction).join(', ')} committed` : 'on disk: no commit', fields: [{ label: 'to be told again', value: owed.map(({ transaction, participants }) => `${transaction} to ${participants.map(nameOf).join(', ')}`).join('; ') || 'nothing' }] };
  }
  const doubts = [...ledgerOf(readable(node.disk.log))].filter(([, standing]) => isInDoubt(standing)).map(([transaction]) => transaction);
  return doubts.length > 0
    ? { ...down, summary: `on disk: in doubt about ${doubts.join(', ')}`, fields: doubtFields(doubts) }
    : { ...down, summary: 'on disk: no doubt', fields: [{ label: 'in doubt about', value: 'nothing' }] };
}

type CommitRecord = Extract<CoordinatorRecord, { readonly record: 'commit' }>;

/** Commits of which the log does not say that all have acknowledged them. */
function toBeTold(node: Node<TwoPhaseMessage>): readonly CommitRecord[] {
  const owed = new Map<TransactionId, CommitRecord>();
  for (const record of readable<CoordinatorRecord>(node.disk.log)) {
    if (record.record === 'commit') owed.set(record.transaction, record);
    else owed.delete(record.transaction);
  }
  return [...owed.values()];
}
