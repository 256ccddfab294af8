/** How values, slots and results of Multi-Paxos are put into words, and which of its sources says what. */
import { formatKeyValue, isKeyValue, type Outcome } from '../../engine/protocols/key-value/commands.ts';
import type { Slot, Value } from '../../engine/protocols/multi-paxos/messages.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { NameOf, Narration } from '../definition.ts';

/** @param section of Lamport, "Paxos Made Simple", 2001 */
export function say(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Lamport, “Paxos Made Simple”, 2001', section } };
}

/** @param section of Chandra, Griesemer and Redstone, "Paxos Made Live", 2007, for what an implementation needs besides */
export function sayOfPractice(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Chandra, Griesemer and Redstone, “Paxos Made Live”, 2007', section } };
}

/** @param section of van Renesse and Altinbuken, "Paxos Made Moderately Complex", 2015 */
export function sayOfReplicas(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'van Renesse and Altinbuken, “Paxos Made Moderately Complex”, 2015', section } };
}

/** `set x 1`, `no-op` */
export function formatValue(value: Value): string {
  if (value.kind === 'no-op') return 'no-op';
  const { command } = value.request;
  return isKeyValue(command) ? formatKeyValue(command) : command.op;
}

export function formatOutcome(outcome: Outcome): string {
  if ('value' in outcome) return String(outcome.value ?? 'nothing');
  return 'session' in outcome ? `session ${outcome.session}` : 'refused';
}

/** `slot 4`, `slots 4 to 6` */
export function slotRange(first: Slot, last: Slot): string {
  return first === last ? `slot ${first}` : `slots ${first} to ${last}`;
}

/** `slot 4`, `slots 4 and 6`; none of them is `no slot` */
export function slotsOf(slots: readonly Slot[]): string {
  if (slots.length === 0) return 'no slot';
  return `${slots.length === 1 ? 'slot' : 'slots'} ${enumerated(slots.map(String))}`;
}

export function named(nodes: readonly NodeId[], nameOf: NameOf): string {
  return enumerated(nodes.map(nameOf));
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? 'nobody';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
