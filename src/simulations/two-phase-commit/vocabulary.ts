/** What scenes may say of two-phase commit. */
import type { Decision } from '../../engine/protocols/atomic-commitment/transaction.ts';
import { Coordinator } from '../../engine/protocols/two-phase-commit/coordinator.ts';
import type { TwoPhaseMessage, TwoPhaseNote } from '../../engine/protocols/two-phase-commit/messages.ts';
import { Participant } from '../../engine/protocols/two-phase-commit/participant.ts';
import type { Value } from '../../engine/scene/scene.ts';
import type { EventWord, FieldWord, TimerWord, Vocabulary, Word } from '../../engine/scene/vocabulary.ts';
import type { Node } from '../../engine/sim/node.ts';

const ROLES = {
  coordinator: 'Asks for votes, decides, and tells the decision.',
  participant: 'Votes, and holds its resource until it knows the decision.',
};

type ReadableField = FieldWord & { read(node: Node<TwoPhaseMessage>): Value | undefined };

function ofCoordinator(name: string, type: FieldWord['type'], meaning: string, read: (coordinator: Coordinator) => Value | undefined): ReadableField {
  return { name, type, meaning, read: ({ life }) => (life instanceof Coordinator ? read(life) : undefined) };
}

function ofParticipant(name: string, type: FieldWord['type'], meaning: string, read: (participant: Participant) => Value | undefined): ReadableField {
  return { name, type, meaning, read: ({ life }) => (life instanceof Participant ? read(life) : undefined) };
}

const countOf = (participant: Participant, decision: Decision) => [...participant.capture().outcomes.values()].filter((outcome) => outcome === decision).length;

const FIELDS: readonly ReadableField[] = [
  ofCoordinator('open', 'number', 'Transactions that it has not forgotten.', (coordinator) => coordinator.capture().size),
  ofParticipant('in-doubt', 'flag', 'Whether it has voted for a transaction of which it does not know the decision.', (participant) => participant.capture().inDoubt.size > 0),
  ofParticipant('held-by', 'text', 'The transaction that holds its resource; none where it is free.', (participant) => [...participant.capture().inDoubt.keys()][0]),
  ofParticipant('commits', 'number', 'Transactions that it knows to be committed.', (participant) => countOf(participant, 'commit')),
  ofParticipant('aborts', 'number', 'Transactions that it knows to be aborted.', (participant) => countOf(participant, 'abort')),
];

const fieldOf = new Map(FIELDS.map((field) => [field.name, field]));

const TRANSACTION: FieldWord = { name: 'transaction', type: 'text', meaning: 'Its name.' };

/** By name what a note means, and what of it can be asked for. */
const EVENTS: Readonly<Record<TwoPhaseNote['note'], readonly [meaning: string, ...fields: FieldWord[]]>> = {
  began: ['A coordinator asks for votes.', TRANSACTION],
  voted: ['A participant votes.', TRANSACTION, { name: 'yes', type: 'flag', meaning: 'Whether for the transaction.' }],
  decided: ['A node decides, or learns the decision.', TRANSACTION, { name: 'decision', type: 'text', meaning: 'To commit or to abort.' }, { name: 'why', type: 'text', meaning: 'The reason.' }],
  'in-doubt': ['A participant in doubt asks.', TRANSACTION],
  'presumed-abort': ['A coordinator is asked about a transaction of which it knows nothing.', TRANSACTION],
  forgotten: ['A coordinator forgets a transaction.', TRANSACTION],
  recovered: ['A node has read its log after a restart.'],
};

const MESSAGES: Readonly<Record<TwoPhaseMessage['type'], string>> = {
  prepare: 'Asks for a vote.',
  vote: 'Is for the transaction, or against it.',
  decision: 'Tells what was decided.',
  acknowledgement: 'Says that a commit is known.',
  inquiry: 'Asks what was decided.',
};

const timer = (name: string, meaning: string): TimerWord => ({ name, of: 'transaction', meaning });

const TIMERS: readonly TimerWord[] = [
  timer('votes', 'The coordinator waits for votes no longer.'),
  timer('acknowledgements', 'The coordinator tells the decision again.'),
  timer('inquire', 'A participant in doubt asks.'),
];

function wordsOf(meanings: Readonly<Record<string, string>>): readonly Word[] {
  return Object.entries(meanings).map(([name, meaning]) => ({ name, meaning }));
}

export const TWO_PHASE_VOCABULARY: Vocabulary<TwoPhaseMessage> = {
  roles: wordsOf(ROLES),
  roleOf: ({ life }) => (life instanceof Coordinator ? 'coordinator' : life instanceof Participant ? 'participant' : undefined),
  fields: FIELDS.map(({ name, type, meaning }) => ({ name, type, meaning })),
  valueOf: (node, field) => fieldOf.get(field)?.read(node),
  events: Object.entries(EVENTS).map(([name, [meaning, ...fields]]): EventWord => ({ name, meaning, fields })),
  messages: wordsOf(MESSAGES),
  typeOf: ({ type }) => type,
  timers: TIMERS,
};
