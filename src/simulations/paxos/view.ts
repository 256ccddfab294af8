/** How proposers, acceptors and learners are shown: each node has the fields of the roles that it plays. */
import { seatNamed } from '../../engine/protocols/paxos/ensemble.ts';
import type { LearnerState } from '../../engine/protocols/paxos/learner.ts';
import type { AcceptorRecord, PaxosMessage } from '../../engine/protocols/paxos/messages.ts';
import type { ProposerState } from '../../engine/protocols/paxos/proposer.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { Field, NameOf, NodeDescription } from '../definition.ts';
import { standingOf, type Kept, type Standing } from './standing.ts';
import { formatProposal, listed } from './words.ts';

export function describePaxosNode(node: Node<PaxosMessage>, nameOf: NameOf): NodeDescription {
  if (node.lives === 0) return { role: 'not started', badge: '–', summary: 'not started', fields: [], log: [] };
  const standing = standingOf(node);
  const { roles } = seatNamed(node.name);
  const fields = [
    ...(roles.includes('proposer') ? proposerFields(standing, nameOf) : []),
    ...(roles.includes('acceptor') ? acceptorFields(standing) : []),
    ...(standing.learner ? learnerFields(standing.learner, nameOf) : []),
  ];
  if (!standing.isUp) return { role: 'down', badge: '–', summary: `on disk: ${summaryOfDisk(standing)}`, fields, log: [] };
  return { ...titleOf(standing), summary: summaryOf(standing), fields, log: [] };
}

/** A node of several roles is called by the one with which it is busy. */
function titleOf({ proposer, acceptor, learner }: Standing): Pick<NodeDescription, 'role' | 'badge'> {
  const isOne = [proposer, acceptor, learner].filter(Boolean).length === 1;
  if (proposer && (isOne || isBusy(proposer))) return { role: 'proposer', badge: 'P' };
  if (!isOne) return { role: 'every role', badge: 'S' };
  return acceptor ? { role: 'acceptor', badge: 'A' } : { role: 'learner', badge: 'L' };
}

function isBusy({ phase }: ProposerState): boolean {
  return phase !== 'idle' && phase !== 'done';
}

function summaryOf({ proposer, acceptor, learner }: Standing): string {
  if (learner?.learned) return `learned ${learner.learned.value}`;
  if (proposer && (isBusy(proposer) || !acceptor)) return summaryOfProposer(proposer);
  if (acceptor) return summaryOfAcceptor(acceptor);
  const heard = learner?.tallies.at(-1);
  return heard ? `${heard.acceptors.length} accepted ${heard.value} in ${heard.ballot}` : 'has learned nothing';
}

function summaryOfProposer(state: ProposerState): string {
  switch (state.phase) {
    case 'idle':
      return 'idle';
    case 'preparing':
      return `ballot ${state.ballot}: ${counted(state.promises.length, 'promise')}`;
    case 'accepting':
      return `${state.value} in ${state.ballot}: ${state.acceptors.length} accepted`;
    case 'refused':
      return `refused, up to ${state.promised}`;
    case 'done':
      return `${state.value} is chosen`;
  }
}

function summaryOfAcceptor(acceptor: Kept<AcceptorRecord>): string {
  if (acceptor === 'damaged') return 'record damaged';
  const { promised, accepted } = acceptor;
  if (promised === 0) return 'nothing promised';
  return accepted ? `promised ${promised}, has ${accepted.value} (${accepted.ballot})` : `promised ${promised}`;
}

function summaryOfDisk({ acceptor, used }: Standing): string {
  if (acceptor) return summaryOfAcceptor(acceptor);
  if (!used) return 'nothing';
  return used === 'damaged' ? 'record damaged' : `${used.value}, ballot ${used.ballot}`;
}

function proposerFields({ proposer, used }: Standing, nameOf: NameOf): Field[] {
  const fields: Field[] = [
    { label: 'wishes for', value: kept(used, ({ value }) => value, 'nothing') },
    { label: 'highest ballot used', value: kept(used, ({ ballot }) => String(ballot), 'none') },
  ];
  return proposer ? [...fields, ...phaseFields(proposer, nameOf)] : fields;
}

function phaseFields(state: ProposerState, nameOf: NameOf): Field[] {
  switch (state.phase) {
    case 'idle':
      return [{ label: 'phase', value: 'idle' }];
    case 'preparing':
      return [{ label: 'phase', value: `1, asks for promises in ballot ${state.ballot}` }, { label: 'promises', value: state.promises.map(({ from, accepted }) => `${nameOf(from)}: ${accepted ? formatProposal(accepted) : 'nothing accepted'}`).join('; ') || 'none' }];
    case 'accepting':
      return [{ label: 'phase', value: `2, has proposed ${formatProposal(state)}` }, { label: 'accepted by', value: listed(state.acceptors, nameOf) }];
    case 'refused':
      return [{ label: 'phase', value: `refused: ballot ${state.promised} is promised` }];
    case 'done':
      return [{ label: 'phase', value: `over: ${formatProposal(state)} is chosen` }];
  }
}

function acceptorFields({ acceptor }: Standing): Field[] {
  return [
    { label: 'promised ballot', value: kept(acceptor, ({ promised }) => (promised === 0 ? 'none' : String(promised)), 'none') },
    { label: 'accepted proposal', value: kept(acceptor, ({ accepted }) => (accepted ? formatProposal(accepted) : 'none'), 'none') },
  ];
}

function learnerFields({ learned, tallies }: LearnerState, nameOf: NameOf): Field[] {
  return [
    { label: 'learned', value: learned ? formatProposal(learned) : 'nothing' },
    { label: 'has heard of', value: tallies.map((tally) => `${formatProposal(tally)} from ${listed(tally.acceptors, nameOf)}`).join('; ') || 'nothing' },
  ];
}

function kept<Kind extends object>(item: Kept<Kind> | undefined, read: (item: Kind) => string, otherwise: string): string {
  if (item === undefined) return otherwise;
  return item === 'damaged' ? 'damaged' : read(item);
}

function counted(count: number, word: string): string {
  return `${count} ${count === 1 ? word : `${word}s`}`;
}
