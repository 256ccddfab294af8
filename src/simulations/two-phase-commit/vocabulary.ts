/** What scenes may say of two-phase commit. */
import { Coordinator } from '../../engine/protocols/two-phase-commit/coordinator.ts';
import type { TwoPhaseMessage, TwoPhaseNote } from '../../engine/protocols/two-phase-commit/messages.ts';
import { Participant } from '../../engine/protocols/two-phase-commit/participant.ts';
import type { FieldWord, TimerWord } from '../../engine/scene/vocabulary.ts';
import { DECISION, TRANSACTION, countOf, timer } from '../atomic-commitment/vocabulary.ts';
import { fieldsOf, vocabularyOf, type ReadableField } from '../vocabulary.ts';

const ROLES = {
  coordinator: 'Asks for votes, decides, and tells the decision.',
  participant: 'Votes, and holds its resource until it knows the decision.',
};

const ofCoordinator = fieldsOf<TwoPhaseMessage, Coordinator>(Coordinator);

const ofParticipant = fieldsOf<TwoPhaseMessage, Participant>(Participant);

const FIELDS: readonly ReadableField<TwoPhaseMessage>[] = [
  ofCoordinator('open', 'number', 'Transactions that it has not forgotten.', (coordinator) => coordinator.capture().size),
  ofParticipant('in-doubt', 'flag', 'Whether it has voted for a transaction of which it does not know the decision.', (participant) => participant.capture().inDoubt.size > 0),
  ofParticipant('held-by', 'text', 'The transaction that holds its resource; none where it is free.', (participant) => [...participant.capture().inDoubt.keys()][0]),
  ofParticipant('commits', 'number', 'Transactions that it knows to be committed.', (participant) => countOf(participant.capture().outcomes, 'commit')),
  ofParticipant('aborts', 'number', 'Transactions that it knows to be aborted.', (participant) => countOf(participant.capture().outcomes, 'abort')),
];

/** By name what a note means, and what of it can be asked for. */
const EVENTS: Readonly<Record<TwoPhaseNote['note'], readonly [meaning: string, ...fields: FieldWord[]]>> = {
  began: ['A coordinator asks for votes.', TRANSACTION],
  voted: ['A participant votes.', TRANSACTION, { name: 'yes', type: 'flag', meaning: 'Whether for the transaction.' }],
  decided: ['A node decides, or learns the decision.', TRANSACTION, DECISION, { name: 'why', type: 'text', meaning: 'The reason.' }],
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

const TIMERS: readonly TimerWord[] = [
  timer('votes', 'The coordinator waits for votes no longer.'),
  timer('acknowledgements', 'The coordinator tells the decision again.'),
  timer('inquire', 'A participant in doubt asks.'),
];

export const TWO_PHASE_VOCABULARY = vocabularyOf<TwoPhaseMessage>({
  roles: ROLES,
  roleOf: ({ life }) => (life instanceof Coordinator ? 'coordinator' : life instanceof Participant ? 'participant' : undefined),
  fields: FIELDS,
  events: EVENTS,
  messages: MESSAGES,
  timers: TIMERS,
});
