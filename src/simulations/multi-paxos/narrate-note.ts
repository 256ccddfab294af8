/** What a teacher says of what servers and clients of Multi-Paxos note. */
import { formatKeyValue } from '../../engine/protocols/key-value/commands.ts';
import type { MultiPaxosNote } from '../../engine/protocols/multi-paxos/messages.ts';
import type { NameOf, Narration } from '../definition.ts';
import { count, formatOutcome, formatValue, named, say, sayOfPractice, sayOfReplicas, slotRange, slotsOf } from './words.ts';

type NoteOf<Name extends MultiPaxosNote['note']> = Extract<MultiPaxosNote, { note: Name }>;

export function narrateNote(note: MultiPaxosNote, node: string, nameOf: NameOf): Narration {
  switch (note.note) {
    case 'campaign':
      return say(`${node} begins ballot ${note.ballot}, for all slots from ${note.from} on`, `${node} means to lead. One phase 1 does for every slot of which ${node} does not know what is chosen, however many there will be. It has promised the ballot itself first.`, 'section 3');
    case 'promised':
      return say(`${node} promises ballot ${note.ballot} to ${nameOf(note.candidate)}`, `${node} takes part in no lower ballot any more, in any slot, and reports what it has accepted: ${note.snapshot === null ? slotsOf(note.accepted) : `a snapshot up to slot ${note.snapshot}, and ${slotsOf(note.accepted)}`}. Both are on its disk before the answer leaves.`, 'section 3');
    case 'took-over':
      return narrateTakeOver(note, node, nameOf);
    case 'preempted':
      return say(`${node} gives up ballot ${note.ballot} for ballot ${note.by}`, `${node} was ${note.was === 'leader' ? 'the leader' : 'a candidate'} and has seen a higher ballot. It takes part in its own no more, so that it can't get in the way of the other for ever.`, 'section 2.4');
    case 'proposed':
      return narrateProposal(note, node);
    case 'accepted':
      return say(`${node} accepts in slot ${note.slot}, in ballot ${note.ballot}`, `${node} has promised no higher ballot. What it accepts is on its disk before it says so.`, 'section 2.2, phase 2b');
    case 'chosen':
      return say(`${node} knows that ${formatValue(note.value)} is chosen in slot ${note.slot}`, `${named(note.acceptors, nameOf)} have accepted it in ballot ${note.ballot}, which is a majority: no later leader can propose anything else there. It is executed once all slots before it are.`, 'section 3');
    case 'executed':
      return say(`${node} executes ${slotRange(note.first, note.last)}`, `Everything before is executed, so the ${note.first === note.last ? 'command is' : 'commands are'} next. All replicas execute the same commands in the same order, and so come to the same state.${note.role === 'leader' ? ' As the leader it answers the clients.' : ''}`, 'section 3');
    case 'behind':
      return sayOfPractice(`${node} is behind, from slot ${note.from} on`, `The leader knows all slots up to ${note.chosen} to be chosen, and ${node} does not know what. It asks.`, 'section 5.5');
    case 'transferred':
      return sayOfPractice(`${node} takes over a snapshot up to slot ${note.slot}`, `What was chosen in these slots is collected, and the state that they lead to stands for them: ${count(note.records, 'record', 'records')}. ${node} goes on from there.`, 'section 5.5');
    case 'snapshot-taken':
      return sayOfPractice(`${node} takes a snapshot up to slot ${note.slot}`, `${node} writes down its state, ${count(note.records, 'record', 'records')}, clients' latest commands included. It can stand for all that was executed.`, 'section 5.5');
    case 'collected':
      return sayOfReplicas(`${node} forgets the slots up to ${note.upTo}`, note.executedByAll ? 'Every server has executed them, and a snapshot stands for them.' : 'A snapshot stands for them. Some server has not executed them yet: it will be sent the snapshot.', 'section 4.2');
    case 'recovered':
      return say(`${node} recovers from its disk`, `${node} finds its promise of ballot ${note.promised}, and slots up to ${note.last}, of which those up to ${note.executed} are executed again. It leads nobody now, and what it does not know it will be told.`, 'section 2.5');
    case 'out-of-service':
      return sayOfPractice(`${node} stays out of service`, `${node} can't read ${note.why} from its disk. Others rest on what it has promised, so it takes part in nothing.`, 'section 5.1');
    case 'duplicate-request':
      return say(`${node} recognizes a repeated command`, `${nameOf(note.client)}'s command number ${note.serial} was executed before: ${node} answers what it gave then, and uses no slot.`, 'section 3');
    case 'invoked':
      return say(`${node} asks: ${formatKeyValue(note.command)}`, `${node} begins its command number ${note.serial}, and sends it to the server that it takes for the leader.`, 'section 3');
    case 'completed':
      return say(`${node} is answered: ${formatKeyValue(note.command)} = ${formatOutcome(note.result)}`, `${node}'s command number ${note.serial} took effect once, in the order of the slots.`, 'section 3');
  }
}

function narrateTakeOver({ ballot, promises, adopted, holes }: NoteOf<'took-over'>, node: string, nameOf: NameOf): Narration {
  const title = `${node} leads in ballot ${ballot}`;
  const majority = `${named(promises, nameOf)} have promised, which is a majority.`;
  if (adopted.length === 0 && holes.length === 0) return say(title, `${majority} They report nothing that might be chosen without ${node}'s knowing it, so it is free in every slot. From now on a command takes phase 2 alone.`, 'section 3');
  const first = adopted.length > 0 ? ` In ${slotsOf(adopted)} something may be chosen, and ${node} proposes just that again.` : '';
  const second = holes.length > 0 ? ` In ${slotsOf(holes)} nothing can be chosen, and later slots wait for it: ${node} proposes a no-op there.` : '';
  return say(title, majority + first + second, 'section 3');
}

function narrateProposal({ slot, ballot, value, why }: NoteOf<'proposed'>, node: string): Narration {
  const title = `${node} proposes ${formatValue(value)} in slot ${slot}`;
  switch (why) {
    case 'request':
      return say(title, `A client's command goes into the next free slot, in ballot ${ballot}. ${node} has its promises already and asks the acceptors at once; it need not wait for the slots before.`, 'section 3');
    case 'adopted':
      return say(title, `An acceptor has reported it, in the highest ballot of all reports for this slot. It may be chosen, so ${node} proposes it again, in ballot ${ballot}.`, 'section 3');
    case 'hole':
      return say(title, `No promise has reported anything for this slot, so nothing is chosen in it. A no-op changes nothing, and lets what comes after it be executed.`, 'section 3');
  }
}
