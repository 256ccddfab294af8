/** What a teacher says of what servers and resource managers of Paxos Commit note. */
import type { PaxosCommitNote } from '../../engine/protocols/replicated-commit/messages.ts';
import { enumerated, named } from '../atomic-commitment/words.ts';
import type { NameOf, Narration } from '../definition.ts';
import { formatProposals, hasSaid, isServer, say, sayOfTwoPhase } from './words.ts';

export function narrateNote(note: PaxosCommitNote, node: string, nameOf: NameOf): Narration {
  switch (note.note) {
    case 'began':
      return say(`${node} asks for votes on ${note.transaction}`, `${node} asks ${named(note.participants, nameOf)} to prepare, and leads ballot 0. For each of them there is an instance of Paxos, which is to choose whether it has prepared. ${node} writes nothing down: any other server could take over.`);
    case 'proposed':
      return note.value === 'prepared'
        ? say(`${node} proposes that it has prepared ${note.transaction}`, `Its vote goes to all acceptors, as phase 2a of ballot 0 in its own instance. No phase 1 is needed, since there is no ballot before it. From here on ${node} is in doubt, and keeps what ${note.transaction} holds.`)
        : say(`${node} proposes that it has aborted ${note.transaction}`, `The same message with the other value. One instance that chooses aborted decides the transaction.`);
    case 'ballot':
      return say(`${node} begins ballot ${note.ballot} of ${note.transaction}`, `The ballot before has come to no end in time: a vote is missing, or its leader is. ${node} asks the acceptors what they have accepted, in all instances at once.`);
    case 'promised':
      return say(`${node} promises ballot ${note.ballot} of ${note.transaction}`, `${node} accepts nothing in lower ballots any more, in no instance, and reports what it has accepted. That is on its disk before it answers.`);
    case 'accepted':
      return say(`${node} accepts: ${formatProposals(note.proposals, nameOf)}`, `In ballot ${note.ballot}, and on its disk before it says so. Once a majority of the acceptors has accepted a value in one ballot, it is chosen, whoever crashes then.`);
    case 'chosen':
      return note.decision === 'commit'
        ? say(`${node} knows that ${note.transaction} commits`, `In every instance a majority has accepted that its resource manager has prepared, in ballot ${note.ballot} or before. That is the decision: it stands on the acceptors' disks, and ${node} only tells it.`)
        : say(`${node} knows that ${note.transaction} aborts`, `In one instance aborted is chosen, which is enough. It stands on the acceptors' disks, and ${node} only tells it.`);
    case 'decided':
      return sayOfTwoPhase(`${node} ${note.decision === 'commit' ? 'commits' : 'aborts'} ${note.transaction}`, `${node} knows the outcome, and gives its resource free. Its record need not be forced: if it is lost, ${node} asks again and is told the same.`);
    case 'in-doubt':
      return say(`${node} is in doubt about ${note.transaction}, and asks ${nameOf(note.asks)}`, `${node} has prepared and does not know the outcome. It asks one server after the other: any of them can find it out, as long as a majority of them is up.`);
    case 'recovered':
      return isServer(node) || note.transactions.length === 0
        ? sayOfTwoPhase(`${node} recovers with nothing in doubt`, `For what ${node} had not prepared there is nothing on its disk. It has said nothing about it either.`)
        : sayOfTwoPhase(`${node} recovers, in doubt about ${enumerated(note.transactions)}`, `${node}'s log holds that it ${hasSaid('prepared')}, and no outcome. What ${enumerated(note.transactions)} held is held again, and ${node} asks.`);
  }
}
