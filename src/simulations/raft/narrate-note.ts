/** What a teacher says of what a Raft server or client notes. */
import { formatCommand, isAdministration } from '../../engine/protocols/raft/commands.ts';
import type { Term, RaftNote, VoteReason } from '../../engine/protocols/raft/messages.ts';
import { isJoint } from '../../engine/protocols/raft/quorum.ts';
import type { NameOf, Narration } from '../definition.ts';
import { count, formatConfiguration, formatResult, range, say, sayFurther } from './words.ts';

type NoteOf<Name extends RaftNote['note']> = Extract<RaftNote, { note: Name }>;

export function narrateNote(note: RaftNote, node: string, nameOf: NameOf): Narration {
  switch (note.note) {
    case 'pre-election':
      return sayFurther(`${node} asks whether it would be elected`, `${node} stays in its term and asks every other server whether it would vote for ${node} in term ${note.nextTerm}. One that could not win does not disturb the others with a new term.`, 'section 9.6');
    case 'pre-vote':
      return note.granted
        ? sayFurther(`${node} would vote for ${nameOf(note.candidate)} in term ${note.nextTerm}`, `${node} hears from no leader, and ${nameOf(note.candidate)}'s log is at least as up-to-date as its own. It has promised nothing: its term, its vote and its timer stay as they are.`, 'section 9.6')
        : sayFurther(`${node} would not vote for ${nameOf(note.candidate)}`, refusal(note.why, node, nameOf(note.candidate), note.nextTerm), 'section 9.6');
    case 'election':
      return say(`${node} stands for election in term ${note.term}`, `${node} goes on to term ${note.term}, becomes a candidate, votes for itself, and asks every other server for its vote.`, 'section 5.2');
    case 'abstained':
      return sayFurther(`${node} does not stand for election`, `${node} is no member of the cluster, as far as it knows, and waits to be added.`, 'section 4.2.2');
    case 'vote':
      return narrateVote(note, node, nameOf(note.candidate));
    case 'leader':
      return say(`${node} becomes leader of term ${note.term}`, `With the votes of ${note.votes.map(nameOf).join(', ')}, ${node} has a majority. Two majorities share a server and a server votes once a term, so there is no other leader of term ${note.term}.`, 'section 5.2');
    case 'stepped-down':
      return say(`${node} steps down`, `${node} was ${note.was} and learned of ${note.was === 'leader' ? 'a later term' : 'a leader or a later term'}; it is a follower in term ${note.term}.`, 'section 5.1');
    case 'resigned':
      return say(`${node} leaves the lead to the members`, `The configuration without ${node} is committed, so ${node} is not needed any more: until then it led a cluster that it did not count itself in.`, 'section 6');
    case 'recovered':
      return say(`${node} recovers from its disk`, `${node} finds term ${note.term}${note.snapshot > 0 ? `, a snapshot up to index ${note.snapshot}` : ''} and ${count(note.entries, 'log entry', 'log entries')}. Its commit index starts at ${note.snapshot} again: a leader will tell it how far the log is committed.`, 'Figure 2, persistent state');
    case 'out-of-service':
      return sayFurther(`${node} stays out of service`, `${node} can't read ${note.why} from its disk. What it has promised to others rests on that, so it takes part in nothing from now on; an operator has to put another in its place.`, 'section 3.8');
    case 'appended':
      return note.truncated > 0
        ? say(`${node} replaces its log from index ${note.first} on`, `Its ${count(note.truncated, 'entry', 'entries')} from index ${note.first} on conflicted with the leader's log. They were never committed; the leader's entries take their place.`, 'section 5.3')
        : say(`${node} appends ${range(note.first, note.last)}`, `The new ${note.first === note.last ? 'entry is' : 'entries are'} in ${node}'s log, and not yet committed.`, 'section 5.3');
    case 'mismatch':
      return say(`${node} lacks what comes before`, `${node}'s log does not hold the entry at index ${note.index} that the leader's has, so it must not take what follows it.`, 'section 5.3');
    case 'committed':
      return say(`${node} commits ${range(note.first, note.last)}`, commitment(note.role, node, note.first === note.last), note.role === 'leader' ? 'sections 5.3 and 5.4.2' : 'section 5.3');
    case 'snapshot-taken':
      return say(`${node} takes a snapshot up to index ${note.index}`, `${node} writes down its state, ${count(note.records, 'record', 'records')}, and forgets the entries that led to it. They are committed, so nobody will ever ask for others in their place.`, 'section 7');
    case 'snapshot-installed':
      return say(`${node} installs the leader's snapshot`, `${node}'s state is now the one that the log gives up to index ${note.index}. ${note.keptSuffix ? 'Its own log has the last of these entries, so what follows it matches too and is kept.' : 'Its own log does not have the last of these entries, so all of it is discarded.'}`, 'section 7, Figure 13');
    case 'catching-up':
      return sayFurther(`${node} brings ${note.servers.map(nameOf).join(', ')} up to date`, `Before it counts, a new server gets the log, here up to index ${note.until}. With an empty log and a vote it could keep the cluster from committing anything for a long time.`, 'section 4.2.1');
    case 'caught-up':
      return sayFurther(`${note.servers.map(nameOf).join(', ')} caught up`, 'The last round took less than an election timeout, so what is left to send will not keep anyone waiting.', 'section 4.2.1');
    case 'configuration':
      return narrateConfiguration(note, node, nameOf);
    case 'transfer-begun':
      return sayFurther(`${node} will hand over to ${nameOf(note.target)}`, `${node} takes no more commands and sends ${nameOf(note.target)} whatever its log still lacks, so that it can win an election.`, 'section 3.10');
    case 'transfer-handed-over':
      return sayFurther(`${node} hands over to ${nameOf(note.target)}`, `${nameOf(note.target)} has ${node}'s whole log: it is told to stand for election now. From here on no promise of the voters protects ${node}, so it must not rely on a lease any more in this term.`, 'sections 3.10 and 6.4.1');
    case 'transfer-abandoned':
      return sayFurther(`${node} keeps the lead`, `${nameOf(note.target)} did not take over within an election timeout.`, 'section 3.10');
    case 'read-waits':
      return note.why === 'own-term'
        ? sayFurther(`${node} can't answer a read yet`, `${node} holds every committed entry but does not know which of them are committed, until an entry of its own term is.`, 'section 6.4')
        : sayFurther(`${node} makes sure that it leads`, `${node} remembers its commit index and answers ${nameOf(note.client)}'s read once a majority has answered a round of heartbeats that begins now: then nobody else was leader before it.`, 'section 6.4');
    case 'read-served':
      return note.by === 'lease'
        ? sayFurther(`${node} answers a read by its lease`, `A majority promised lately not to vote for anyone else, so nobody can have written anything that ${node} does not know of. No message is needed, but the clocks must not drift more than is allowed for.`, 'section 6.4.1')
        : sayFurther(`${node} answers a read`, `${node} was still leader after ${nameOf(note.client)}'s read had come, and has executed everything that was committed by then, up to index ${note.index}.`, 'section 6.4');
    case 'duplicate-request':
      return say(`${node} recognizes a repeated command`, `${nameOf(note.client)}'s command number ${note.serial} was executed before: ${node} answers what it gave then, and does not execute it again.`, 'section 8');
    case 'invoked':
      return say(`${node} asks: ${formatCommand(note.command)}`, `${node} begins its command number ${note.serial}.`, isAdministration(note.command) ? 'section 6' : 'section 8');
    case 'completed':
      return say(`${node} is answered: ${formatCommand(note.command)} = ${formatResult(note.result)}`, 'value' in note.result ? `${node}'s command number ${note.serial} took effect exactly once.` : `${node}'s command number ${note.serial}: ${formatResult(note.result)}.`, isAdministration(note.command) ? 'section 6' : 'section 8');
    case 'session-registered':
      return sayFurther(`${node} has session ${note.session}`, `The servers know ${node}'s commands by it, until they have to forget it for others that were used more lately.`, 'section 6.3');
    case 'session-lost':
      return sayFurther(`${node}'s session has expired`, `The servers no longer know what ${node} asked last. Whether "${formatCommand(note.command)}" took effect can't be found out any more, so ${node} must not ask for it again; it opens a new session.`, 'section 6.3');
  }
}

