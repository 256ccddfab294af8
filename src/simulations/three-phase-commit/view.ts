/** How coordinators and participants of three-phase commit are shown: who is in which state, on whom it waits, and what is held meanwhile. */
import { isInDoubt, ledgerOf, readable } from '../../engine/protocols/atomic-commitment/ledger.ts';
import { excluding } from '../../engine/protocols/atomic-commitment/transaction.ts';
import { Coordinator, type Coordinating } from '../../engine/protocols/three-phase-commit/coordinator.ts';
import type { ThreePhaseMessage, ThreePhaseRecord } from '../../engine/protocols/three-phase-commit/messages.ts';
import { Participant, type Participating } from '../../engine/protocols/three-phase-commit/participant.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import { describeCommitLog } from '../atomic-commitment/log-view.ts';
import { decidedField, doubtFields } from '../atomic-commitment/words.ts';
import type { Field, NameOf, NodeDescription } from '../definition.ts';
import { isCoordinator } from './words.ts';

type Described = Omit<NodeDescription, 'log'>;

export function describeThreePhaseNode(node: Node<ThreePhaseMessage>, nameOf: NameOf): NodeDescription {
  return { ...describe(node, nameOf), log: describeCommitLog(node.disk, nameOf) };
}

function describe(node: Node<ThreePhaseMessage>, nameOf: NameOf): Described {
  const { life } = node;
  if (life instanceof Coordinator) return describeCoordinator(life, nameOf);
  if (life instanceof Participant) return describeParticipant(life, node, nameOf);
  return describeDisk(node);
}

function describeCoordinator(coordinator: Coordinator, nameOf: NameOf): Described {
  const { active, recovering, outcomes } = coordinator.capture();
  const open = [...active].map(([transaction, state]) => ({ transaction, ...describeCoordinating(state, nameOf) }));
  const fields: Field[] = [
    { label: 'transactions open', value: [...active.keys(), ...recovering.keys()].join(', ') || 'none' },
    ...open.map(({ transaction, value }) => ({ label: transaction, value })),
    ...askingFields(recovering, nameOf),
    decidedField(outcomes),
  ];
  const [asked] = recovering.keys();
  if (asked !== undefined) return { role: 'in doubt', badge: 'R', summary: `${asked}: recovering, asks`, fields };
  const [first] = open;
  return { role: 'coordinator', badge: 'C', summary: open.length > 1 ? `${open.length} transactions open` : first ? `${first.transaction}: ${first.summary}` : 'nothing open', fields };
}

function describeCoordinating(state: Coordinating, nameOf: NameOf): { readonly value: string; readonly summary: string } {
  const { participants } = state;
  if (state.phase === 'voting') {
    const missing = participants.filter((participant) => !state.yes.includes(participant));
    return { value: `voting; waits for votes of ${listed(missing, nameOf)}`, summary: `${state.yes.length} of ${participants.length} votes` };
  }
  return { value: `precommitted; waits for acknowledgements of ${listed(state.unacknowledged, nameOf)}`, summary: `${participants.length - state.unacknowledged.length} of ${participants.length} precommitted` };
}

function describeParticipant(participant: Participant, { id }: Node<ThreePhaseMessage>, nameOf: NameOf): Described {
  const { active, recovering, outcomes } = participant.capture();
  const doubts = doubtFields([...active.keys(), ...recovering.keys()]);
  const decided = decidedField(outcomes);
  const [asked] = recovering.keys();
  if (asked !== undefined) return { role: 'in doubt', badge: 'R', summary: `${asked} held, recovering`, fields: [...doubts, { label: 'state', value: 'recovering' }, ...askingFields(recovering, nameOf), decided] };
  const [first] = active;
  if (!first) return { role: 'participant', badge: 'P', summary: 'resource free', fields: [...doubts, decided] };
  const [transaction, state] = first;
  const whom = waitsFor(state, id, nameOf);
  return {
    ...titleOf(state),
    summary: state.leading ? `${transaction} held, leads` : `${transaction} held, waits for ${whom}`,
    fields: [...doubts, { label: 'state', value: state.state }, { label: 'waits for', value: whom }, { label: 'termination', value: describeTermination(state, nameOf) }, decided],
  };
}

function titleOf({ state, leading }: Participating): Pick<NodeDescription, 'role' | 'badge'> {
  if (leading) return { role: 'leader', badge: 'L' };
  return { role: 'in doubt', badge: state === 'uncertain' ? '?' : '!' };
}

/** Whoever it waits for now. When it has heard nothing for too long, it leads the termination. */
function waitsFor({ coordinator, participants, leading }: Participating, self: NodeId, nameOf: NameOf): string {
  if (!leading) return nameOf(coordinator);
  return listed('unacknowledged' in leading ? leading.unacknowledged : excluding(participants, self).filter((other) => !leading.states.has(other)), nameOf);
}

function describeTermination({ leading }: Participating, nameOf: NameOf): string {
  if (!leading) return 'not led from here';
  if ('unacknowledged' in leading) return 'has told the others to precommit';
  return `asks: ${[...leading.states].map(([node, state]) => `${nameOf(node)} is ${state}`).join(', ') || 'no answers yet'}`;
}

type Recovering = ReturnType<Participant['capture']>['recovering'];

function askingFields(recovering: Recovering, nameOf: NameOf): readonly Field[] {
  return [...recovering].map(([transaction, { others, alike }]) => ({
    label: `asks about ${transaction}`,
    value: `${listed(others, nameOf)}${alike.length > 0 ? `; ${listed(alike, nameOf)} can't tell either` : ''}`,
  }));
}

/** Of a node that is down only its disk can be seen, and what it will find there. */
function describeDisk(node: Node<ThreePhaseMessage>): Described {
  if (node.lives === 0) return { role: 'not started', badge: '–', summary: 'not started', fields: [] };
  const down = { role: 'down', badge: '–' };
  const doubts = isCoordinator(node.name) ? precommittedIn(node) : [...ledgerOf(readable(node.disk.log))].filter(([, standing]) => isInDoubt(standing)).map(([transaction]) => transaction);
  const fields = isCoordinator(node.name) ? doubtFields(doubts).slice(0, 1) : doubtFields(doubts);
  return { ...down, summary: doubts.length > 0 ? `on disk: in doubt about ${doubts.join(', ')}` : 'on disk: no doubt', fields };
}

/** Transactions of which a coordinator has told to precommit, and no decision. */
function precommittedIn({ disk }: Node<ThreePhaseMessage>): readonly string[] {
  const open = new Set<string>();
  for (const { record, transaction } of readable<ThreePhaseRecord>(disk.log)) {
    if (record === 'precommit') open.add(transaction);
    else open.delete(transaction);
  }
  return [...open];
}

function listed(nodes: readonly NodeId[], nameOf: NameOf): string {
  return nodes.map(nameOf).join(', ') || 'nobody';
}
