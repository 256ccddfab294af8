/** What scenes may say of Multi-Paxos. */
import { historyOf, isOfCommands, keyValueStore } from '../../engine/protocols/key-value/history.ts';
import { MultiPaxosClient } from '../../engine/protocols/multi-paxos/client.ts';
import type { MultiPaxosMessage, MultiPaxosNote, Role } from '../../engine/protocols/multi-paxos/messages.ts';
import { MultiPaxosServer } from '../../engine/protocols/multi-paxos/server.ts';
import { clientHistory } from '../../engine/scene/client-history.ts';
import type { FieldWord } from '../../engine/scene/vocabulary.ts';
import { fieldsOf, number, text, vocabularyOf, wordsOf, type ReadableField } from '../vocabulary.ts';
import { holesIn } from './slots.ts';

const ROLES: Readonly<Record<Role, string>> = {
  follower: 'Accepts what a leader proposes, and executes what is chosen.',
  candidate: 'Asks for promises for all slots at once.',
  leader: 'Proposes commands, slot by slot.',
};

/** Of a server that runs. */
const ofServer = fieldsOf<MultiPaxosMessage, MultiPaxosServer>(MultiPaxosServer);

const ofClient = fieldsOf<MultiPaxosMessage, MultiPaxosClient>(MultiPaxosClient);

const FIELDS: readonly ReadableField<MultiPaxosMessage>[] = [
  ofServer('ballot', 'number', 'The highest ballot that it has promised; 0 before its first promise.', ({ ballot }) => ballot),
  ofServer('leader', 'text', 'Whom it takes for the leader of that ballot; none where it knows of nobody.', ({ leader }) => (leader === null ? undefined : `s${leader + 1}`)),
  ofServer('last-slot', 'number', 'The last slot of which it knows anything.', ({ log }) => log.last),
  ofServer('holes', 'number', 'Slots of which it knows nothing, although it knows of a later one.', ({ log }) => holesIn(log).length),
  ofServer('executed', 'number', 'The last slot that it has executed, as it has all before it.', ({ replica }) => replica.executed),
  ofServer('executed-by-all', 'number', 'The last slot that every server is known to have executed.', ({ replica }) => replica.executedByAll),
  ofServer('snapshot-slot', 'number', 'Up to where its snapshot stands for the slots; 0 without one.', ({ log }) => log.snapshot?.slot ?? 0),
  ofServer('collected', 'number', 'The last slot that it has forgotten.', ({ log }) => log.collected),
  ofServer('under-way', 'number', 'Of a leader: slots in which it has proposed something of which it does not know yet that it is chosen.', ({ role, leadership }) => (role === 'leader' ? leadership.capture().proposals.size : undefined)),
  ofClient('waits', 'flag', 'Whether the client waits for an answer.', (client) => client.capture().pending !== null),
  ofClient('serial', 'number', 'How many commands the client has begun.', ({ serial }) => serial),
  ofClient('answer', 'number', 'What the last command that was answered gave; none before it, and where it gave nothing.', ({ answered }) => (answered && 'value' in answered.result ? (answered.result.value ?? undefined) : undefined)),
];

const BALLOT = number('ballot', 'The ballot.');
const SLOT = number('slot', 'The slot.');
const SERIAL = number('serial', "The command's number.");

/** By name what a note means, and what of it can be asked for. */
const EVENTS: Readonly<Record<MultiPaxosNote['note'], readonly [meaning: string, ...fields: FieldWord[]]>> = {
  campaign: ['A server begins phase 1 for all slots.', BALLOT, number('from', 'The first slot that it asks about.')],
  promised: ['An acceptor makes its promise.', BALLOT],
  'took-over': ['A server has promises of a majority, and leads.', BALLOT],
  preempted: ['A leader or candidate gives its ballot up.', BALLOT, number('by', 'The higher ballot that it has seen.'), text('was', 'Its role before.')],
  proposed: ['A leader proposes something in a slot.', SLOT, BALLOT, text('why', 'A request, adopted, or a hole.')],
  accepted: ['An acceptor accepts what is proposed in a slot.', SLOT, BALLOT],
  chosen: ['A leader knows that its proposal is chosen.', SLOT, BALLOT],
  executed: ['A replica executes slots.', number('first', 'The first of them.'), number('last', 'The last of them.'), text('role', 'Its role.')],
  behind: ['A replica hears that it lacks what is chosen.', number('from', 'The first slot that it lacks.'), number('chosen', 'Up to where all is chosen.')],
  transferred: ['A replica takes over a snapshot.', SLOT, number('records', 'Its size.')],
  'snapshot-taken': ['A replica takes a snapshot.', SLOT, number('records', 'Its size.')],
  collected: ['A server forgets slots for which a snapshot stands.', number('upTo', 'The last of them.'), { name: 'executedByAll', type: 'flag', meaning: 'Whether every server has executed them.' }],
  recovered: ['A server reads its disk after a restart.', number('promised', 'The ballot that it has promised.'), number('executed', 'The last slot that it has executed.'), number('last', 'The last slot of which it knows anything.')],
  'out-of-service': ["A server can't read its disk and takes part in nothing.", text('why', "What it can't read.")],
  'duplicate-request': ['A leader recognizes a command that it has executed.', SERIAL],
  invoked: ['A client begins a command.', SERIAL],
  completed: ['A client has its answer.', SERIAL],
};

const MESSAGES: Readonly<Record<MultiPaxosMessage['type'], string>> = {
  Prepare: 'Asks for a promise for all slots from one on.',
  Promise: 'Makes it, and reports what is known of these slots.',
  Accept: 'Asks to accept a value in a slot.',
  Accepted: 'Says that it was accepted.',
  Preempted: 'Says that a higher ballot is promised.',
  Heartbeat: 'Says that the leader is there, and up to where all is chosen.',
  HeartbeatReply: 'Says up to where a follower has executed.',
  CatchUp: 'Asks what is chosen from a slot on.',
  Decided: 'Tells what is chosen.',
  ClientRequest: 'Asks for a command.',
  ClientReply: 'Answers a client.',
};

const TIMERS: Readonly<Record<string, string>> = {
  election: 'A server begins phase 1 when it runs out.',
  heartbeat: 'A leader says that it is there, and sends again what was not answered.',
  snapshot: 'A server takes the snapshot that is due.',
  retry: 'A client asks another server.',
  think: 'A client makes up a command.',
};

export const MULTI_PAXOS_VOCABULARY = vocabularyOf<MultiPaxosMessage>({
  roles: ROLES,
  roleOf: ({ life }) => (life instanceof MultiPaxosServer && life.damage === null ? life.role : undefined),
  fields: FIELDS,
  events: EVENTS,
  messages: MESSAGES,
  timers: wordsOf(TIMERS),
  history: clientHistory(keyValueStore, { isOfHistory: isOfCommands, historyOf }),
});
