/** What a teacher says of a Raft event, in the words of the extended paper, with the section that argues it. */
import type { Reference } from '../../contract/simulation.ts';
import type { AppendEntries, AppendEntriesReply, RaftMessage, RaftNote, VoteReason } from '../../engine/protocols/raft/messages.ts';
import { formatCommand } from '../../engine/protocols/raft/state-machine.ts';
import type { Envelope, TraceEvent } from '../../engine/sim/trace.ts';
import type { NameOf, Narration } from '../definition.ts';
import { describeRaftMessage } from './view.ts';

export function narrateRaft(event: TraceEvent, nameOf: NameOf): Narration | undefined {
  const node = nameOf(event.node);
  if (event.kind === 'note') return narrateNote(event.payload as RaftNote, node, nameOf);
  if (event.kind === 'timer') return narrateTimer(String(event.payload), node);
  if (event.kind === 'deliver') return narrateDelivery(event.payload as Envelope<RaftMessage>, nameOf);
  if (event.kind === 'sync') {
    return say(`${node} syncs its disk`, `What ${node} must not forget is on its disk before it answers anyone.`, 'Figure 2, persistent state');
  }
  return undefined;
}

function narrateTimer(name: string, node: string): Narration | undefined {
  switch (name) {
    case 'election':
      return say(`${node}: election timeout`, `${node} has heard from no leader for a whole election timeout, and takes it that there is none.`, 'section 5.2');
    case 'heartbeat':
      return say(`${node}: time for a heartbeat`, `${node} sends AppendEntries to everyone, so that no follower starts an election.`, 'section 5.2');
    case 'retry':
      return say(`${node} gives up waiting`, `${node} had no answer in time. It tries another server, with the same serial number: the command may have been executed.`, 'section 8');
    default:
      return undefined;
  }
}

function narrateDelivery({ from, to, message }: Envelope<RaftMessage>, nameOf: NameOf): Narration {
  const { label } = describeRaftMessage(message, nameOf);
  const title = `${nameOf(to)} receives ${label} from ${nameOf(from)}`;
  switch (message.type) {
    case 'RequestVote':
      return say(title, `${nameOf(from)} asks for ${nameOf(to)}'s vote in term ${message.term}. Its log ends at index ${message.lastLogIndex} with term ${message.lastLogTerm}.`, 'Figure 2, RequestVote RPC');
    case 'RequestVoteReply':
      return say(title, message.voteGranted ? `${nameOf(to)} has ${nameOf(from)}'s vote for term ${message.term}.` : `${nameOf(from)} does not vote for ${nameOf(to)}.`, 'section 5.2');
    case 'AppendEntries':
      return message.entries.length === 0
        ? say(title, `A heartbeat: ${nameOf(from)} leads term ${message.term}. Unless ${nameOf(to)} knows of a later term, it starts its election timer anew.`, 'section 5.2')
        : say(title, `${nameOf(from)} sends the entries from index ${message.prevLogIndex + 1} on. ${precondition(message, nameOf(to))}`, 'section 5.3');
    case 'AppendEntriesReply':
      return say(title, replyMeans(message, nameOf(from), nameOf(to)), message.success || message.index > 0 ? 'section 5.3' : 'section 5.1');
    case 'InstallSnapshot':
      return say(title, `${nameOf(from)} no longer has the entries that ${nameOf(to)} needs: they are in its snapshot, which stands for the log up to index ${message.lastIncludedIndex}. ${message.done ? 'This is the last part of it.' : 'More parts follow.'}`, 'section 7, Figure 13');
    case 'InstallSnapshotReply':
      return say(title, message.installed
        ? `${nameOf(from)} has everything up to index ${message.lastIncludedIndex}; entries can follow.`
        : `${nameOf(from)} has ${message.received} ${message.received === 1 ? 'record' : 'records'} of the snapshot and waits for the rest.`, 'section 7, Figure 13');
    case 'ClientRequest':
      return say(title, `${nameOf(from)} asks for its command number ${message.serial}: ${formatCommand(message.command)}. Only a leader can take it.`, 'section 8');
    case 'ClientReply':
      return say(title, message.result
        ? `Command number ${message.serial} is committed and executed.`
        : message.leader === null
          ? `${nameOf(from)} is not the leader and knows of none.`
          : `${nameOf(from)} is not the leader; it names ${nameOf(message.leader)}.`, 'section 8');
  }
}

function precondition({ prevLogIndex, prevLogTerm }: AppendEntries, follower: string): string {
  return prevLogIndex === 0
    ? 'They begin the log, so nothing before them has to match.'
    : `${follower} takes them only if its own log holds an entry of term ${prevLogTerm} at index ${prevLogIndex}.`;
}

