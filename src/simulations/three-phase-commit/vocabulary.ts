/** What scenes may say of three-phase commit. */
import { Coordinator } from '../../engine/protocols/three-phase-commit/coordinator.ts';
import type { ThreePhaseMessage, ThreePhaseNote } from '../../engine/protocols/three-phase-commit/messages.ts';
import { Participant } from '../../engine/protocols/three-phase-commit/participant.ts';
import type { Value } from '../../engine/scene/scene.ts';
import type { FieldWord, TimerWord } from '../../engine/scene/vocabulary.ts';
import { DECISION, TRANSACTION, countOf, timer } from '../atomic-commitment/vocabulary.ts';
import { fieldsOf, vocabularyOf, type ReadableField } from '../vocabulary.ts';

const ROLES = {
  coordinator: 'Asks for votes, tells all to precommit, and then to commit.',
  participant: 'Votes, holds its resource until it knows the decision, and leads the termination where the coordinator is gone.',
};

const ofCoordinator = fieldsOf<ThreePhaseMessage, Coordinator>(Coordinator);

const ofParticipant = fieldsOf<ThreePhaseMessage, Participant>(Participant);

function stateOf(participant: Participant): Value | undefined {
  const { active, recovering } = participant.capture();
  return recovering.size > 0 ? 'recovering' : [...active.values()][0]?.state;
}

const FIELDS: readonly ReadableField<ThreePhaseMessage>[] = [
  ofCoordinator('open', 'number', 'Transactions that it has not decided.', (coordinator) => coordinator.capture().active.size),
  ofParticipant('in-doubt', 'flag', 'Whether it has voted for a transaction of which it does not know the decision.', (participant) => !participant.isSettled),
  ofParticipant('state', 'text', 'Uncertain, precommitted or recovering; none while it has nothing in doubt.', stateOf),
  ofParticipant('leading', 'flag', 'Whether it leads the termination protocol.', (participant) => [...participant.capture().active.values()].some(({ leading }) => leading !== null)),
  ofParticipant('held-by', 'text', 'The transaction that holds its resource; none where it is free.', (participant) => [...participant.capture().active.keys(), ...participant.capture().recovering.keys()][0]),
  ofParticipant('commits', 'number', 'Transactions that it knows to be committed.', (participant) => countOf(participant.capture().outcomes, 'commit')),
  ofParticipant('aborts', 'number', 'Transactions that it knows to be aborted.', (participant) => countOf(participant.capture().outcomes, 'abort')),
];

/** By name what a note means, and what of it can be asked for. */
const EVENTS: Readonly<Record<ThreePhaseNote['note'], readonly [meaning: string, ...fields: FieldWord[]]>> = {
  began: ['A coordinator asks for votes.', TRANSACTION],
  voted: ['A participant votes.', TRANSACTION, { name: 'yes', type: 'flag', meaning: 'Whether for the transaction.' }],
  precommitted: ['A node learns that all have voted yes.', TRANSACTION],
  decided: ['A node decides, or learns the decision.', TRANSACTION, DECISION, { name: 'why', type: 'text', meaning: 'The reason.' }],
  terminating: ['A participant leads the termination protocol.', TRANSACTION],
  recovered: ['A node has read its log after a restart.'],
};

const MESSAGES: Readonly<Record<ThreePhaseMessage['type'], string>> = {
  prepare: 'Asks for a vote.',
  vote: 'Is for the transaction, or against it.',
  precommit: 'Says that all have voted yes.',
  acknowledgement: 'Says that this is known.',
  decision: 'Tells what was decided.',
  'state-request': 'Asks, in the termination protocol, what a node is in.',
  inquiry: 'Asks, after a restart, what was decided.',
  state: 'Says what a node is in.',
};

const TIMERS: readonly TimerWord[] = [
  timer('votes', 'The coordinator waits for votes no longer.'),
  timer('acknowledgements', 'Whoever has told the others to precommit waits for them no longer.'),
  timer('silence', 'A participant has heard nothing for too long, and leads the termination.'),
  timer('states', 'Whoever leads the termination waits for states no longer.'),
  timer('inquire', 'A node that has recovered in doubt asks.'),
];

export const THREE_PHASE_VOCABULARY = vocabularyOf<ThreePhaseMessage>({
  roles: ROLES,
  roleOf: ({ life }) => (life instanceof Coordinator ? 'coordinator' : life instanceof Participant ? 'participant' : undefined),
  fields: FIELDS,
  events: EVENTS,
  messages: MESSAGES,
  timers: TIMERS,
});
