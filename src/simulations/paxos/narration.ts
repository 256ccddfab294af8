/** What a teacher says of an event of Paxos, with the section of the paper that argues it. */
import { seatNamed } from '../../engine/protocols/paxos/ensemble.ts';
import type { PaxosMessage, PaxosNote } from '../../engine/protocols/paxos/messages.ts';
import type { Narration } from '../definition.ts';
import { narratorOf, type Arrival } from '../narration.ts';
import { describePaxosMessage } from './describe-message.ts';
import { narrateNote } from './narrate-note.ts';
import { formatProposal, say } from './words.ts';

export const narratePaxos = narratorOf<PaxosMessage, PaxosNote>(describePaxosMessage, {
  note: narrateNote,
  timer: narrateTimer,
  delivery: narrateDelivery,
  sync: (node) => say(`${node} forces its record to the disk`, `Others will count on what ${node} says next, so it must remember it through a crash: ${remembered(node)}.`, 'section 2.5'),
  command: (value, node) => say(`A user asks ${node} to propose ${value}`, `Any value may be proposed, by any proposer, at any time. ${node} stands by the first that it is told.`, 'section 2.1'),
});

function remembered(node: string): string {
  const { roles } = seatNamed(node);
  const proposer = roles.includes('proposer') ? ['the ballots that it has used'] : [];
  const acceptor = roles.includes('acceptor') ? ['what it has promised and accepted'] : [];
  return [...proposer, ...acceptor].join(', and ');
}

function narrateTimer(name: string, node: string): Narration | undefined {
  switch (name) {
    case 'retry':
      return say(`${node} tries again`, `${node} does not know yet that a value is chosen, and has waited for as long as it meant to. It begins another ballot, with a higher number.`, 'section 2.4');
    case 'inquiry':
      return say(`${node} asks what has been accepted`, `${node} has not learned anything yet. Messages may have been lost, so a value may be chosen without its knowing: it asks the acceptors.`, 'section 2.3');
    default:
      return undefined;
  }
}

function narrateDelivery({ message, title, sender, receiver }: Arrival<PaxosMessage>): Narration {
  switch (message.type) {
    case 'prepare':
      return say(title, `${sender} asks for a promise. ${receiver} gives it unless it has promised a higher ballot than ${message.ballot}.`, 'section 2.2, phase 1a');
    case 'promise':
      return say(title, message.accepted
        ? `${sender} accepts nothing below ballot ${message.ballot} any more, and has accepted ${formatProposal(message.accepted)}. Of all that promises report, the highest ballot decides what ${receiver} may propose.`
        : `${sender} accepts nothing below ballot ${message.ballot} any more, and has accepted nothing so far. ${receiver} needs such promises from a majority.`, 'section 2.2, phase 1b');
    case 'accept':
      return say(title, `${sender} has its majority of promises, and asks ${receiver} to accept ${message.value}. ${receiver} does, unless it has promised a ballot above ${message.ballot} since.`, 'section 2.2, phase 2a');
    case 'accepted':
      return say(title, `${sender} has accepted ${formatProposal(message)}. For ${receiver}, ${message.value} is chosen once it has heard the same from a majority.`, 'section 2.3');
    case 'refused':
      return say(title, `${sender} has promised ballot ${message.promised}, so ballot ${message.ballot} can't count on it any more. ${receiver} learns of that without having to wait in vain.`, 'section 2.2');
    case 'inquiry':
      return say(title, `${sender} wants to know what ${receiver} has accepted. If ${receiver} has accepted nothing, it says nothing.`, 'section 2.3');
  }
}
