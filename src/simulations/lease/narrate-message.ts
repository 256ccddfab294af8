/** What a teacher says when a message arrives at a client, the lock service or the store. */
import type { LeaseMessage } from '../../engine/protocols/lease/messages.ts';
import type { Narration } from '../definition.ts';
import type { Arrival } from '../narration.ts';
import { FENCING, PROTECTING, sayOfLeases, sayOfLocking, sayOfSequencers } from './words.ts';

export function narrateDelivery({ message, title, sender, receiver }: Arrival<LeaseMessage>): Narration {
  switch (message.type) {
    case 'request':
      return sayOfLeases(title, `${sender} asks for the lock. It is lent if nobody has it; otherwise there is no answer, and ${sender} asks again after a while.`, '2');
    case 'grant':
      return sayOfLeases(title, `The lock is ${receiver}'s for a time, if this answers its latest request. ${receiver} counts the lease from when it asked, since it can't know when it was granted.`, '3.1');
    case 'renew':
      return sayOfLeases(title, `${sender} is still at work and asks for more time. It gets it if nobody else can have had the lock since.`, '4');
    case 'renewed':
      return sayOfLeases(title, `${receiver}'s lease begins anew, counted from when it asked for it.`, '4');
    case 'release':
      return sayOfLeases(title, `${sender} needs the lock no more. Had it crashed instead, the others would wait for the end of the lease.`, '4');
    case 'read':
      return sayOfSequencers(title, `${sender} shows its token with the request. The store does not ask who has the lock: it is to compare the token with the highest that it has seen.`);
    case 'value':
      return sayOfLocking(title, `The number is ${message.value}. ${receiver} will write ${message.value + 1}, which is right only as long as nobody else writes in between: that is what the lock is for.`, PROTECTING);
    case 'write':
      return sayOfLocking(title, `${sender} wants to write ${message.value}. Whether ${sender} still has the lock the store can't know; what it can go by is token ${message.token}.`, FENCING);
    case 'written':
      return sayOfLocking(title, `The write with token ${message.token} is on the store's disk.`, FENCING);
    case 'fenced':
      return sayOfLocking(title, `Somebody has come to the store with a higher token than ${message.token}, so ${receiver} is not the latest holder of the lock.`, FENCING);
  }
}
