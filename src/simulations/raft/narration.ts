/** What a teacher says of a Raft event, in the words of its sources, with the section that argues it. */
import type { RaftMessage, RaftNote } from '../../engine/protocols/raft/messages.ts';
import type { Narration } from '../definition.ts';
import { narratorOf } from '../narration.ts';
import { describeRaftMessage } from './describe-message.ts';
import { narrateDelivery } from './narrate-message.ts';
import { narrateNote } from './narrate-note.ts';
import { say, sayFurther } from './words.ts';

export const narrateRaft = narratorOf<RaftMessage, RaftNote>(describeRaftMessage, {
  note: narrateNote,
  timer: narrateTimer,
  delivery: narrateDelivery,
  sync: (node) => say(`${node} syncs its disk`, `What ${node} must not forget is on its disk before it answers anyone.`, 'Figure 2, persistent state'),
});

function narrateTimer(name: string, node: string): Narration | undefined {
  switch (name) {
    case 'election':
      return say(`${node}: election timeout`, `${node} has heard from no leader for a whole election timeout, and takes it that there is none.`, 'section 5.2');
    case 'heartbeat':
      return say(`${node}: time for a heartbeat`, `${node} sends AppendEntries to everyone, so that no follower starts an election.`, 'section 5.2');
    case 'retry':
      return say(`${node} gives up waiting`, `${node} had no answer in time. It tries another server, with the same serial number: the command may have been executed.`, 'section 8');
    case 'snapshot':
      return say(`${node}: time for a snapshot`, `${node}'s log has grown by as many executed entries as it wants to keep.`, 'section 7');
    case 'catch-up':
      return sayFurther(`${node} gives a new server up`, `A new server was too slow, or is not there: ${node} does not let it into the configuration, where it would only be in the way.`, 'section 4.2.1');
    case 'transfer':
      return sayFurther(`${node} gives up waiting for its successor`, `After about an election timeout ${node} still leads, and takes commands again.`, 'section 3.10');
    default:
      return undefined;
  }
}