function replyMeans({ success, index, term }: AppendEntriesReply, follower: string, leader: string): string {
  if (success) return `${follower}'s log is known to match ${leader}'s up to index ${index}.`;
  return index > 0
    ? `${follower} lacks what comes before: ${leader} goes back to index ${index} and tries again.`
    : `${follower} is in term ${term}, which is later: ${leader} leads no more.`;
}

function narrateNote(note: RaftNote, node: string, nameOf: NameOf): Narration {
  switch (note.note) {
    case 'election':
      return say(`${node} stands for election in term ${note.term}`, `${node} goes on to term ${note.term}, becomes a candidate, votes for itself, and asks every other server for its vote.`, 'section 5.2');
    case 'vote':
      return note.granted
        ? say(`${node} votes for ${nameOf(note.candidate)} in term ${note.term}`, `${node} has not given its vote of term ${note.term} to another, and ${nameOf(note.candidate)}'s log is at least as up-to-date as its own.`, 'sections 5.2 and 5.4.1')
        : say(`${node} refuses ${nameOf(note.candidate)} its vote`, refusal(note.why, node, nameOf(note.candidate), note.term), note.why === 'log-behind' ? 'section 5.4.1' : 'section 5.2');
    case 'leader':
      return say(`${node} becomes leader of term ${note.term}`, `With the votes of ${note.votes.map(nameOf).join(', ')}, ${node} has a majority. Two majorities share a server and a server votes once a term, so there is no other leader of term ${note.term}.`, 'section 5.2');
    case 'stepped-down':
      return say(`${node} steps down`, `${node} was ${note.was} and learned of ${note.was === 'leader' ? 'a later term' : 'a leader or a later term'}; it is a follower in term ${note.term}.`, 'section 5.1');
    case 'recovered':
      return say(`${node} recovers from its disk`, `${node} finds term ${note.term}${note.snapshot > 0 ? `, a snapshot up to index ${note.snapshot},` : ''} and ${note.entries} log ${note.entries === 1 ? 'entry' : 'entries'}. Its commit index starts at ${note.snapshot} again: a leader will tell it how far the log is committed.`, 'Figure 2, persistent state');
    case 'appended':
      return note.truncated > 0
        ? say(`${node} replaces its log from index ${note.first} on`, `Its ${note.truncated} ${note.truncated === 1 ? 'entry' : 'entries'} from index ${note.first} on conflicted with the leader's log. They were never committed; the leader's entries take their place.`, 'section 5.3')
        : say(`${node} appends ${range(note.first, note.last)}`, `The new ${note.first === note.last ? 'entry is' : 'entries are'} in ${node}'s log, and not yet committed.`, 'section 5.3');
    case 'mismatch':
      return say(`${node} lacks what comes before`, `${node}'s log does not hold the entry at index ${note.index} that the leader's has, so it must not take what follows it.`, 'section 5.3');
    case 'committed':
      return say(`${node} commits ${range(note.first, note.last)}`, commitment(note.role, node, note.first === note.last), note.role === 'leader' ? 'sections 5.3 and 5.4.2' : 'section 5.3');
    case 'snapshot-taken':
      return say(`${node} takes a snapshot up to index ${note.index}`, `${node} writes down its state, ${note.records} ${note.records === 1 ? 'record' : 'records'}, and forgets the entries that led to it. They are committed, so nobody will ever ask for others in their place.`, 'section 7');
    case 'snapshot-installed':
      return say(`${node} installs the leader's snapshot`, `${node}'s state is now the one that the log gives up to index ${note.index}. ${note.keptSuffix ? 'Its own log has the last of these entries, so what follows it matches too and is kept.' : 'Its own log does not have the last of these entries, so all of it is discarded.'}`, 'section 7, Figure 13');
    case 'duplicate-request':
      return say(`${node} recognizes a repeated command`, `${nameOf(note.client)}'s command number ${note.serial} was executed before: ${node} answers what it gave then, and does not execute it again.`, 'section 8');
    case 'invoked':
      return say(`${node} asks: ${formatCommand(note.command)}`, `${node} begins its command number ${note.serial}.`, 'section 8');
    case 'completed':
      return say(`${node} is answered: ${formatCommand(note.command)} = ${note.result.value ?? 'nothing'}`, `${node}'s command number ${note.serial} took effect exactly once.`, 'section 8');
  }
}

function refusal(why: VoteReason, node: string, candidate: string, term: number): string {
  switch (why) {
    case 'stale-term':
      return `${node} is in term ${term} already, which is later than ${candidate}'s.`;
    case 'already-voted':
      return `${node} has given its vote of term ${term} to another server, and has only one.`;
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

function range(first: number, last: number): string {
  return first === last ? `index ${first}` : `indices ${first} to ${last}`;
}

function say(title: string, explanation: string, section: string): Narration {
  const reference: Reference = { source: 'Raft (extended paper)', section };
  return { title, explanation, reference };
}
