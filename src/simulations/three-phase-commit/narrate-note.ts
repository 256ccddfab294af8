/** What a teacher says of what a coordinator or a participant of three-phase commit notes. */
import type { ThreePhaseNote } from '../../engine/protocols/three-phase-commit/messages.ts';
import { enumerated, named, sayOfCommitment } from '../atomic-commitment/words.ts';
import type { NameOf, Narration } from '../definition.ts';
import { isCoordinator, say, sayOfBlocking } from './words.ts';

type NoteOf<Name extends ThreePhaseNote['note']> = Extract<ThreePhaseNote, { note: Name }>;

export function narrateNote(note: ThreePhaseNote, node: string, nameOf: NameOf): Narration {
  switch (note.note) {
    case 'began':
      return say(`${node} asks for votes on ${note.transaction}`, `${node} asks ${named(note.participants, nameOf)} to prepare, as in two-phase commit. Who has not answered after a round trip has crashed, as far as ${node} is concerned.`);
    case 'voted':
      return note.yes
        ? sayOfCommitment(`${node} votes yes for ${note.transaction}`, `${node} promises to commit ${note.transaction} if that is decided, and keeps what it holds. It is uncertain: it does not know what the others vote.`, 'section 7.3')
        : sayOfCommitment(`${node} votes no on ${note.transaction}`, `${node} has aborted ${note.transaction} by itself, which everyone may do who has not voted yes.`, 'section 7.3');
    case 'precommitted':
      return isCoordinator(node)
        ? sayOfBlocking(`${node} precommits ${note.transaction}`, `All have voted yes. ${node} does not commit yet: first everyone is to learn of it. While somebody who is up may be uncertain, nobody must have committed, or those that are left could not tell what to do.`, 'the fundamental nonblocking theorem')
        : say(`${node} precommits ${note.transaction}`, `${node} knows now that all have voted yes. It may still not commit, since others may not know it; but it can't abort any more unless all who know are gone.`);
    case 'decided':
      return narrateDecision(note, node);
    case 'terminating':
      return say(`${node} leads the termination of ${note.transaction}`, `${node} has heard nothing for so long that the coordinator, and everyone before ${node} in the list, must have crashed. It asks those that are left what they are in, and decides with them.`);
    case 'recovered':
      return note.transactions.length > 0
        ? say(`${node} recovers, in doubt about ${enumerated(note.transactions)}`, `Whatever the others have decided meanwhile, they have decided without ${node}. It must not decide by itself, takes no part in their termination, and asks until somebody knows.`)
        : say(`${node} recovers with nothing in doubt`, `For what ${node} had not voted, or not told anybody to precommit, there is nothing on its disk, and that counts as aborted.`);
  }
}

function narrateDecision({ transaction, decision, why }: NoteOf<'decided'>, node: string): Narration {
  const title = `${node} ${decision === 'commit' ? 'commits' : 'aborts'} ${transaction}`;
  switch (why) {
    case 'all-acknowledged':
      return say(title, `Nobody is uncertain any more: all know that all have voted yes. Whoever is left after a crash from here on will commit too.`);
    case 'the-others-have-crashed':
      return say(title, `Who has not acknowledged the precommit in time has crashed, and will be told when it is back. If it is slow and not dead, it may be about to abort: this is where three-phase commit depends on time.`);
    case 'a-vote-was-no':
      return say(title, `A participant has voted no. That decides, as in two-phase commit.`);
    case 'a-vote-is-missing':
      return say(title, `A vote is missing, or nobody was told to precommit. So nobody can have committed, and aborting is safe.`);
    case 'not-able':
      return say(title, `Another transaction holds ${node}'s resource. It can't promise to commit ${transaction} too, so it aborts it before it votes.`);
    case 'asked-by-a-user':
      return say(title, `${node} has not voted for ${transaction}, so it may abort it on its own. It will vote no.`);
    case 'asked-before-the-vote':
      return say(title, `${node} is asked what it is in, and has not voted. So nobody can have committed: ${node} aborts, and will never vote yes.`);
    case 'termination':
      return decision === 'commit'
        ? say(title, `Somebody is precommitted, so all have voted yes, and nobody who is left is uncertain any more. Nobody who is gone can have aborted.`)
        : say(title, `Everyone who has answered is uncertain. Had the coordinator committed, all would be precommitted, so it has not. Those that are left abort, and who is gone will be told.`);
    case 'all-have-crashed':
      return say(title, `All others have crashed since they voted, too. Whoever had decided would know, so nobody has, and nobody can any more.`);
    case 'told':
      return say(title, `${node} learns what was decided, and gives its resource free.`);
  }
}
