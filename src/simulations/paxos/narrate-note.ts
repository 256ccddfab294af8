/** What a teacher says of what proposers, acceptors and learners note. */
import type { PaxosNote } from '../../engine/protocols/paxos/messages.ts';
import type { Narration } from '../definition.ts';
import { formatProposal, say } from './words.ts';

export function narrateNote(note: PaxosNote, node: string): Narration {
  switch (note.note) {
    case 'wishes':
      return say(`${node} wishes for ${note.value}`, `${node} will begin ballot after ballot until it knows that a value is chosen. That need not be ${note.value}: to agree matters, not to win.`, 'section 2.1');
    case 'prepares':
      return say(`${node} begins ballot ${note.ballot}`, `${node} asks the acceptors to promise that they accept nothing below ballot ${note.ballot} any more, and to report what they have accepted. The number is its own alone, and it never uses it again.`, 'section 2.2, phase 1a');
    case 'promised':
      return narratePromise(note, node);
    case 'proposes':
      return note.adopted
        ? say(`${node} proposes ${formatProposal(note)}, which it has adopted`, `A majority has promised, and some of them have accepted something. ${note.value} comes from the highest ballot among that: it may be chosen already, so ${node} must propose it and not its own value.`, 'section 2.2, phase 2a')
        : say(`${node} proposes ${formatProposal(note)}`, `A majority has promised, and none of them has accepted anything. So nothing can be chosen in a lower ballot any more, and ${node} is free to propose its own value.`, 'section 2.2, phase 2a');
    case 'accepted':
      return say(`${node} accepts ${formatProposal(note)}`, `${node} has promised no higher ballot. It tells the proposer and all learners. Once a majority has accepted ${note.value} in this ballot, it is chosen, whether anybody knows it or not.`, 'section 2.2, phase 2b');
    case 'refused':
      return say(`${node} leaves ballot ${note.ballot} alone`, `${node} has promised ballot ${note.promised}, and an answer would break that promise. To tell the proposer so is not needed for safety, but saves time.`, 'section 2.2');
    case 'abandons':
      return say(`${node} gives up ballot ${note.ballot}`, `An acceptor has promised ballot ${note.promised}. ${node} might still have a majority without it, but a new ballot is likely to get further. If it begins one at once, it may hinder the other proposer in turn.`, 'section 2.4');
    case 'chosen':
      return say(`${node} knows that ${note.value} is chosen`, `A majority has accepted ${note.value} in ballot ${note.ballot}. Every later ballot asks one of them for its promise, and so proposes ${note.value} again.`, 'section 2.2');
    case 'learned':
      return say(`${node} learns ${note.value}`, `${node} has heard from a majority that they have accepted ${note.value} in ballot ${note.ballot}: one and the same ballot. That does not change any more.`, 'section 2.3');
  }
}

function narratePromise({ ballot, accepted }: Extract<PaxosNote, { note: 'promised' }>, node: string): Narration {
  return accepted
    ? say(`${node} promises ballot ${ballot}, and reports ${formatProposal(accepted)}`, `${node} accepts nothing below ballot ${ballot} from now on. What it has accepted goes with the promise, so that the proposer takes account of it.`, 'section 2.2, phase 1b')
    : say(`${node} promises ballot ${ballot}`, `${node} accepts nothing below ballot ${ballot} from now on, and has accepted nothing so far. The promise was on its disk before it answers.`, 'section 2.2, phase 1b');
}
