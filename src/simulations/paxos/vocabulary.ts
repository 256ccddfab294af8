/** What scenes may say of Paxos. */
import { consensusObject, isOfProposals, proposalsOf } from '../../engine/protocols/paxos/history.ts';
import type { PaxosMessage, PaxosNote } from '../../engine/protocols/paxos/messages.ts';
import { clientHistory } from '../../engine/scene/client-history.ts';
import type { Value } from '../../engine/scene/scene.ts';
import type { FieldWord } from '../../engine/scene/vocabulary.ts';
import type { Node } from '../../engine/sim/node.ts';
import { seatNamed, type Role } from '../../engine/protocols/paxos/ensemble.ts';
import { vocabularyOf, wordsOf, type ReadableField } from '../vocabulary.ts';
import { standingOf, type Standing } from './standing.ts';

const ROLES: Readonly<Record<Role | 'server', string>> = {
  proposer: 'Proposes values.',
  acceptor: 'Promises and accepts.',
  learner: 'Finds out what is chosen.',
  server: 'Plays all three roles.',
};

function field(name: string, type: FieldWord['type'], meaning: string, read: (standing: Standing) => Value | undefined): ReadableField<PaxosMessage> {
  return { name, type, meaning, read: (node) => read(standingOf(node)) };
}

const FIELDS: readonly ReadableField<PaxosMessage>[] = [
  field('phase', 'text', 'Of a proposer: idle, preparing, accepting, refused or done.', ({ proposer }) => proposer?.phase),
  field('ballot', 'number', 'The highest ballot that a proposer has used; none before its first.', ({ used }) => (typeof used === 'object' ? used.ballot : undefined)),
  field('wish', 'text', 'What a proposer would have chosen; none before it wishes for anything.', ({ used }) => (typeof used === 'object' ? used.value : undefined)),
  field('promised', 'number', 'The ballot that an acceptor has promised; 0 before its first promise.', ({ acceptor }) => (typeof acceptor === 'object' ? acceptor.promised : undefined)),
  field('accepted-ballot', 'number', 'In which ballot an acceptor has accepted a proposal last; none where it has not.', ({ acceptor }) => (typeof acceptor === 'object' ? acceptor.accepted?.ballot : undefined)),
  field('accepted-value', 'text', 'The value of that proposal.', ({ acceptor }) => (typeof acceptor === 'object' ? acceptor.accepted?.value : undefined)),
  field('learned', 'text', 'What a node knows to be chosen, as a learner or as a proposer; none where it knows of nothing.', ({ proposer, learner }) => learner?.learned?.value ?? (proposer?.phase === 'done' ? proposer.value : undefined)),
];

const BALLOT: FieldWord = { name: 'ballot', type: 'number', meaning: 'The ballot.' };
const VALUE: FieldWord = { name: 'value', type: 'text', meaning: 'The value.' };
const PROMISED: FieldWord = { name: 'promised', type: 'number', meaning: 'The ballot that is promised.' };

/** By name what a note means, and what of it can be asked for. */
const EVENTS: Readonly<Record<PaxosNote['note'], readonly [meaning: string, ...fields: FieldWord[]]>> = {
  wishes: ['A proposer has a value to propose.', VALUE],
  prepares: ['A proposer begins a ballot.', BALLOT],
  promised: ['An acceptor makes a promise.', BALLOT],
  proposes: ['A proposer has its promises, and proposes a value.', BALLOT, VALUE, { name: 'adopted', type: 'flag', meaning: 'Whether acceptors have reported that value.' }],
  accepted: ['An acceptor accepts a proposal.', BALLOT, VALUE],
  refused: ['An acceptor leaves a request alone, since it has promised a higher ballot.', BALLOT, PROMISED],
  abandons: ['A proposer that was refused gives up its ballot.', BALLOT, PROMISED],
  chosen: ['A proposer knows that its proposal is chosen.', BALLOT, VALUE],
  learned: ['A learner knows what is chosen.', BALLOT, VALUE],
};

const MESSAGES: Readonly<Record<PaxosMessage['type'], string>> = {
  prepare: 'Asks for a promise.',
  promise: 'Makes it, and reports what was accepted.',
  accept: 'Asks to accept a proposal.',
  accepted: 'Says that it was accepted.',
  refused: 'Says that a higher ballot is promised.',
  inquiry: 'Asks what was accepted.',
};

const TIMERS: Readonly<Record<string, string>> = {
  retry: 'A proposer begins another ballot.',
  inquiry: 'A learner asks what was accepted.',
};

function roleOf({ name, life }: Node<PaxosMessage>): string | undefined {
  const { roles } = seatNamed(name);
  if (!life) return undefined;
  return roles.length === 1 ? roles[0] : 'server';
}

export const PAXOS_VOCABULARY = vocabularyOf<PaxosMessage>({
  roles: ROLES,
  roleOf,
  fields: FIELDS,
  events: EVENTS,
  messages: MESSAGES,
  timers: wordsOf(TIMERS),
  history: clientHistory(consensusObject, { isOfHistory: isOfProposals, historyOf: proposalsOf }),
});
