/** What scenes may say of Paxos Commit. */
import type { PaxosCommitMessage, PaxosCommitNote } from '../../engine/protocols/replicated-commit/messages.ts';
import { ResourceManager } from '../../engine/protocols/replicated-commit/resource-manager.ts';
import { CommitServer } from '../../engine/protocols/replicated-commit/server.ts';
import type { FieldWord, TimerWord } from '../../engine/scene/vocabulary.ts';
import type { Node } from '../../engine/sim/node.ts';
import { DECISION, TRANSACTION, countOf, timer } from '../atomic-commitment/vocabulary.ts';
import { fieldsOf, vocabularyOf, type ReadableField } from '../vocabulary.ts';
import { acceptorRecords } from './standing.ts';

const ROLES = {
  acceptor: 'Accepts votes, and leads whatever it is asked about. All servers but those that lead now.',
  leader: 'A server that seeks the outcome of a transaction.',
  'resource-manager': 'Votes, and holds its resource until it knows the outcome.',
};

const ofServer = fieldsOf<PaxosCommitMessage, CommitServer>(CommitServer);

const ofManager = fieldsOf<PaxosCommitMessage, ResourceManager>(ResourceManager);

const FIELDS: readonly ReadableField<PaxosCommitMessage>[] = [
  ofServer('leading', 'number', 'Transactions of which a server seeks the outcome.', (server) => server.capture().led.size),
  ofServer('promised', 'number', 'The highest ballot that a server has promised for any transaction.', (_, node) => Math.max(0, ...acceptorRecords(node).map(([, { promised }]) => promised))),
  ofServer('accepted', 'number', 'Votes that a server has accepted, of all transactions.', (_, node) => acceptorRecords(node).reduce((count, [, { accepted }]) => count + accepted.length, 0)),
  ofManager('in-doubt', 'flag', 'Whether it has prepared a transaction of which it does not know the outcome.', (manager) => !manager.isSettled),
  ofManager('held-by', 'text', 'The transaction that holds its resource; none where it is free.', (manager) => [...manager.capture().inDoubt.keys()][0]),
  ofManager('commits', 'number', 'Transactions that it knows to be committed.', (manager) => countOf(manager.capture().outcomes, 'commit')),
  ofManager('aborts', 'number', 'Transactions that it knows to be aborted.', (manager) => countOf(manager.capture().outcomes, 'abort')),
];

const BALLOT: FieldWord = { name: 'ballot', type: 'number', meaning: 'The ballot.' };

/** By name what a note means, and what of it can be asked for. */
const EVENTS: Readonly<Record<PaxosCommitNote['note'], readonly [meaning: string, ...fields: FieldWord[]]>> = {
  began: ['A server asks for votes.', TRANSACTION],
  proposed: ['A resource manager votes.', TRANSACTION, { name: 'value', type: 'text', meaning: 'Prepared or aborted.' }],
  ballot: ['A server begins a ballot to find out the outcome.', TRANSACTION, BALLOT],
  promised: ['An acceptor makes its promise.', TRANSACTION, BALLOT],
  accepted: ['An acceptor accepts votes.', TRANSACTION, BALLOT],
  chosen: ['A leader knows the outcome.', TRANSACTION, BALLOT, DECISION],
  decided: ['A resource manager knows the outcome.', TRANSACTION, DECISION],
  'in-doubt': ['A resource manager in doubt asks a server.', TRANSACTION],
  recovered: ['A resource manager has read its log after a restart.'],
};

const MESSAGES: Readonly<Record<PaxosCommitMessage['type'], string>> = {
  prepare: 'Asks for a vote.',
  'phase-1a': 'Asks for a promise.',
  'phase-1b': 'Makes it, and reports what was accepted.',
  'phase-2a': 'A vote in ballot 0, or what a leader proposes.',
  'phase-2b': 'Says that it was accepted.',
  decision: 'Tells the outcome.',
  inquiry: 'Asks for the outcome.',
};

const TIMERS: readonly TimerWord[] = [
  timer('ballot', 'A leader has no outcome yet, and begins another ballot.'),
  timer('inquire', 'A resource manager in doubt asks the next server.'),
];

function roleOf({ life }: Node<PaxosCommitMessage>): string | undefined {
  if (life instanceof CommitServer) return life.isSettled ? 'acceptor' : 'leader';
  return life instanceof ResourceManager ? 'resource-manager' : undefined;
}

export const PAXOS_COMMIT_VOCABULARY = vocabularyOf<PaxosCommitMessage>({
  roles: ROLES,
  roleOf,
  fields: FIELDS,
  events: EVENTS,
  messages: MESSAGES,
  timers: TIMERS,
});
