/** What scenes may say of a lock. */
import { LeaseClient } from '../../engine/protocols/lease/client.ts';
import { LockService } from '../../engine/protocols/lease/lock-service.ts';
import type { LeaseMessage, LeaseNote, Token, Write } from '../../engine/protocols/lease/messages.ts';
import { STORE } from '../../engine/protocols/lease/system.ts';
import type { Value } from '../../engine/scene/scene.ts';
import type { FieldWord } from '../../engine/scene/vocabulary.ts';
import type { Node } from '../../engine/sim/node.ts';
import { fieldsOf, number, vocabularyOf, wordsOf, type ReadableField } from '../vocabulary.ts';

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

const ofService = fieldsOf<LeaseMessage, LockService>(LockService);

function ofStore(name: string, type: FieldWord['type'], meaning: string, read: (store: Node<LeaseMessage>) => Value | undefined): ReadableField<LeaseMessage> {
  return { name, type, meaning, read: (node) => (node.id === STORE ? read(node) : undefined) };
}

const ofClient = fieldsOf<LeaseMessage, LeaseClient>(LeaseClient);

const FIELDS: readonly ReadableField<LeaseMessage>[] = [
  ofService('lent', 'flag', 'Whether the lock service has lent the lock, or might have before a crash.', ({ holder }) => holder !== null),
  ofService('lent-token', 'number', 'The token with which the lock is lent; none where it is not.', ({ holder }) => (holder?.kind === 'client' ? holder.token : undefined)),
  ofStore('value', 'number', 'The number in the store.', ({ disk }) => (disk.log.at(disk.log.length - 1) as Write | undefined)?.value ?? 0),
  ofStore('fence', 'number', 'The highest token that the store has seen; 0 before the first.', ({ disk }) => (disk.get('fence') as Token | undefined) ?? 0),
  ofStore('writes', 'number', 'How many writes the store has taken.', ({ disk }) => disk.log.length),
  ofClient('token', 'number', 'The token of the lease that the client works under; none where it has no lease.', ({ phase }) => ('token' in phase ? phase.token : undefined)),
  ofClient('wanted', 'number', 'Pieces of work that the client is yet to do.', ({ wanted }) => wanted),
  ofClient('done', 'number', 'Pieces of work that the store has told the client of.', ({ done }) => done),
];

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

export const LEASE_VOCABULARY = vocabularyOf<LeaseMessage>({
  roles: ROLES,
  roleOf,
  fields: FIELDS,
  events: EVENTS,
  messages: MESSAGES,
  timers: wordsOf(TIMERS),
});
