/** The general words for what happens in any simulation: starts, faults, and messages on their way. */
import type { Action } from '../engine/sim/schedule.ts';
import type { LinkQuality } from '../engine/sim/network.ts';
import type { DiskRecord } from '../engine/sim/storage.ts';
import type { Envelope, TraceEvent } from '../engine/sim/trace.ts';
import type { MessageDescription, NameOf, Narration } from './definition.ts';
import { formatDuration } from './format.ts';
import { describeQuality } from './link-quality.ts';

/** @param describe how the simulation names a message */
export function narrateFault(event: TraceEvent, nameOf: NameOf, describe: (message: unknown) => MessageDescription): Narration {
  const node = nameOf(event.node);
  switch (event.kind) {
    case 'start':
      return plain(`${node} starts`, `${node} begins its first life: nothing is on its disk yet.`);
    case 'restart':
      return plain(`${node} restarts`, `${node} comes back. Its memory is empty; what it had synced to its disk is all that it knows.`);
    case 'crash':
      return plain(`${node} crashes`, `${node} stops at once. Its memory is lost, its timers are gone, and messages to it are refused until it restarts.${torn(event.payload)}`);
    case 'slow':
      return slowDown(node, (event.payload as { perInput: number }).perInput);
    case 'clock':
      return setClock(node, event.payload as { offset: number; drift: number });
    case 'lose-disk':
      return plain(`${node} loses its disk`, `All that ${node} had ever synced is gone. When it restarts it knows nothing of its promises, which few protocols allow for.`);
    case 'corrupt-disk':
      return plain(`${node}'s disk is damaged`, event.payload === null ? `${node}'s disk holds nothing that could be damaged.` : `On ${node}'s disk ${nameRecord(event.payload as DiskRecord)} can't be read any more; a checksum tells that it is not what was written.`);
    case 'pause':
      return plain(`${node} pauses`, `${node} stands still, as in a long garbage collection: time goes on without it, and what comes to it waits.`);
    case 'resume':
      return plain(`${node} resumes`, `${node} goes on without knowing that time has passed: late timers and messages come to it now.`);
    case 'partition':
      return plain(`Partition: ${groups(event.payload, nameOf)}`, `The network falls apart into ${groups(event.payload, nameOf)}. Messages pass inside a group and are lost between groups.`);
    case 'cut':
      return plain(`Link ${link(event.payload, nameOf)} is cut`, `Messages ${link(event.payload, nameOf)} are lost; the other direction is not touched.`);
    case 'mend':
      return plain(`Link ${link(event.payload, nameOf)} is mended`, `Messages ${link(event.payload, nameOf)} pass again.`);
    case 'link':
      return changeLink(event.payload as { from: number; to: number; quality: LinkQuality | null }, nameOf);
    case 'network':
      return changeNetwork((event.payload as { quality: LinkQuality | null }).quality);
    case 'heal':
      return plain('The network heals', 'Every link passes messages again.');
    case 'timer':
      return plain(`${node}: ${String(event.payload)} timer fires`, `The ${String(event.payload)} timer that ${node} had set runs out.`);
    case 'sync':
      return plain(`${node} syncs its disk`, `What ${node} wrote is on its disk now and survives a crash.`);
    case 'command':
      if (event.cause !== null) return plain(`${node} takes up: ${String(event.payload)}`, `${node} was told so while it stood still, and does it now.`);
      return plain(`${node} is told: ${String(event.payload)}`, `A user asks ${node} to carry out "${String(event.payload)}".`);
    case 'note':
      return plain(`${node}: ${JSON.stringify(event.payload)}`, `${node} reports ${JSON.stringify(event.payload)}.`);
    default:
      return narrateMessage(event, nameOf, describe);
  }
}

function narrateMessage(event: TraceEvent, nameOf: NameOf, describe: (message: unknown) => MessageDescription): Narration {
  const envelope = event.payload as Envelope;
  const from = nameOf(envelope.from);
  const to = nameOf(envelope.to);
  const { label } = describe(envelope.message);
  switch (event.kind) {
    case 'send':
      return plain(`${from} → ${to}: ${label}`, `${from} sends ${label} to ${to}.`);
    case 'deliver':
      return plain(`${to} receives ${label} from ${from}`, `${label} from ${from} arrives at ${to}.`);
    case 'duplicate':
      return plain(`The network doubles ${label} from ${from} to ${to}`, `A second copy of ${label} is on its way and arrives at a time of its own.`);
    case 'lose':
      return plain(`Lost: ${label} from ${from} to ${to}`, `The network loses ${label}. Neither side is told; a timeout is all that ${from} can go by.`);
    case 'drop':
      return plain(`Dropped: ${label} from ${from} to ${to}`, `You took ${label} out of the network. Neither side is told.`);
    case 'blocked':
      return plain(`Cut off: ${label} from ${from} to ${to}`, `The link from ${from} to ${to} is cut, so ${label} is lost.`);
    default:
      return plain(`Refused: ${label} from ${from}`, `${to} is down, so ${label} from ${from} reaches nobody.`);
  }
}

