/** What a teacher says of an event of Paxos Commit, with the section of the paper that argues it. */
import type { PaxosCommitMessage, PaxosCommitNote } from '../../engine/protocols/replicated-commit/messages.ts';
import { readCommand } from '../atomic-commitment/words.ts';
import type { NameOf, Narration } from '../definition.ts';
import { narratorOf, type Arrival } from '../narration.ts';
import { describePaxosCommitMessage } from './describe-message.ts';
import { narrateNote } from './narrate-note.ts';
import { isServer, say, sayOfTwoPhase } from './words.ts';

export const narratePaxosCommit = narratorOf<PaxosCommitMessage, PaxosCommitNote>(describePaxosCommitMessage, {
  note: narrateNote,
  timer: narrateTimer,
  delivery: narrateDelivery,
  sync: (node) =>
    isServer(node)
      ? say(`${node} forces its record`, `What ${node} has promised and accepted is on its disk before it says so. The transaction lives in these records, on a majority of the servers.`)
      : sayOfTwoPhase(`${node} forces its log`, `What ${node} says it must be able to keep to after a crash.`),
  command: narrateCommand,
});

function narrateCommand(command: string, node: string, nameOf: NameOf): Narration {
  const { transaction, where } = readCommand(command, nameOf);
  return isServer(node)
    ? sayOfTwoPhase(`A user begins ${transaction}${where} at ${node}`, `The work of the transaction is done, and it is to be committed: at all resource managers, or at none. Any server may lead it.`)
    : sayOfTwoPhase(`A user aborts ${transaction} at ${node}`, `Until it has prepared, ${node} may abort whatever it likes. Afterwards this has no effect.`);
}

function narrateTimer(name: string, node: string): Narration | undefined {
  const [kind, transaction = ''] = name.split(' ');
  switch (kind) {
    case 'ballot':
      return say(`${node} waits no longer for the outcome of ${transaction}`, `Somebody is silent, and ${node} can't know why. It need not know: another ballot settles each instance, with what was voted or with aborted.`);
    case 'inquire':
      return say(`${node} has heard nothing of ${transaction}`, `${node} has prepared, so silence gives it no right to decide. But it does not depend on one coordinator: it asks the next server.`);
    default:
      return undefined;
  }
}

function narrateDelivery({ message, title, sender, receiver }: Arrival<PaxosCommitMessage>): Narration {
  const { transaction } = message;
  switch (message.type) {
    case 'prepare':
      return sayOfTwoPhase(title, `${sender} asks whether ${receiver} is able to commit ${transaction}. This is where ${receiver} can still abort.`);
    case 'phase-1a':
      return say(title, `${sender} means to settle ${transaction}. ${receiver} promises, unless it has promised a higher ballot than ${message.ballot}.`);
    case 'phase-1b':
      return say(title, message.accepted.length > 0
        ? `${sender} accepts nothing below ballot ${message.ballot} any more, and reports what it has accepted. Of all reports on an instance the highest ballot counts.`
        : `${sender} accepts nothing below ballot ${message.ballot} any more, and has accepted nothing so far.`);
    case 'phase-2a':
      return message.ballot === 0
        ? say(title, `The vote of ${sender}, to an acceptor of its instance. ${receiver} accepts it unless it has promised a later ballot, in which somebody has given up on ${sender}.`)
        : say(title, `${sender} has promises from a majority, and proposes in every instance: what may be chosen there, or aborted where nobody has heard of a vote.`);
    case 'phase-2b':
      return say(title, `${sender} has that on its disk. When a majority has, it is chosen, and ${receiver} will know.`);
    case 'decision':
      return sayOfTwoPhase(title, `The outcome of ${transaction} is told. Who was in doubt about it is no longer.`);
    case 'inquiry':
      return say(title, `${sender} has prepared ${transaction} and does not know the outcome. If ${receiver} does not know it either, it begins a ballot and finds it out.`);
  }
}
