/** What a teacher says when one of Raft's messages arrives. */
import { formatCommand, isAdministration, type Result } from '../../engine/protocols/raft/commands.ts';
import type { AppendEntries, AppendEntriesReply, ClientReply, ClientRequest, RaftMessage } from '../../engine/protocols/raft/messages.ts';
import type { NameOf, Narration } from '../definition.ts';
import type { Arrival } from '../narration.ts';
import { count, formatResult, say, sayFurther } from './words.ts';

export function narrateDelivery({ message, title, sender, receiver }: Arrival<RaftMessage>, nameOf: NameOf): Narration {
  switch (message.type) {
    case 'RequestVote':
      return message.transfer
        ? sayFurther(title, `The leader has told ${sender} to stand for election in term ${message.term}, so ${receiver} need not protect the leader from it.`, 'section 4.2.3')
        : say(title, `${sender} asks for ${receiver}'s vote in term ${message.term}. Its log ends at index ${message.lastLogIndex} with term ${message.lastLogTerm}.`, 'Figure 2, RequestVote RPC');
    case 'RequestVoteReply':
      return say(title, message.voteGranted ? `${receiver} has ${sender}'s vote for term ${message.term}.` : `${sender} does not vote for ${receiver}.`, 'section 5.2');
    case 'PreVote':
      return sayFurther(title, `${sender} asks whether ${receiver} would vote for it if it began term ${message.nextTerm}. Nobody's term, vote or timer is touched by the question.`, 'section 9.6');
    case 'PreVoteReply':
      return sayFurther(title, message.voteGranted ? `${sender} would vote for ${receiver} in term ${message.nextTerm}.` : `${sender} would not vote for ${receiver}.`, 'section 9.6');
    case 'AppendEntries':
      return message.entries.length === 0
        ? say(title, `A heartbeat: ${sender} leads term ${message.term}. Unless ${receiver} knows of a later term, it starts its election timer anew.`, 'section 5.2')
        : say(title, `${sender} sends the entries from index ${message.prevLogIndex + 1} on. ${precondition(message, receiver)}`, 'section 5.3');
    case 'AppendEntriesReply':
      return say(title, replyMeans(message, sender, receiver), message.success || message.index > 0 ? 'section 5.3' : 'section 5.1');
    case 'InstallSnapshot':
      return say(title, `${sender} no longer has the entries that ${receiver} needs: they are in its snapshot, which stands for the log up to index ${message.lastIncludedIndex}. ${message.done ? 'This is the last part of it.' : 'More parts follow.'}`, 'section 7, Figure 13');
    case 'InstallSnapshotReply':
      return say(title, message.installed
        ? `${sender} has everything up to index ${message.lastIncludedIndex}; entries can follow.`
        : `${sender} has ${count(message.received, 'record', 'records')} of the snapshot and waits for the rest.`, 'section 7, Figure 13');
    case 'TimeoutNow':
      return sayFurther(title, `${sender} hands over: ${receiver} has its whole log and is to stand for election at once, as if its timer had run out.`, 'section 3.10');
    case 'ClientRequest':
      return narrateRequest(title, message, sender);
    case 'ClientReply':
      return narrateReply(title, message, sender, nameOf);
    case 'TakeSnapshot':
      return say(title, `${receiver} is told to take a snapshot of what it has executed. Each server does so by itself, without the others.`, 'section 7');
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

function narrateRequest(title: string, { serial, command }: ClientRequest, client: string): Narration {
  const asks = `${client} asks for its command number ${serial}: ${formatCommand(command)}. Only a leader can take it.`;
  if (command.op === 'register') return sayFurther(title, `${client} asks for a session, by which its commands can be told from their repetitions. Only a leader can take it.`, 'section 6.3');
  if (command.op === 'transfer') return sayFurther(title, asks, 'section 3.10');
  return say(title, asks, isAdministration(command) ? 'section 6' : 'section 8');
}

function narrateReply(title: string, { serial, result, leader }: ClientReply, server: string, nameOf: NameOf): Narration {
  if (result) return replyOf(title, serial, result);
  return say(title, leader === null ? `${server} is not the leader and knows of none.` : `${server} is not the leader; it names ${nameOf(leader)}.`, 'section 8');
}

function replyOf(title: string, serial: number, result: Result): Narration {
  if ('value' in result) return say(title, `Command number ${serial} is done, and gives ${formatResult(result)}.`, 'section 8');
  if ('session' in result) return sayFurther(title, `The entry at index ${result.session} opened a session, which goes by that number.`, 'section 6.3');
  if ('done' in result) return say(title, `What command number ${serial} asked for is so now.`, 'section 6');
  return sayFurther(title, `Command number ${serial} is ${formatResult(result)}.`, result.refused === 'session-expired' ? 'section 6.3' : 'chapters 3 and 4');
}
