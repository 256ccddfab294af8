/** What scenes may say of a lock. */
import { LeaseClient } from '../../engine/protocols/lease/client.ts';
import { LockService } from '../../engine/protocols/lease/lock-service.ts';
import type { LeaseMessage, LeaseNote, Token, Write } from '../../engine/protocols/lease/messages.ts';
import { STORE } from '../../engine/protocols/lease/system.ts';
import type { Value } from '../../engine/scene/scene.ts';
import type { EventWord, FieldWord, Vocabulary, Word } from '../../engine/scene/vocabulary.ts';
import type { Node } from '../../engine/sim/node.ts';

const ROLES = {
  idle: 'Neither has the lock nor asks for it.',
  asking: 'Asks for the lock.',
  holder: 'Believes that it has the lock.',
  'late-holder': 'Its lease is over by its own clock, and it has not noticed yet.',
} as const satisfies Readonly<Record<string, string>>;

function roleOf({ life }: Node<LeaseMessage>): keyof typeof ROLES | undefined {
  if (!(life instanceof LeaseClient)) return undefined;
  if (life.phase.kind === 'idle' || life.phase.kind === 'asking') return life.phase.kind;
  return life.holdsLock ? 'holder' : 'late-holder';
}

type ReadableField = FieldWord & { read(node: Node<LeaseMessage>): Value | undefined };

function ofService(name: string, type: FieldWord['type'], meaning: string, read: (service: LockService) => Value | undefined): ReadableField {
  return { name, type, meaning, read: ({ life }) => (life instanceof LockService ? read(life) : undefined) };
}

function ofStore(name: string, type: FieldWord['type'], meaning: string, read: (store: Node<LeaseMessage>) => Value | undefined): ReadableField {
  return { name, type, meaning, read: (node) => (node.id === STORE ? read(node) : undefined) };
}

function ofClient(name: string, type: FieldWord['type'], meaning: string, read: (client: LeaseClient) => Value | undefined): ReadableField {
  return { name, type, meaning, read: ({ life }) => (life instanceof LeaseClient ? read(life) : undefined) };
}

const FIELDS: readonly ReadableField[] = [
  ofService('lent', 'flag', 'Whether the lock service has lent the lock, or might have before a crash.', ({ holder }) => holder !== null),
  ofService('lent-token', 'number', 'The token with which the lock is lent; none where it is not.', ({ holder }) => (holder?.kind === 'client' ? holder.token : undefined)),
  ofStore('value', 'number', 'The number in the store.', ({ disk }) => (disk.log.at(disk.log.length - 1) as Write | undefined)?.value ?? 0),
  ofStore('fence', 'number', 'The highest token that the store has seen; 0 before the first.', ({ disk }) => (disk.get('fence') as Token | undefined) ?? 0),
  ofStore('writes', 'number', 'How many writes the store has taken.', ({ disk }) => disk.log.length),
  ofClient('token', 'number', 'The token of the lease that the client works under; none where it has no lease.', ({ phase }) => ('token' in phase ? phase.token : undefined)),
  ofClient('wanted', 'number', 'Pieces of work that the client is yet to do.', ({ wanted }) => wanted),
  ofClient('done', 'number', 'Pieces of work that the store has told the client of.', ({ done }) => done),
];

const number = (name: string, meaning: string): FieldWord => ({ name, type: 'number', meaning });
const TOKEN = number('token', 'The token of the lease.');

/** By name what a note means, and what of it can be asked for. */
const EVENTS: Readonly<Record<LeaseNote['note'], readonly [meaning: string, ...fields: FieldWord[]]>> = {
  granted: ['The lock service lends the lock.', TOKEN],
  extended: ['The lock service lends it for longer to its holder.', TOKEN],
  renewed: ['A client hears that its lease goes on.', TOKEN],
  expired: ['The lock service takes the lock back, since the lease is over.', TOKEN],
  released: ['The lock service has the lock back from its holder.', TOKEN],
  holding: ['A client has the lock.', TOKEN],
  'gave-up': ['A client has the lock no more, and its work is not done.', TOKEN, { name: 'why', type: 'text', meaning: 'The reason: lease-over or fenced.' }],
  worked: ['A client hears that its work is done.', TOKEN, number('value', 'Pieces that it has done.')],
  wrote: ['The store takes a write.', TOKEN, number('value', 'What is written.')],
  refused: ['The store refuses a request.', TOKEN, number('fence', 'The highest token that it has seen.')],
};

const MESSAGES: Readonly<Record<LeaseMessage['type'], string>> = {
  request: 'Asks for the lock.',
  grant: 'Lends it.',
  renew: 'Asks for more time.',
  renewed: 'Grants it.',
  release: 'Gives the lock back.',
  read: 'Asks for the number in the store.',
  value: 'Tells it.',
  write: 'Asks for a number to be written.',
  written: 'Says that it is.',
  fenced: 'Refuses a request, since a higher token was seen.',
};

const TIMERS: Readonly<Record<string, string>> = {
  expiry: 'The lock service takes back what it has lent.',
  lease: "A client's lease is over by its own clock.",
  renewal: 'A client asks for more time.',
  retry: 'A client asks again.',
  work: 'A client has done what it does between reading and writing.',
};

function wordsOf(meanings: Readonly<Record<string, string>>): readonly Word[] {
  return Object.entries(meanings).map(([name, meaning]) => ({ name, meaning }));
}

const fieldOf = new Map(FIELDS.map((field) => [field.name, field]));

export const LEASE_VOCABULARY: Vocabulary<LeaseMessage> = {
  roles: wordsOf(ROLES),
  roleOf,
  fields: FIELDS.map(({ name, type, meaning }) => ({ name, type, meaning })),
  valueOf: (node, field) => fieldOf.get(field)?.read(node),
  events: Object.entries(EVENTS).map(([name, [meaning, ...fields]]): EventWord => ({ name, meaning, fields })),
  messages: wordsOf(MESSAGES),
  typeOf: ({ type }) => type,
  timers: wordsOf(TIMERS),
};
