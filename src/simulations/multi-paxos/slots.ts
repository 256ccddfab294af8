/** What a server's slots are like together. */
import type { SlotLog } from '../../engine/protocols/multi-paxos/log.ts';
import type { Slot } from '../../engine/protocols/multi-paxos/messages.ts';

/** Slots of which a server knows nothing, although it knows something of a later one; ascending. */
export function holesIn(log: SlotLog): readonly Slot[] {
  const holes: Slot[] = [];
  for (let slot = log.collected + 1; slot < log.last; slot++) if (!log.at(slot)) holes.push(slot);
  return holes;
}
