/** What happens to a run from outside: faults, and inputs. A schedule is data, so it can be stored, edited and shrunk. */
import { validateClock, type ClockSetting } from './clock.ts';
import { validateQuality, type LinkQuality } from './network.ts';
import type { NodeId } from './process.ts';
import type { Micros } from './time.ts';
import type { EventId } from './trace.ts';

export type Action =
  | { readonly kind: 'restart' | 'pause' | 'resume'; readonly node: NodeId }
  /** With `torn`, a part of what was not synced is on the disk, the last of it damaged. */
  | { readonly kind: 'crash'; readonly node: NodeId; readonly torn?: boolean }
  /** From now on the node takes this long over each input, and others wait meanwhile; 0 for full speed. */
  | { readonly kind: 'slow'; readonly node: NodeId; readonly perInput: Micros }
  /** Sets the node's own clock off by an offset and a drift; timers that are set already are not touched. */
  | ({ readonly kind: 'clock'; readonly node: NodeId } & ClockSetting)
  /** Of a crashed node: everything on its disk is lost, or one record of it can't be read any more. */
  | { readonly kind: 'lose-disk' | 'corrupt-disk'; readonly node: NodeId }
  /** Nodes of different groups can't talk; a node in no group is alone. Replaces every earlier cut. */
  | { readonly kind: 'partition'; readonly groups: readonly (readonly NodeId[])[] }
  /** Blocks, or unblocks, one direction of one link. */
  | { readonly kind: 'cut' | 'mend'; readonly from: NodeId; readonly to: NodeId }
  /** Unblocks every link. */
  | { readonly kind: 'heal' }
  /** Changes what one direction of one link is like for messages sent from now on; null for what it was at first. */
  | { readonly kind: 'link'; readonly from: NodeId; readonly to: NodeId; readonly quality: LinkQuality | null }
  /** The same for every link. */
  | { readonly kind: 'network'; readonly quality: LinkQuality | null }
  /** Loses the copy in flight that this event sent, doubles it, or lets it arrive at once. */
  | { readonly kind: 'drop' | 'copy' | 'deliver'; readonly message: EventId }
  /** Lets a timer fire at once. */
  | { readonly kind: 'fire'; readonly node: NodeId; readonly timer: string }
  | { readonly kind: 'command'; readonly node: NodeId; readonly command: string };

export interface ScheduledAction {
  readonly at: Micros;
  /**
   * The event after which it happens, for an action between two events of the same time. Without it, an action comes
   * before everything else that is due at its time.
   */
  readonly after?: EventId;
  readonly action: Action;
}

/** In the order in which the actions happen. */
export type Schedule = readonly ScheduledAction[];

/** @throws RangeError that says which entry is wrong, and why */
export function validateSchedule(schedule: Schedule, nodes: number): void {
  schedule.forEach(({ at, action }, index) => {
    const where = `Action ${index + 1} of the schedule (${action.kind})`;
    if (!Number.isSafeInteger(at) || at < 0) {
      throw new RangeError(`${where} happens at a whole number of microseconds from 0 on, not at ${at}.`);
    }
    const previous = schedule[index - 1];
    if (previous && previous.at > at) {
      throw new RangeError(`${where} is at ${at} µs but stands after one at ${previous.at} µs: put them in order of time.`);
    }
    for (const node of nodesOf(action)) {
      if (!Number.isInteger(node) || node < 0 || node >= nodes) {
        throw new RangeError(`${where} names node ${node}; this simulation has nodes 0 to ${nodes - 1}.`);
      }
    }
    try {
      validateAction(action);
    } catch (error) {
      throw error instanceof RangeError ? new RangeError(`${where}: ${error.message}`) : error;
    }
  });
}

function validateAction(action: Action): void {
  if (action.kind === 'clock') validateClock(action);
  if ((action.kind === 'link' || action.kind === 'network') && action.quality) validateQuality(action.quality);
  if (action.kind === 'slow' && !(Number.isSafeInteger(action.perInput) && action.perInput >= 0)) {
    throw new RangeError(`A slow node takes a whole number of microseconds from 0 on over an input, not ${action.perInput}.`);
  }
}

function nodesOf(action: Action): readonly NodeId[] {
  switch (action.kind) {
    case 'partition':
      return action.groups.flat();
    case 'cut':
    case 'mend':
    case 'link':
      return [action.from, action.to];
    case 'heal':
    case 'network':
    case 'drop':
    case 'copy':
    case 'deliver':
      return [];
    default:
      return [action.node];
  }
}
