/** Leads each event of a run to what its protocol says of such events. */
import type { Envelope, TraceEvent } from '../engine/sim/trace.ts';
import type { MessageDescription, NameOf, Narration } from './definition.ts';

/** An arrival: what a message is, how that is titled, and between whom it went. */
export interface Arrival<Message> {
  readonly message: Message;
  readonly title: string;
  readonly sender: string;
  readonly receiver: string;
}

/** What a protocol says of each kind of event. Nodes come by their names. */
export interface Sayings<Message, Note> {
  note(note: Note, node: string, nameOf: NameOf): Narration;
  timer(name: string, node: string): Narration | undefined;
  delivery(arrival: Arrival<Message>, nameOf: NameOf): Narration;
  sync(node: string): Narration;
  /** Left out where the general words do. */
  command?(command: string, node: string, nameOf: NameOf): Narration;
}

/** @returns undefined for an event that is left to the general words for faults and messages */
export function narratorOf<Message, Note>(describeMessage: (message: Message, nameOf: NameOf) => MessageDescription, says: Sayings<Message, Note>) {
  return (event: TraceEvent, nameOf: NameOf): Narration | undefined => {
    const node = nameOf(event.node);
    switch (event.kind) {
      case 'note':
        return says.note(event.payload as Note, node, nameOf);
      case 'timer':
        return says.timer(String(event.payload), node);
      case 'deliver': {
        const { from, to, message } = event.payload as Envelope<Message>;
        const [sender, receiver] = [nameOf(from), nameOf(to)];
        return says.delivery({ message, sender, receiver, title: `${receiver} receives ${describeMessage(message, nameOf).label} from ${sender}` }, nameOf);
      }
      case 'sync':
        return says.sync(node);
      case 'command':
        return says.command?.(String(event.payload), node, nameOf);
      default:
        return undefined;
    }
  };
}
