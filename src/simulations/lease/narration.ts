/** What a teacher says of an event of a lock, with the source that argues it. */
import type { LeaseMessage, LeaseNote } from '../../engine/protocols/lease/messages.ts';
import type { Narration } from '../definition.ts';
import { narratorOf } from '../narration.ts';
import { describeLeaseMessage } from './describe-message.ts';
import { narrateDelivery } from './narrate-message.ts';
import { narrateNote } from './narrate-note.ts';
import { FENCING, PROTECTING, sayOfLeases, sayOfLocking } from './words.ts';

export const narrateLease = narratorOf<LeaseMessage, LeaseNote>(describeLeaseMessage, {
  note: narrateNote,
  timer: narrateTimer,
  delivery: narrateDelivery,
  sync: (node) => sayOfLocking(`${node} syncs its disk`, `What ${node} must not forget in a crash is on its disk before it answers anyone: the last token, the highest one seen, what was written.`, FENCING),
});

function narrateTimer(name: string, node: string): Narration | undefined {
  switch (name) {
    case 'expiry':
      return sayOfLeases(`${node}: a lease is over`, `The time for which the lock was lent is over by ${node}'s clock. After a crash it has waited as long, since it does not know who had the lock before.`, '2');
    case 'lease':
      return sayOfLeases(`${node}: its lease is over`, `By its own clock ${node} has the lock no more.`, '5');
    case 'renewal':
      return sayOfLeases(`${node}: time to renew`, `A third of the lease has gone by. While it works ${node} asks for more time; while it waits for an answer of the store it does not, or a lost message would let it keep the lock for ever.`, '4');
    case 'work':
      return sayOfLocking(`${node} is done with its work`, `What is left is to write it. ${node} may have been paused in the meantime without knowing it.`, PROTECTING);
    case 'retry':
      return sayOfLeases(`${node} asks again`, `${node} does not have the lock, or not any more, and there is work to do. Each request has a number, so that an answer to an earlier one is not taken for this one's.`, '2');
    default:
      return undefined;
  }
}
