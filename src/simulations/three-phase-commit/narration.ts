/** What a teacher says of an event of three-phase commit, with the section of the source that argues it. */
import type { ThreePhaseMessage, ThreePhaseNote } from '../../engine/protocols/three-phase-commit/messages.ts';
import { readCommand, sayOfCommitment } from '../atomic-commitment/words.ts';
import type { NameOf, Narration } from '../definition.ts';
import { narratorOf, type Arrival } from '../narration.ts';
import { describeThreePhaseMessage } from './describe-message.ts';
import { narrateNote } from './narrate-note.ts';
import { describeState, isCoordinator, say } from './words.ts';

export const narrateThreePhase = narratorOf<ThreePhaseMessage, ThreePhaseNote>(describeThreePhaseMessage, {
  note: narrateNote,
  timer: narrateTimer,
  delivery: narrateDelivery,
  sync: (node) => say(`${node} forces its log`, `What ${node} has written survives a crash. Each record is forced before anybody is told what it says.`),
  command: narrateCommand,
});

function narrateCommand(command: string, node: string, nameOf: NameOf): Narration {
  const { transaction, where } = readCommand(command, nameOf);
  return isCoordinator(node)
    ? sayOfCommitment(`A user begins ${transaction}${where} at ${node}`, `The work of the transaction is done, and ${node} is asked to commit it: at all participants, or at none.`, 'section 7.3')
    : sayOfCommitment(`A user aborts ${transaction} at ${node}`, `Until it has voted yes, ${node} may abort whatever it likes. Afterwards this has no effect.`, 'section 7.3');
}

function narrateTimer(name: string, node: string): Narration | undefined {
  const [kind, transaction = ''] = name.split(' ');
  switch (kind) {
    case 'votes':
      return say(`${node} waits no longer for votes on ${transaction}`, `A round trip has passed, so who has not voted has crashed. Nobody was told to precommit, so ${node} may abort.`);
    case 'acknowledgements':
      return say(`${node} waits no longer for acknowledgements of ${transaction}`, `A round trip has passed, so who has not acknowledged has crashed. All others know that all have voted yes.`);
    case 'silence':
      return say(`${node} has heard nothing of ${transaction} for too long`, `Whoever should have gone on with ${transaction} has crashed, if messages are as fast as was promised. In two-phase commit ${node} could only ask and wait; here it may lead the others to a decision.`);
    case 'states':
      return say(`${node} has the answers about ${transaction}`, `Who has not answered in a round trip has crashed. The states of those that are left say what may have been decided.`);
    case 'inquire':
      return say(`${node} asks again about ${transaction}`, `${node} has crashed since it voted, and nobody has told it yet what was decided.`);
    default:
      return undefined;
  }
}

function narrateDelivery({ message, title, sender, receiver }: Arrival<ThreePhaseMessage>): Narration {
  const { transaction } = message;
  switch (message.type) {
    case 'prepare':
      return say(title, `The first phase: ${sender} asks whether ${receiver} is able to commit ${transaction}. This is where ${receiver} can still say no.`);
    case 'vote':
      return say(title, message.yes ? `${sender} is uncertain from now on. With such a vote from every participant ${receiver} goes on to the second phase.` : `One no decides: ${transaction} is aborted.`);
    case 'precommit':
      return say(title, `The second phase, which two-phase commit does not have: all have voted yes, and ${receiver} is to know it before anybody commits.`);
    case 'acknowledgement':
      return say(title, `${sender} is not uncertain any more. ${receiver} may commit when that is so of everyone who is up.`);
    case 'decision':
      return say(title, `The last phase: ${transaction} is ${message.decision === 'commit' ? 'committed' : 'aborted'}. If ${receiver} has not decided yet, it does now, and its resource is free.`);
    case 'state-request':
      return say(title, `${sender} leads the termination of ${transaction}. ${receiver} says what it is in, and waits for ${sender} from now on.`);
    case 'inquiry':
      return say(title, `${sender} has crashed since it voted, and asks what was decided. If ${receiver} has not decided, ${sender} has to wait.`);
    case 'state':
      return say(title, `${sender} is ${describeState(message.state)}.`);
  }
}
