/** What a teacher says when one of Multi-Paxos's messages arrives. */
import type { MultiPaxosMessage, Report } from '../../engine/protocols/multi-paxos/messages.ts';
import type { NameOf, Narration } from '../definition.ts';
import type { Arrival } from '../narration.ts';
import { formatOutcome, formatValue, say, sayOfPractice, sayOfReplicas, slotsOf } from './words.ts';

export function narrateDelivery({ message, title, sender, receiver }: Arrival<MultiPaxosMessage>, nameOf: NameOf): Narration {
  switch (message.type) {
    case 'Prepare':
      return say(title, `${sender} would lead, and asks once for all slots from ${message.from} on. ${receiver} promises, unless it has promised a higher ballot than ${message.ballot}.`, 'section 3');
    case 'Promise':
      return say(title, `${sender} takes part in no ballot below ${message.ballot} any more, in any slot. ${inReport(message, sender)} ${receiver} needs such promises from a majority, its own among them.`, 'section 3');
    case 'Accept':
      return say(title, `Phase 2 alone: ${sender} leads in ballot ${message.ballot} and asks ${receiver} to accept ${formatValue(message.value)} in slot ${message.slot}. No phase 1 goes before it, since the promises were for all slots.`, 'section 3');
    case 'Accepted':
      return say(title, `${sender} has ${receiver}'s proposal for slot ${message.slot} on its disk. With a majority of such answers the value is chosen.`, 'section 2.2, phase 2b');
    case 'Preempted':
      return say(title, `${sender} has promised ballot ${message.ballot}. If ${receiver} leads in a lower one it leads no more: it can't get a majority.`, 'section 2.4');
    case 'Heartbeat':
      return say(title, `${sender} leads in ballot ${message.ballot}, and all slots up to ${message.chosen} are chosen. Unless ${receiver} has promised more, it waits on, and asks for what it lacks.`, 'section 3');
    case 'HeartbeatReply':
      return sayOfReplicas(title, `${sender} has executed everything up to slot ${message.executed}. What all have executed nobody needs any more.`, 'section 4.2');
    case 'CatchUp':
      return sayOfPractice(title, `${sender} lacks what is chosen from slot ${message.from} on. Whoever knows it can tell: what is chosen does not change.`, 'section 5.5');
    case 'Decided':
      return sayOfPractice(title, `${sender} tells what is chosen. ${message.snapshot ? `It has collected the first of these slots, so a snapshot stands for those up to ${message.snapshot.slot}.` : `${receiver} writes it down as chosen without having accepted it.`}`, 'section 5.5');
    case 'ClientRequest':
      return say(title, `A command, number ${message.serial} of ${sender}. If ${receiver} leads it puts the command into the next free slot; if not it says who does.`, 'section 3');
    case 'ClientReply':
      return message.result
        ? say(title, `The command is chosen and executed in its slot, and gave ${formatOutcome(message.result)}.`, 'section 3')
        : say(title, message.leader === null ? `${sender} does not lead, and knows of nobody who does.` : `${sender} does not lead: ${nameOf(message.leader)} does, as far as it knows.`, 'section 3');
  }
}

function inReport({ snapshot, entries }: Report, sender: string): string {
  const accepted = entries.filter(({ chosen }) => !chosen).map(({ slot }) => slot);
  const parts = [
    ...(snapshot ? [`a snapshot up to slot ${snapshot.slot}`] : []),
    ...(entries.length > accepted.length ? ['what it knows to be chosen'] : []),
    ...(accepted.length > 0 ? [`what it has accepted in ${slotsOf(accepted)}`] : []),
  ];
  return parts.length > 0 ? `With its promise ${sender} reports ${parts.join(', and ')}.` : `${sender} has nothing to report.`;
}
