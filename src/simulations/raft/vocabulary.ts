/** What scenes may say of Raft. */
import { historyOf, isOfCommands, keyValueStore } from '../../engine/protocols/key-value/history.ts';
import { RaftClient } from '../../engine/protocols/raft/client.ts';
import { serverName } from '../../engine/protocols/raft/commands.ts';
import type { RaftMessage, RaftNote } from '../../engine/protocols/raft/messages.ts';
import { RaftServer, type Role } from '../../engine/protocols/raft/server.ts';
import { clientHistory } from '../../engine/scene/client-history.ts';
import type { FieldWord } from '../../engine/scene/vocabulary.ts';
import { fieldsOf, flag, number, text, vocabularyOf, wordsOf, type ReadableField } from '../vocabulary.ts';

const ROLES: Readonly<Record<Role, string>> = {
  follower: 'Answers leaders and candidates, and does nothing by itself.',
  'pre-candidate': 'Asks whether it would be elected.',
  candidate: 'Stands for election.',
  leader: 'Takes commands and replicates them.',
};

/** Of a server that runs. */
const ofServer = fieldsOf<RaftMessage, RaftServer>(RaftServer);

const ofClient = fieldsOf<RaftMessage, RaftClient>(RaftClient);

const FIELDS: readonly ReadableField<RaftMessage>[] = [
  ofServer('term', 'number', 'The latest term that the server knows of (currentTerm).', ({ currentTerm }) => currentTerm),
  ofServer('vote', 'text', 'For whom it has voted in this term; none where it has not.', ({ votedFor }) => (votedFor === null ? undefined : serverName(votedFor))),
  ofServer('leader', 'text', 'Whom it takes for the leader of its term; none where it knows of nobody.', ({ leader }) => (leader === null ? undefined : serverName(leader))),
  ofServer('log-length', 'number', 'The index of the last entry of its log.', ({ log }) => log.lastIndex),
  ofServer('last-log-term', 'number', 'The term of the last entry of its log.', ({ log }) => log.lastTerm),
  ofServer('commit-index', 'number', 'Up to where it knows the log to be committed.', ({ commitIndex }) => commitIndex),
  ofServer('last-applied', 'number', 'Up to where it has executed the log.', ({ lastApplied }) => lastApplied),
  ofServer('snapshot-index', 'number', 'Up to where its snapshot stands for the log; 0 without one.', ({ log }) => log.baseIndex),
  ofClient('waits', 'flag', 'Whether the client waits for an answer.', ({ pending }) => pending !== null),
  ofClient('serial', 'number', 'How many commands the client has begun.', ({ serial }) => serial),
];

const TERM = number('term', 'The term.');

/** By name what a note means, and what of it can be asked for. */
const EVENTS: Readonly<Record<RaftNote['note'], readonly [meaning: string, ...fields: FieldWord[]]>> = {
  'pre-election': ['A server asks whether it would be elected.', number('nextTerm', 'The term that it would begin.')],
  'pre-vote': ['A server says whether it would vote for another.', number('nextTerm', 'The term that would begin.'), flag('granted', 'Whether it would.'), text('why', 'The reason.')],
  election: ['A server stands for election.', TERM],
  abstained: ['A server that is no member does not stand for election.'],
  vote: ['A server grants or refuses its vote.', TERM, flag('granted', 'Whether it grants it.'), text('why', 'The reason.')],
  leader: ['A server becomes leader.', TERM],
  'stepped-down': ['A server leads, or stands for election, no more.', TERM, text('was', 'Its role before.')],
  resigned: ['A leader that is no member any more leaves the lead.', TERM],
  recovered: ['A server reads its disk after a restart.', TERM, number('entries', 'Entries in its log.'), number('snapshot', 'Up to where a snapshot stands for the log.')],
  'out-of-service': ["A server can't read its disk and takes part in nothing.", text('why', "What it can't read.")],
  appended: ['A server takes entries into its log.', number('first', 'The first index.'), number('last', 'The last index.'), number('truncated', 'Entries that they replace.')],
  mismatch: ["A follower lacks what comes before a leader's entries.", number('index', 'Where.')],
  committed: ['A server knows that entries are committed.', number('first', 'The first index.'), number('last', 'The last index.'), text('role', 'As leader or as follower.')],
  'snapshot-taken': ['A server takes a snapshot.', number('index', 'Up to where.'), number('records', 'Its size.')],
  'snapshot-installed': ["A server takes over the leader's snapshot.", number('index', 'Up to where.'), flag('keptSuffix', 'Whether what follows in its log is kept.')],
  'catching-up': ['A leader brings new servers up to date.', number('until', 'Up to which index.')],
  'caught-up': ['New servers are up to date.'],
  configuration: ['A server has a new configuration.', number('index', 'Of its entry.')],
  'transfer-begun': ['A leader begins to hand over.'],
  'transfer-handed-over': ['A leader tells its successor to stand for election.'],
  'transfer-abandoned': ['A leader keeps the lead, since the other did not take over.'],
  'read-waits': ["A leader can't answer a read yet.", number('serial', "The command's number."), text('why', 'What it waits for.')],
  'read-served': ['A leader answers a read.', number('serial', "The command's number."), number('index', 'What it has executed.'), text('by', 'How it knows that it leads.')],
  'duplicate-request': ['A server recognizes a command that it has executed.', number('serial', "The command's number.")],
  invoked: ['A client begins a command.', number('serial', 'Its number.')],
  completed: ['A client has its answer.', number('serial', "The command's number.")],
  'session-registered': ['A client has a session.', number('session', 'Its name.')],
  'session-lost': ["A client's session has expired.", number('serial', 'Of the command that it had asked for.')],
};

const MESSAGES: Readonly<Record<RaftMessage['type'], string>> = {
  RequestVote: "Asks for a server's vote.",
  RequestVoteReply: 'Grants a vote, or refuses it.',
  PreVote: 'Asks whether a server would vote.',
  PreVoteReply: 'Says whether it would.',
  AppendEntries: 'Brings entries of the log; without any it is a heartbeat.',
  AppendEntriesReply: 'Says whether they fit.',
  InstallSnapshot: 'Brings a part of a snapshot.',
  InstallSnapshotReply: 'Says how much of it is there.',
  TimeoutNow: 'Tells a server to stand for election at once.',
  ClientRequest: 'Asks for a command.',
  ClientReply: 'Answers a client.',
  TakeSnapshot: 'Tells a server to take a snapshot.',
};

const TIMERS: Readonly<Record<string, string>> = {
  election: 'A server stands for election when it runs out.',
  heartbeat: 'A leader tells the others that it is there.',
  transfer: 'A leader gives up handing over.',
  snapshot: 'A server takes the snapshot that is due.',
  'catch-up': 'A leader ends a round of bringing new servers up to date.',
  retry: 'A client asks another server.',
  think: 'A client makes up a command.',
};

export const RAFT_VOCABULARY = vocabularyOf<RaftMessage>({
  roles: ROLES,
  roleOf: ({ life }) => (life instanceof RaftServer && life.damage === null ? life.role : undefined),
  fields: FIELDS,
  events: EVENTS,
  messages: MESSAGES,
  timers: wordsOf(TIMERS),
  history: clientHistory(keyValueStore, { isOfHistory: isOfCommands, historyOf }),
});
