/** What a teacher says of an event of two-phase commit, with the section of the source that argues it. */
import type { TwoPhaseMessage, TwoPhaseNote } from '../../engine/protocols/two-phase-commit/messages.ts';
import { describeCommitMessage } from '../atomic-commitment/describe-message.ts';
import { readCommand, sayOfCommitment } from '../atomic-commitment/words.ts';
import type { NameOf, Narration } from '../definition.ts';
import { narratorOf, type Arrival } from '../narration.ts';
import { narrateNote } from './narrate-note.ts';
import { isCoordinator, say } from './words.ts';

export const narrateTwoPhase = narratorOf<TwoPhaseMessage, TwoPhaseNote>(describeCommitMessage, {
  note: narrateNote,
  timer: narrateTimer,
  delivery: narrateDelivery,
  sync: (node) => say(`${node} forces its log`, `What ${node} has written is on its disk and survives a crash, lazy records before it included. It waits for the disk only where the next step must not be taken without the record.`, 'section 2'),
  command: narrateCommand,
});

function narrateCommand(command: string, node: string, nameOf: NameOf): Narration {
  const { transaction, where } = readCommand(command, nameOf);
  return isCoordinator(node)
    ? say(`A user begins ${transaction}${where} at ${node}`, `The work of the transaction is done, and ${node} is asked to commit it: at all participants, or at none.`, 'section 2')
    : sayOfCommitment(`A user aborts ${transaction} at ${node}`, `Until it has voted yes, ${node} may abort whatever it likes. Afterwards this has no effect.`, 'section 7.4');
}

function narrateTimer(name: string, node: string): Narration | undefined {
  const [kind, transaction = ''] = name.split(' ');
  switch (kind) {
    case 'votes':
      return sayOfCommitment(`${node} waits no longer for votes on ${transaction}`, `A vote is missing, and ${node} can't know why. It has decided nothing yet, so it may abort.`, 'section 7.4');
    case 'acknowledgements':
      return say(`${node} tells the commit of ${transaction} again`, `Not all participants have acknowledged it: one is down, or a message was lost. ${node} must not forget the commit before they have.`, 'section 2');
    case 'inquire':
      return sayOfCommitment(`${node} has heard nothing of ${transaction}`, `${node} has voted yes, so silence gives it no right to decide. All it can do is ask.`, 'section 7.4');
    default:
      return undefined;
  }
}

function narrateDelivery({ message, title, sender, receiver }: Arrival<TwoPhaseMessage>): Narration {
  const { transaction } = message;
  switch (message.type) {
    case 'prepare':
      return say(title, `The first phase: ${sender} asks whether ${receiver} is able to commit ${transaction}. This is where ${receiver} can still say no.`, 'section 2');
    case 'vote':
      return message.yes
        ? say(title, `${sender} gives the decision out of its hands: it will commit ${transaction} or abort it as ${receiver} says. A commit takes such a vote from every participant.`, 'section 2')
        : say(title, `${sender} has aborted ${transaction} and need not be told any more. One such vote decides: ${transaction} is aborted.`, 'section 2');
    case 'decision':
      return isCoordinator(sender)
        ? say(title, `The second phase: ${transaction} is ${message.decision === 'commit' ? 'committed' : 'aborted'}. A participant that was in doubt about it is no longer, and what the transaction held there is free.`, 'section 2')
        : sayOfCommitment(title, `${sender} could say what becomes of ${transaction}: ${message.decision}. ${receiver} need not wait for its coordinator.`, 'section 7.4');
    case 'acknowledgement':
      return say(title, `${sender} knows of the commit of ${transaction} and will not ask about it. Only commits are acknowledged: aborts are what is presumed anyway.`, 'section 3');
    case 'inquiry':
      return isCoordinator(receiver)
        ? say(title, `${sender} has voted for ${transaction} and does not know the decision. What ${receiver} has no information about it takes for aborted.`, 'section 3')
        : sayOfCommitment(title, `${sender} asks another participant. If ${receiver} knows the decision it says so, and if it has not voted it aborts ${transaction}. If it is in doubt itself, it can't help.`, 'section 7.4');
  }
}
