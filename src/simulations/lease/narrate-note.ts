/** What a teacher says of what a client, the lock service or the store notes. */
import type { LeaseNote } from '../../engine/protocols/lease/messages.ts';
import type { NameOf, Narration } from '../definition.ts';
import { FENCING, sayOfLeases, sayOfLocking, sayOfSequencers } from './words.ts';

export function narrateNote(note: LeaseNote, node: string, nameOf: NameOf): Narration {
  const { token } = note;
  switch (note.note) {
    case 'granted':
      return sayOfSequencers(`${node} lends the lock to ${nameOf(note.client)} with token ${token}`, `Nobody else gets the lock until ${nameOf(note.client)} gives it back or the lease is over. Each token is to be higher than any before it, and on the disk before it is given away.`);
    case 'extended':
      return sayOfLeases(`${node} extends the lease of token ${token}`, `The lock was not lent to anybody else meanwhile, so the same token stands for it and its time begins anew.`, '4');
    case 'renewed':
      return sayOfLeases(`${node} has more time`, `${node}'s lease with token ${token} goes on. A lease can be short and work long: only a holder that is not heard of any more loses it.`, '4');
    case 'expired':
      return sayOfLeases(`${node} takes the lock back`, `The lease of token ${token} is over by ${node}'s clock. Whether its holder has crashed, is paused or is cut off, ${node} can't tell, and need not: it lends the lock to the next who asks.`, '2');
    case 'released':
      return sayOfLeases(`${node} has the lock back`, `The holder of token ${token} gave it back before its time was over, so nobody has to wait.`, '4');
    case 'holding':
      return sayOfLeases(`${node} has the lock, with token ${token}`, `${node} believes that it has the lock until its own clock says that the lease is over. That is to come before the end by the lock service's clock, even if the two differ as much as is allowed for.`, '5');
    case 'gave-up':
      return note.why === 'fenced'
        ? sayOfLocking(`${node} learns that it has lost the lock`, `The store has seen a higher token than ${token}. ${node} changed nothing: it asks for the lock again, and does its work anew from what the store has now.`, FENCING)
        : sayOfLeases(`${node} gives up its lease`, `By ${node}'s own clock the lease of token ${token} is over. A write that it has sent may still be on its way, so it can't tell whether its work counts.`, '5');
    case 'worked':
      return sayOfLocking(`${node} has done a piece of work`, `The store has its write. ${node} gives the lock back instead of keeping it to the end of the lease. Pieces that it has done: ${note.value}.`, FENCING);
    case 'wrote':
      return sayOfLocking(`${node} writes ${note.value}, with token ${token}`, `No write with a higher token came before it, as far as ${node} looks. It is forced to the disk before it is answered.`, FENCING);
    case 'refused':
      return sayOfLocking(`${node} refuses token ${token}`, `${node} has seen token ${note.fence}. Whoever comes with token ${token} was late: the lock has been lent again since, and what the late one is about to write was made from an old number.`, FENCING);
  }
}