function narrateVote(note: NoteOf<'vote'>, node: string, candidate: string): Narration {
  if (note.granted) {
    return say(`${node} votes for ${candidate} in term ${note.term}`, `${node} has not given its vote of term ${note.term} to another, and ${candidate}'s log is at least as up-to-date as its own.`, 'sections 5.2 and 5.4.1');
  }
  const title = `${node} refuses ${candidate} its vote`;
  const why = refusal(note.why, node, candidate, note.term);
  if (note.why === 'has-leader') return say(title, why, 'section 6');
  return say(title, why, note.why === 'log-behind' ? 'section 5.4.1' : 'section 5.2');
}

function refusal(why: VoteReason, node: string, candidate: string, term: Term): string {
  switch (why) {
    case 'stale-term':
      return `${node} is in term ${term} already, which is later than ${candidate}'s.`;
    case 'already-voted':
      return `${node} has given its vote of term ${term} to another server, and has only one.`;
    case 'has-leader':
      return `${node} has heard from a leader within the shortest election timeout, so there is no need of another. Servers that were removed, or were cut off for a while, can't disturb the cluster this way.`;
    default:
      return `${node}'s log is more up-to-date than ${candidate}'s: a leader without committed entries must not be elected.`;
  }
}

function commitment(role: 'leader' | 'follower', node: string, single: boolean): string {
  const executes = `${node} executes ${single ? 'its command' : 'their commands'}`;
  return role === 'leader'
    ? `A majority of the servers stores ${single ? 'the entry, which is' : 'the entries, the last of them'} of the leader's own term: ${executes}, and tells the followers with the next AppendEntries.`
    : `The leader says that ${single ? 'the entry is' : 'the entries are'} committed: ${executes}.`;
}

function narrateConfiguration({ index, configuration }: NoteOf<'configuration'>, node: string, nameOf: NameOf): Narration {
  const title = `${node} goes by ${formatConfiguration(configuration, nameOf)}`;
  const rule = `${node} uses the latest configuration in its log, the one at index ${index}, whether or not it is committed.`;
  return isJoint(configuration)
    ? say(title, `${rule} In joint consensus, elections and commitment need a majority of the old servers and one of the new, so neither can decide alone.`, 'section 6')
    : say(title, rule, 'section 6');
}
