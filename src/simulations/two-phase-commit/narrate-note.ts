/** What a teacher says of what a coordinator or a participant notes. */
import type { TwoPhaseNote } from '../../engine/protocols/two-phase-commit/messages.ts';
import { enumerated, named, sayOfCommitment } from '../atomic-commitment/words.ts';
import type { NameOf, Narration } from '../definition.ts';
import { isCoordinator, say } from './words.ts';

type NoteOf<Name extends TwoPhaseNote['note']> = Extract<TwoPhaseNote, { note: Name }>;

export function narrateNote(note: TwoPhaseNote, node: string, nameOf: NameOf): Narration {
  switch (note.note) {
    case 'began':
      return say(`${node} asks for votes on ${note.transaction}`, `${node} asks ${named(note.participants, nameOf)} to prepare. It writes nothing down yet: should it crash before it decides, ${note.transaction} is presumed aborted.`, 'section 3');
    case 'voted':
      return note.yes
        ? sayOfCommitment(`${node} votes yes for ${note.transaction}`, `${node} promises to commit ${note.transaction} if it is told so, after a crash too, and keeps what ${note.transaction} holds. From here until it knows the decision it is in doubt, and may neither commit nor abort.`, 'section 7.3')
        : say(`${node} votes no on ${note.transaction}`, `${node} has aborted ${note.transaction} by itself, which everyone may do who has not voted yes. It needs no answer.`, 'section 2');
    case 'decided':
      return narrateDecision(note, node);
    case 'in-doubt':
      return note.asks.length > 1
        ? sayOfCommitment(`${node} is in doubt about ${note.transaction}, and asks everyone`, `${node} asks ${named(note.asks, nameOf)}: any of them may know the decision, or be free to abort. Until one answers, ${note.transaction} keeps what it holds at ${node}.`, 'section 7.4')
        : say(`${node} is in doubt about ${note.transaction}, and asks ${named(note.asks, nameOf)}`, `${node} has voted yes and does not know what was decided. It waits for ${named(note.asks, nameOf)}, and ${note.transaction} keeps what it holds at ${node} for as long as that takes.`, 'section 2');
    case 'presumed-abort':
      return say(`${node} knows nothing of ${note.transaction}`, `${nameOf(note.asked)} asks about a transaction of which ${node} has no record. A commit is remembered until all have acknowledged it, so what is not remembered is presumed aborted.`, 'section 3');
    case 'forgotten':
      return say(`${node} forgets ${note.transaction}`, `${node} keeps nothing of ${note.transaction} from now on. It may do so with a commit that all have acknowledged, and with an abort at once: who asks about it is told abort anyway.`, 'section 3');
    case 'recovered':
      return isCoordinator(node) ? recoveredCoordinator(note, node) : recoveredParticipant(note, node);
  }
}

function recoveredCoordinator({ transactions }: NoteOf<'recovered'>, node: string): Narration {
  return transactions.length > 0
    ? say(`${node} recovers, and tells its commits again`, `In ${node}'s log ${enumerated(transactions)} ${transactions.length === 1 ? 'is' : 'are'} committed, and not known to all. It goes on with the second phase as if it had never been away.`, 'section 2')
    : say(`${node} recovers with nothing to tell`, `${node}'s log holds no commit that anyone might still lack. Whatever else was under way is presumed aborted.`, 'section 3');
}

function recoveredParticipant({ transactions }: NoteOf<'recovered'>, node: string): Narration {
  return transactions.length > 0
    ? sayOfCommitment(`${node} recovers, in doubt about ${enumerated(transactions)}`, `${node}'s log holds its vote and not the decision. It can't recover by itself: what ${enumerated(transactions)} held is held again, and ${node} asks.`, 'section 7.4')
    : say(`${node} recovers with nothing in doubt`, `For what ${node} had not voted there is nothing on its disk, and that counts as aborted.`, 'section 2');
}

function narrateDecision({ transaction, decision, why }: NoteOf<'decided'>, node: string): Narration {
  const title = `${node} ${decision === 'commit' ? 'commits' : 'aborts'} ${transaction}`;
  switch (why) {
    case 'all-voted-yes':
      return say(title, `Every participant has voted yes. The commit record makes the decision: once it is on ${node}'s disk, no crash takes ${transaction} back.`, 'section 2');
    case 'a-vote-was-no':
      return say(title, `A participant has voted no. ${node} tells the others and forgets ${transaction} at once: it forces nothing, and waits for no acknowledgement.`, 'section 3');
    case 'a-vote-is-missing':
      return sayOfCommitment(title, `Whether the missing vote was yes or no, nobody can have committed without ${node}'s decision. So aborting is safe, and it keeps nobody waiting.`, 'section 7.4');
    case 'not-able':
      return sayOfCommitment(title, `Another transaction holds ${node}'s resource, and ${node} is in doubt about it. It can't promise to commit ${transaction} too, so it aborts it before it votes.`, 'section 7.4');
    case 'asked-by-a-user':
      return sayOfCommitment(title, `${node} has not voted for ${transaction}, so it may abort it on its own. It will vote no.`, 'section 7.4');
    case 'asked-by-a-peer':
      return sayOfCommitment(title, `${node} is asked by one that is in doubt. It has not voted for ${transaction} itself, so nobody can have committed it: ${node} aborts it, and will never vote yes.`, 'section 7.4');
    case 'told':
      return say(title, decision === 'commit'
        ? `${node} is no longer in doubt. It forces its commit record before it acknowledges, since nobody will remember ${transaction} for it afterwards.`
        : `${node} is no longer in doubt. Its abort record may be lost in a crash: it would ask again and be told the same.`, decision === 'commit' ? 'section 2' : 'section 3');
    case 'gave-up':
      return sayOfCommitment(title, `${node} has voted yes and decides by itself all the same, because time has passed. The coordinator may have decided to commit.`, 'section 7.4');
  }
}
