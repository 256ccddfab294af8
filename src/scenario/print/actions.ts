/** Actions as text. */
import type { MessagePattern, NodeSet, SceneAction } from '../../engine/scene/scene.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Action, ScheduledAction } from '../../engine/sim/schedule.ts';
import { writeDuration, writeText } from '../quantities.ts';
import type { Setting } from '../setting.ts';
import { writeWord } from '../spelling.ts';
import { writeQuality } from './quality.ts';
import { writeGroups, writeSet } from './sets.ts';

const AS_AT_FIRST = 'as at first';

export function writeAction(action: SceneAction, setting: Setting): string {
  const set = (nodes: NodeSet) => writeSet(nodes, setting);
  switch (action.kind) {
    case 'heal':
      return 'heal';
    case 'network':
      return `network ${action.quality ? writeQuality(action.quality) : AS_AT_FIRST}`;
    case 'partition':
      return `partition ${writeGroups(action.groups, setting)}`;
    case 'cut':
    case 'mend':
      return `${action.kind} ${set(action.from)} to ${set(action.to)}`;
    case 'link':
      return `link ${set(action.from)} to ${set(action.to)} ${action.quality ? writeQuality(action.quality) : AS_AT_FIRST}`;
    case 'crash':
      return `crash ${set(action.nodes)}${action.torn ? ' while writing' : ''}`;
    case 'slow':
      return `slow ${set(action.nodes)} by ${writeDuration(action.perInput)}`;
    case 'clock': {
      const { offset, drift } = action.setting;
      return `clock of ${set(action.nodes)} offset ${writeDuration(offset)}${drift === 0 ? '' : ` drift ${drift}`}`;
    }
    case 'fire':
      return `fire ${writeWord(action.timer)} of ${set(action.nodes)}`;
    case 'command':
      return `${set(action.nodes)} does ${writeText(action.command)}`;
    case 'drop':
    case 'copy':
    case 'deliver':
      return `${action.kind} ${writeMessages(action.messages, set)}`;
    default:
      return `${action.kind} ${set(action.nodes)}`;
  }
}

function writeMessages({ type, from, to, which, sentBy }: MessagePattern, set: (nodes: NodeSet) => string): string {
  if (sentBy !== null && which === 'first' && type === null && !from && !to) return `message ${sentBy}`;
  return [
    which,
    type === null ? (which === 'first' ? 'message' : 'messages') : writeWord(type),
    ...(from ? [`from ${set(from)}`] : []),
    ...(to ? [`to ${set(to)}`] : []),
    ...(sentBy === null ? [] : [`sent by event ${sentBy}`]),
  ].join(' ');
}

/** An entry of a schedule. */
export function writeEntry({ at, after, action }: ScheduledAction, setting: Setting): string {
  return `at ${writeDuration(at)}${after === undefined ? '' : ` after event ${after}`} ${writeAction(ofNames(action, setting), setting)}`;
}

/** An action of a schedule as one of a scene. */
function ofNames(action: Action, { nodes }: Setting): SceneAction {
  const named = (id: NodeId): NodeSet => ({ kind: 'name', name: nodes[id]!.name });
  switch (action.kind) {
    case 'heal':
    case 'network':
      return action;
    case 'partition':
      return { kind: 'partition', groups: action.groups.map((group): NodeSet => (group.length === 1 ? named(group[0]!) : { kind: 'union', of: group.map(named) })) };
    case 'cut':
    case 'mend':
      return { kind: action.kind, from: named(action.from), to: named(action.to) };
    case 'link':
      return { kind: 'link', from: named(action.from), to: named(action.to), quality: action.quality };
    case 'crash':
      return { kind: 'crash', nodes: named(action.node), torn: action.torn === true };
    case 'slow':
      return { kind: 'slow', nodes: named(action.node), perInput: action.perInput };
    case 'clock':
      return { kind: 'clock', nodes: named(action.node), setting: { offset: action.offset, drift: action.drift } };
    case 'fire':
      return { kind: 'fire', nodes: named(action.node), timer: action.timer };
    case 'command':
      return { kind: 'command', nodes: named(action.node), command: action.command };
    case 'drop':
    case 'copy':
    case 'deliver':
      return { kind: action.kind, messages: { type: null, from: null, to: null, which: 'first', sentBy: action.message } };
    default:
      return { kind: action.kind, nodes: named(action.node) };
  }
}