/** What a branch is called that begins with an action. */
export function nameAction(action: Action, nameOf: NameOf): string {
  switch (action.kind) {
    case 'crash':
    case 'restart':
    case 'pause':
    case 'resume':
      return `${action.kind} ${nameOf(action.node)}`;
    case 'partition':
      return `partition ${groups(action.groups, nameOf)}`;
    case 'cut':
    case 'mend':
      return `${action.kind} ${link(action, nameOf)}`;
    case 'heal':
      return 'heal the network';
    case 'slow':
      return action.perInput === 0 ? `${nameOf(action.node)} at full speed` : `slow ${nameOf(action.node)}`;
    case 'clock':
      return `clock of ${nameOf(action.node)}`;
    case 'lose-disk':
      return `${nameOf(action.node)} loses its disk`;
    case 'corrupt-disk':
      return `damage to ${nameOf(action.node)}'s disk`;
    case 'link':
      return `link ${link(action, nameOf)}`;
    case 'network':
      return action.quality ? 'another network' : 'the network as at first';
    case 'drop':
      return 'drop a message';
    case 'copy':
      return 'double a message';
    case 'deliver':
      return 'deliver a message';
    case 'fire':
      return `${nameOf(action.node)}: ${action.timer} timer`;
    case 'command':
      return `${nameOf(action.node)}: ${action.command}`;
  }
}

function torn(payload: unknown): string {
  return payload === null ? '' : ` It was in the middle of a write: ${nameRecord(payload as DiskRecord)} on its disk is damaged, what was to follow is lost.`;
}

function nameRecord(record: DiskRecord): string {
  return 'cell' in record ? `the cell "${record.cell}"` : `the log entry at position ${record.position}`;
}

function slowDown(node: string, perInput: number): Narration {
  return perInput === 0
    ? plain(`${node} is at full speed again`, `${node} takes each message and timer as soon as it comes.`)
    : plain(`${node} slows down`, `${node} takes ${formatDuration(perInput)} over each message and timer from now on; what comes meanwhile waits in line. To the others it looks half dead.`);
}

function setClock(node: string, { offset, drift }: { offset: number; drift: number }): Narration {
  if (offset === 0 && drift === 0) return plain(`${node}'s clock is set right`, `${node}'s clock shows true time and runs at the right speed.`);
  const ahead = offset === 0 ? '' : ` It is ${formatDuration(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}.`;
  const speed = drift === 0 ? '' : ` It ${drift > 0 ? 'gains' : 'loses'} ${Math.abs(drift)} µs a second, and its timers ${drift > 0 ? 'fire early' : 'fire late'}.`;
  return plain(`${node}'s clock is off`, `${node}'s clock shows another time than the others'.${ahead}${speed}`);
}

function changeLink({ from, to, quality }: { from: number; to: number; quality: LinkQuality | null }, nameOf: NameOf): Narration {
  const way = link({ from, to }, nameOf);
  return quality
    ? plain(`Link ${way} changes`, `Messages ${way} that are sent from now on: ${describeQuality(quality)}. The other direction is not touched.`)
    : plain(`Link ${way} recovers`, `Messages ${way} that are sent from now on travel as they did at first.`);
}

function changeNetwork(quality: LinkQuality | null): Narration {
  return quality
    ? plain('The whole network changes', `Messages that are sent from now on, on every link: ${describeQuality(quality)}.`)
    : plain('The network recovers', 'Messages that are sent from now on travel as they did at first, on every link.');
}

function groups(payload: unknown, nameOf: NameOf): string {
  return (payload as readonly (readonly number[])[]).map((group) => `{${group.map(nameOf).join(', ')}}`).join(' and ');
}

function link(payload: unknown, nameOf: NameOf): string {
  const { from, to } = payload as { from: number; to: number };
  return `${nameOf(from)} → ${nameOf(to)}`;
}

function plain(title: string, explanation: string): Narration {
  return { title, explanation, reference: null };
}
