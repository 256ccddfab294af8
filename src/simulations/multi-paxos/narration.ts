/** What a teacher says of an event of Multi-Paxos, with the section of the paper that argues it. */
import type { MultiPaxosMessage, MultiPaxosNote } from '../../engine/protocols/multi-paxos/messages.ts';
import type { Narration } from '../definition.ts';
import { narratorOf } from '../narration.ts';
import { describeMultiPaxosMessage } from './describe-message.ts';
import { narrateDelivery } from './narrate-message.ts';
import { narrateNote } from './narrate-note.ts';
import { say, sayOfPractice } from './words.ts';

export const narrateMultiPaxos = narratorOf<MultiPaxosMessage, MultiPaxosNote>(describeMultiPaxosMessage, {
  note: narrateNote,
  timer: narrateTimer,
  delivery: narrateDelivery,
  sync: (node) => say(`${node} forces its disk`, `Others will count on what ${node} says next, so it is on its disk before.`, 'section 2.5'),
});

function narrateTimer(name: string, node: string): Narration | undefined {
  switch (name) {
    case 'election':
      return say(`${node} has heard from no leader`, `For as long as it meant to wait ${node} has heard nothing, and takes it that nobody leads. If it is wrong, nothing unsafe happens: at most the other leader is in its way, and it in the other's.`, 'section 2.4');
    case 'heartbeat':
      return say(`${node}: time for a heartbeat`, `${node} says that it leads and how far all is chosen, and sends again what should have been answered by now.`, 'section 3');
    case 'snapshot':
      return sayOfPractice(`${node}: time for a snapshot`, `${node} has executed as many slots since its last snapshot as it wants to keep.`, 'section 5.5');
    case 'retry':
      return say(`${node} gives up waiting`, `${node} had no answer in time. It sends the same command, under the same number, to another server: the first may have been executed.`, 'section 3');
    default:
      return undefined;
  }
}
